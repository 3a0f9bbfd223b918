import { action, expectSame, fieldsOf, responseTo } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import { ownVariable } from "../lab.ts";
import { source } from "../sources.ts";
import { Unmet } from "../unmet.ts";

/** What the function finds in its environment. */
export const environment: CheckGroup = {
  title: "Environment of the function",
  checks: [
    {
      id: "variable-of-function",
      title: "The function sees its own variables",
      contract: {
        sentence:
          "You can use environment variables to adjust your function's behavior without updating code.",
        source: source.variables,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const seen = fieldsOf(await responseTo(await lab.shared(), action("env")));
        expectSame(seen[ownVariable.name], ownVariable.value);
      },
    },
    {
      id: "variables-of-lambda",
      title: "The function sees Lambda's variables",
      contract: {
        sentence: "Lambda runtimes set several environment variables during initialization.",
        source: source.variables,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const seen = fieldsOf(await responseTo(await lab.shared(), action("env")));
        const missing = [
          ...["_HANDLER", "AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"],
          ...["AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
          ...["AWS_SESSION_TOKEN", "LAMBDA_TASK_ROOT"],
        ].filter((name) => typeof seen[name] !== "string");
        if (missing.length > 0) {
          throw new Unmet("all of Lambda's variables", `none called ${missing.join(", ")}`);
        }
      },
    },
    {
      id: "variable-of-api",
      title: "The function sees the address of the Runtime API",
      contract: {
        sentence: "AWS_LAMBDA_RUNTIME_API – The host and port of the runtime API.",
        source: source.variables,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        const seen = fieldsOf(await responseTo(runtime, action("env")));
        expectSame(seen.AWS_LAMBDA_RUNTIME_API, runtime.address);
      },
    },
  ],
};
