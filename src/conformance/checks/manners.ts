import { answeredId, isNext } from "../api-call.ts";
import { answerTo } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import { source } from "../sources.ts";
import { Unmet } from "../unmet.ts";

/** What a runtime says of itself and of its answers. */
export const manners: CheckGroup = {
  title: "Manners",
  checks: [
    {
      id: "user-agent",
      title: "It names itself in the header User-Agent",
      contract: {
        sentence: "The first word of User-Agent becomes the runtime release of the service's logs.",
        source: source.release,
      },
      requirement: "optional",
      needs: "poll",
      run: async (lab) => {
        const { calls } = await lab.shared();
        if (!calls.find(isNext)?.headers["user-agent"]) {
          throw new Unmet("a User-Agent", "none");
        }
      },
    },
    {
      id: "response-type",
      title: "Its responses have a Content-Type",
      contract: {
        sentence: "Propagates the Content-Type header from the runtime to send to the client.",
        source: source.customRuntime,
      },
      requirement: "optional",
      needs: "answer",
      run: async (lab) => {
        const { exchange } = await answerTo(await lab.shared(), '{"key":"value"}');
        const call = exchange.calls.find((each) => answeredId(each) !== undefined);
        if (call?.headers["content-type"] === undefined) {
          throw new Unmet("a Content-Type, such as application/json", "none");
        }
      },
    },
  ],
};
