import { type ApiCall, answeredId, callName, isNext } from "../api-call.ts";
import { answerTo, echoOf, expectResponse } from "../asking.ts";
import type { CheckGroup } from "../check.ts";
import { contract, source } from "../sources.ts";
import { Unmet } from "../unmet.ts";

/** The order of calls: what makes a runtime one. */
export const order: CheckGroup = {
  title: "Order of calls",
  checks: [
    {
      id: "asks-for-event",
      title: "The runtime asks for its first event",
      contract: contract.getEvent,
      requirement: "required",
      needs: "nothing",
      proves: "poll",
      run: async (lab) => {
        await lab.shared();
      },
    },
    {
      id: "asks-first",
      title: "Its first call of the Runtime API asks for an event",
      contract: {
        sentence: "A new runtime may ask for an event or report an init error, and nothing else.",
        source: source.states,
      },
      requirement: "required",
      needs: "poll",
      run: async (lab) => {
        const { calls } = await lab.shared();
        const first = calls.find(({ path }) => path.startsWith("/2018-06-01/"));
        if (first !== undefined && !isNext(first)) {
          throw new Unmet("GET /runtime/invocation/next", callName(first));
        }
      },
    },
    {
      id: "answers-event",
      title: "It answers an event with a response or an error",
      contract: contract.postResponse,
      requirement: "required",
      needs: "poll",
      proves: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        const { progress, ended } = await runtime.exchange('{"key":"value"}');
        if (progress.answer === undefined) {
          throw new Unmet("a POST to …/response or …/error", runtime.shown(ended));
        }
      },
    },
    {
      id: "asks-again",
      title: "After its answer it asks for the next event",
      contract: contract.loop,
      requirement: "required",
      needs: "answer",
      run: async (lab) => {
        await answerTo(await lab.shared(), '{"key":"value"}');
      },
    },
    {
      id: "convention",
      title: "The function keeps the convention: it answers an echo with its payload",
      contract: {
        sentence: '{"action":"echo","payload":X} is answered X.',
        source: source.convention,
      },
      requirement: "required",
      needs: "answer",
      proves: "convention",
      run: async (lab) =>
        expectResponse(await lab.shared(), echoOf('{"one":[1,"two"]}'), { one: [1, "two"] }),
    },
    {
      id: "waits-for-event",
      title: "It waits for an event that takes its time, without giving up",
      contract: {
        sentence: "Do not set a timeout on the GET request as the response may be delayed.",
        source: source.runtimeApi,
      },
      requirement: "required",
      needs: "answer",
      run: async (lab) => {
        const runtime = await lab.shared();
        const before = runtime.calls.length;
        const exit = await runtime.end(lab.limits.pauseMs);
        const calls = runtime.calls.slice(before);
        if (exit !== undefined || calls.length > 0) {
          const found = calls.map(callName).join(", ") || runtime.shown({ kind: "timed-out" });
          const expected = `no call while no event comes for ${lab.limits.pauseMs / 1000} s`;
          throw new Unmet(expected, exit === undefined ? found : runtime.shown({ kind: "exited", exit }));
        }
        await answerTo(runtime, '{"key":"value"}');
      },
    },
    {
      id: "answers-by-id",
      title: "It answers under the request id of the event that it was given",
      contract: {
        sentence:
          "The request ID tracks the invocation within Lambda. Use it to specify the invocation when you send the response.",
        source: source.runtimeApi,
      },
      requirement: "required",
      needs: "poll",
      last: true,
      run: async (lab) => {
        const wrong = lab.calls.flat().find((call) => {
          const answered = answeredId(call);
          return answered !== undefined && answered.id !== call.invocation;
        });
        if (wrong !== undefined) {
          throw new Unmet(`the request id ${wrong.invocation ?? "of an event"}`, callName(wrong));
        }
      },
    },
    {
      id: "answers-once",
      title: "It answers each event once",
      contract: {
        sentence:
          "A response or an error is taken in the state Running alone: a second one is refused with 403.",
        source: source.states,
      },
      requirement: "required",
      needs: "answer",
      last: true,
      run: async (lab) => {
        for (const calls of lab.calls) {
          expectOnce(calls);
        }
      },
    },
    {
      id: "one-poll-at-a-time",
      title: "It asks for an event only when it waits for one: not twice, not before its answer",
      contract: {
        sentence: "While an event is unanswered, the next invocation API hands out the same event again.",
        source: source.states,
      },
      requirement: "optional",
      needs: "poll",
      last: true,
      run: async (lab) => {
        const early = lab.calls
          .flat()
          .find((call) => isNext(call) && !call.provoked && ["Ready", "Running"].includes(call.state));
        if (early !== undefined) {
          const found = early.state === "Ready" ? "another while one waited" : "one before the answer";
          throw new Unmet("one GET /runtime/invocation/next for each event", found);
        }
      },
    },
    {
      id: "known-calls",
      title: "None of its calls is refused",
      contract: {
        sentence: "Response codes: 202 – Accepted, 400 – Bad Request, 403 – Forbidden.",
        source: source.runtimeApi,
      },
      requirement: "optional",
      needs: "poll",
      last: true,
      run: async (lab) => {
        const refused = lab.calls
          .flat()
          .find(
            ({ status = 200, provoked, path }) =>
              status >= 400 && !provoked && path.startsWith("/2018-06-01/"),
          );
        if (refused !== undefined) {
          throw new Unmet("200 and 202 for every call", `${refused.status} for ${callName(refused)}`);
        }
      },
    },
  ],
};

function expectOnce(calls: readonly ApiCall[]): void {
  const seen = new Map<string, string>();
  for (const call of calls.filter(({ provoked }) => !provoked)) {
    const answered = answeredId(call);
    if (answered === undefined) {
      continue;
    }
    const before = seen.get(answered.id);
    if (before !== undefined) {
      throw new Unmet("one answer to an event", `POST …/${before}, then POST …/${answered.to}`);
    }
    seen.set(answered.id, answered.to);
  }
}
