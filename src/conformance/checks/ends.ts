import { action } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import { shownExit } from "../shown.ts";
import { source } from "../sources.ts";
import { Unmet } from "../unmet.ts";

/** How it takes a refusal, and how it ends. */
export const ends: CheckGroup = {
  title: "Refusals and the end",
  checks: [
    {
      id: "refused-response",
      title: "When a response is refused with 400 it goes on or ends: it does not hang",
      contract: {
        sentence: "Response codes: 202 – Accepted, 400 – Bad Request, 403 – Forbidden.",
        source: source.runtimeApi,
      },
      requirement: "optional",
      needs: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        const { ended } = await runtime.exchange('{"key":"value"}', { refuse: true, provoked: true });
        if (ended.kind === "timed-out") {
          throw new Unmet("the next event asked for, or the end of the process", runtime.shown(ended));
        }
      },
    },
    {
      id: "oversized-response",
      title: "When a response is too large (413) it goes on or ends: it does not hang",
      contract: {
        sentence: "A response of more than 6,291,556 bytes is refused with 413 RequestEntityTooLarge.",
        source: source.response,
      },
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        const large = action("large", { bytes: 7 * 1024 * 1024 });
        const { ended } = await runtime.exchange(large, { provoked: true });
        if (ended.kind === "timed-out") {
          throw new Unmet("the next event asked for, or the end of the process", runtime.shown(ended));
        }
      },
    },
    {
      id: "exit-ends",
      title: "When the function ends its process, the runtime's process ends",
      contract: {
        sentence: "An invocation whose runtime process exits is answered with Runtime.ExitError.",
        source: source.exits,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        const { ended } = await runtime.exchange(action("exit"));
        if (ended.kind !== "exited") {
          const found = ended.kind === "done" ? "an answer" : runtime.shown(ended);
          throw new Unmet("the end of the process", found);
        }
      },
    },
    {
      id: "exit-code",
      title: "The process ends with the code that the function chose",
      contract: {
        sentence: "Error: Runtime exited with error: exit status 1",
        source: source.exits,
      },
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        for (const code of [3, 0]) {
          const runtime = await lab.shared();
          const { ended } = await runtime.exchange(action("exit", code === 0 ? {} : { code }));
          if (ended.kind !== "exited" || ended.exit.code !== code) {
            const found = ended.kind === "exited" ? shownExit(ended.exit) : "it lives";
            throw new Unmet(`exit code ${code}`, found);
          }
          await lab.tidy();
        }
      },
    },
    {
      id: "sigterm",
      title: "It ends within 500 ms of SIGTERM",
      contract: {
        sentence:
          "The maximum duration of the Shutdown phase: 500 ms – A function with a registered internal extension.",
        source: source.lifeCycle,
      },
      requirement: "optional",
      needs: "poll",
      run: async (lab) => {
        const runtime = await lab.shared();
        runtime.terminate();
        const exit = await runtime.end(lab.limits.shutdownMs);
        // Killed now, so that the next check gets another.
        await runtime.dispose();
        if (exit === undefined) {
          throw new Unmet(
            "the end of the process",
            `none within ${lab.limits.shutdownMs} ms: Lambda kills it then`,
          );
        }
      },
    },
  ],
};
