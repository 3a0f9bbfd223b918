import { action, answerTo, echoOf, expectResponse } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import { contract, source } from "../sources.ts";
import { Unmet } from "../unmet.ts";

const reuses = 100;
/** More than a client keeps for one call at a time, and far below the 1,024 descriptors of an environment. */
const maxOpenConnections = 16;
const keptEvents = 20;
/** A client with several threads keeps a connection for each. */
const maxKeptConnections = 8;

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
