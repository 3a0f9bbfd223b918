import { action, answerTo, echoOf, expectResponse, expectSame, fieldsOf, responseTo } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import { ownVariable } from "../lab.ts";
import { shownExit } from "../shown.ts";
import { contract, source } from "../sources.ts";
import { Unmet } from "../unmet.ts";

const reuses = 100;
/** More than a client keeps for one call at a time, and far below the 1,024 descriptors of an environment. */
const maxOpenConnections = 16;
const keptEvents = 20;
/** A client with several threads keeps a connection for each. */
const maxKeptConnections = 8;

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

/** One process for many events. */
export const reuse: CheckGroup = {
  title: "Many events",
  checks: [
    {
      id: "serves-hundred",
      title: `One process serves ${reuses} events`,
      contract: contract.loop,
      requirement: "required",
      needs: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        for (let count = 0; count < reuses; count++) {
          await answerTo(runtime, `{"key":${count}}`);
        }
      },
    },
    {
      id: "answers-its-own",
      title: "Each event gets its own answer, whatever the size of the one before",
      contract: contract.postResponse,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        for (const length of [100_000, 1, 5000, 0, 70_000, 3]) {
          const payload = `${length}:${"y".repeat(length)}`;
          await expectResponse(runtime, echoOf(`"${payload}"`), payload);
        }
      },
    },
    {
      id: "sleeps",
      title: "A function that takes a second is waited for",
      contract: {
        sentence:
          "After the function has run to completion, the runtime sends an invocation response to Lambda.",
        source: source.runtimeApi,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        const beganAtMs = runtime.clock.nowMs();
        await expectResponse(runtime, action("sleep", { ms: 1000 }), null);
        const tookMs = runtime.clock.nowMs() - beganAtMs;
        if (tookMs < 900) {
          throw new Unmet("an answer after 1,000 ms", `one after ${Math.round(tookMs)} ms`);
        }
      },
    },
    {
      id: "connections-bounded",
      title: `It never holds more than ${maxOpenConnections} connections`,
      contract: {
        sentence: "File descriptors: 1,024 for each execution environment.",
        source: source.quotas,
      },
      requirement: "required",
      needs: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        for (let count = 0; count < 2 * maxOpenConnections; count++) {
          await answerTo(runtime, `{"key":${count}}`);
        }
        const open = new Set(runtime.calls.map(({ socket }) => socket).filter(({ destroyed }) => !destroyed));
        if (open.size > maxOpenConnections) {
          throw new Unmet(`at most ${maxOpenConnections} open connections`, `${open.size}`);
        }
      },
    },
    {
      id: "connection-kept",
      title: "It keeps its connection from call to call",
      contract: {
        sentence:
          'HTTP/1.1 defaults to the use of "persistent connections", allowing multiple requests and responses to be carried over a single connection.',
        source: source.http1,
      },
      requirement: "optional",
      needs: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        const before = runtime.calls.length;
        for (let count = 0; count < keptEvents; count++) {
          await answerTo(runtime, `{"key":${count}}`);
        }
        const used = new Set(runtime.calls.slice(before).map(({ socket }) => socket)).size;
        if (used > maxKeptConnections) {
          throw new Unmet(`at most ${maxKeptConnections} connections for ${keptEvents} events`, `${used}`);
        }
      },
    },
    {
      id: "connection-closed",
      title: "It opens another connection when the server closes one",
      contract: {
        sentence:
          'A client that receives a "close" connection option MUST cease sending requests on that connection and close the connection after reading the response message.',
        source: source.http1,
      },
      requirement: "optional",
      needs: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        const headers = (lines: readonly string[]) => [...lines, "Connection", "close"];
        await answerTo(runtime, '{"key":"value"}', { headers });
        await answerTo(runtime, '{"key":"value"}');
      },
    },
  ],
};

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
