import { answeredId } from "../api-call.ts";
import {
  action,
  answerTo,
  echoOf,
  expectResponse,
  expectSame,
  fieldsOf,
  parsed,
  shownAnswer,
  textOf,
} from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import type { Lab } from "../lab.ts";
import { shownJson } from "../shown.ts";
import { contract, source } from "../sources.ts";
import { NotApplicable, Unmet } from "../unmet.ts";

const maxCauseBytes = 1024 * 1024;

/** Errors of a function that runs. */
export const errors: CheckGroup = {
  title: "Errors of the function",
  checks: [
    {
      id: "error-reported",
      title: "An error of the function is posted to /error, or told in the trailers of its stream",
      contract: contract.postError,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        await errorOf(lab, "ConformanceError", "thrown on purpose");
      },
    },
    {
      id: "error-document",
      title: "The error is a JSON object with the function's errorMessage and errorType",
      contract: contract.errorDocument,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const { document } = await errorOf(lab, "ConformanceError", "thrown on purpose");
        const { errorMessage, errorType } = document;
        expectSame(
          { errorMessage, errorType },
          { errorMessage: "thrown on purpose", errorType: "ConformanceError" },
        );
      },
    },
    {
      id: "error-text",
      title: "The message of an error keeps its characters",
      contract: contract.utf8,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const message = 'not "good": grüß 日本語 😀';
        const { document } = await errorOf(lab, "ConformanceError", message);
        expectSame(document.errorMessage, message);
      },
    },
    {
      id: "error-long-message",
      title: "An error with a message of 256 KB is reported",
      contract: contract.postError,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        await errorOf(lab, "ConformanceError", "long ".repeat(51_200));
      },
    },
    {
      id: "error-survived",
      title: "After an error the same process serves the next event",
      contract: contract.loop,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        await answerTo(runtime, action("throw", { type: "ConformanceError", message: "thrown on purpose" }));
        await expectResponse(runtime, echoOf('"still there"'), "still there");
      },
    },
    {
      id: "error-type-header",
      title: "An error has the header Lambda-Runtime-Function-Error-Type, of the form category.reason",
      contract: contract.errorType,
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const { type } = await errorOf(lab, "ConformanceError", "thrown on purpose");
        if (type === undefined || !/^(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(type)) {
          throw new Unmet("a type such as Function.ConformanceError", type ?? "no header");
        }
      },
    },
    {
      id: "error-stack-trace",
      title: "An error has a stackTrace that is a list of strings",
      contract: contract.errorDocument,
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const { document } = await errorOf(lab, "ConformanceError", "thrown on purpose");
        const { stackTrace } = document;
        if (!Array.isArray(stackTrace) || !stackTrace.every((line) => typeof line === "string")) {
          throw new Unmet("stackTrace: a list of strings", shownJson(stackTrace));
        }
      },
    },
    {
      id: "error-cause",
      title: "The X-Ray cause of an error, where one is sent, is JSON of at most 1 MiB",
      contract: {
        sentence:
          "Lambda-Runtime-Function-XRay-Error-Cause is a JSON document; one that is too large is cropped.",
        source: source.errorCause,
      },
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const { cause } = await errorOf(lab, "ConformanceError", "thrown on purpose");
        if (cause === undefined || cause === "") {
          throw new NotApplicable("the runtime sends no X-Ray cause");
        }
        if (cause.length > maxCauseBytes) {
          throw new Unmet("at most 1 MiB", `${cause.length} bytes`);
        }
        parsed(cause);
      },
    },
  ],
};

/** The error that was told: its document, and the header fields beside it. */
interface ErrorTold {
  readonly document: Readonly<Record<string, unknown>>;
  readonly type: string | undefined;
  readonly cause: string | undefined;
}

async function errorOf(lab: Lab, type: string, message: string): Promise<ErrorTold> {
  const { answer, exchange } = await answerTo(await lab.shared(), action("throw", { type, message }));
  switch (answer.kind) {
    case "error": {
      const call = exchange.calls.find((each) => answeredId(each)?.to === "error");
      const cause = call?.headers["lambda-runtime-function-xray-error-cause"];
      const document = fieldsOf(parsed(textOf(answer)));
      return { document, type: answer.errorType, cause: cause === undefined ? undefined : String(cause) };
    }
    case "stream-error": {
      // A function that streams has begun its response: what it says of an error then stands at the end of that.
      const body = Buffer.from(answer.errorBody ?? "", "base64").toString("utf8");
      return { document: fieldsOf(parsed(body)), type: answer.errorType, cause: undefined };
    }
    default:
      throw new Unmet("an error, posted to …/error", shownAnswer(answer));
  }
}
