import { echoOf, expectResponse, expectSame, responseTo } from "../asking.ts";
import type { Check, CheckGroup } from "../check.ts";
import { contract } from "../sources.ts";

/** Events and responses as large as Lambda takes them. */
export const sizes: CheckGroup = {
  title: "Sizes",
  checks: [
    sized("event-1-mb", "An event of 1 MB comes back", 1024 * 1024),
    sized("event-6-mb", "An event of 6 MB, as much as Lambda takes, comes back", 6 * 1024 * 1024),
    {
      id: "response-6-mb",
      title: "A response of 6 MB, as much as Lambda takes, arrives",
      contract: contract.payloadSize,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const bytes = 6 * 1024 * 1024 - 2;
        const answer = await responseTo(await lab.shared(), `{"action":"large","bytes":${bytes}}`);
        expectSame(answer, "x".repeat(bytes));
      },
    },
    {
      id: "response-empty",
      title: "null arrives as the JSON text null, not as an empty body",
      contract: contract.postResponse,
      requirement: "required",
      needs: "convention",
      run: async (lab) => expectResponse(await lab.shared(), echoOf("null"), null),
    },
  ],
};

function sized(id: string, title: string, bytes: number): Check {
  return {
    id,
    title,
    contract: contract.payloadSize,
    requirement: "required",
    needs: "convention",
    run: async (lab) => {
      const payload = "x".repeat(bytes - echoOf('""').length);
      await expectResponse(await lab.shared(), echoOf(`"${payload}"`), payload);
    },
  };
}
