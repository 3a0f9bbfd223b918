import { fieldsOf, parsed, textOf } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import type { Lab } from "../lab.ts";
import { shown, shownJson } from "../shown.ts";
import { contract } from "../sources.ts";
import { NotApplicable, Unmet } from "../unmet.ts";

/** Errors of a function that cannot be loaded. */
export const initErrors: CheckGroup = {
  title: "Errors at load",
  checks: [
    {
      id: "init-error-told",
      title: "When the function fails while it is loaded, the runtime posts to /init/error",
      contract: contract.initError,
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        await initErrorOf(lab);
      },
    },
    {
      id: "init-error-document",
      title: "That error is a JSON object with errorMessage and errorType",
      contract: contract.errorDocument,
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const { errorMessage, errorType } = fieldsOf(parsed(textOf(await initErrorOf(lab))));
        if (typeof errorMessage !== "string" || typeof errorType !== "string") {
          throw new Unmet("two strings", shownJson({ errorMessage, errorType }));
        }
      },
    },
    {
      id: "init-error-ends",
      title: "After it the process ends",
      contract: contract.initError,
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const runtime = await failingRuntime(lab);
        if ((await runtime.end(lab.limits.answerMs)) === undefined) {
          throw new Unmet("the end of the process", runtime.shown({ kind: "timed-out" }));
        }
      },
    },
  ],
};

async function failingRuntime(lab: Lab) {
  const runtime = await lab.failing();
  const waited = await runtime.initEnd();
  if (waited.kind === "done" && waited.value.kind === "ready") {
    throw new NotApplicable("the function loads with CONFORMANCE_FAIL_AT_LOAD set");
  }
  return runtime;
}

async function initErrorOf(lab: Lab) {
  const runtime = await failingRuntime(lab);
  const waited = await runtime.initEnd();
  if (waited.kind !== "done" || waited.value.kind !== "init-error") {
    throw new Unmet("POST /runtime/init/error", shown(runtime.shown(waited)));
  }
  return { kind: "error", ...waited.value.post } as const;
}
