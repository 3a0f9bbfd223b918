import { action, answerTo, expectSame, fieldsOf, responseTo } from "../asking.ts";
import type { Check, CheckGroup } from "../check.ts";
import type { Manner } from "../manner.ts";
import { contract, source } from "../sources.ts";
import { functionArn, type TestedRuntime } from "../tested-runtime.ts";
import { Unmet } from "../unmet.ts";

const traceId = "Root=1-65a1b2c3-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1";
const otherTraceId = "Root=1-65a1b2c4-89abcdef0123456789abcdef;Parent=fedcba9876543210;Sampled=0";
/** A client may tell the time that is left instead of the deadline: what its clock and ours differ by. */
const deadlineToleranceMs = 2000;

/** What the headers of an event tell, and how they may look. */
export const headers: CheckGroup = {
  title: "Headers of an event",
  checks: [
    {
      id: "request-id",
      title: "The function sees the request id of its event",
      contract: contract.context,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        const { invocation, seen } = await contextOf(runtime);
        expectSame(seen.requestId, invocation.requestId);
      },
    },
    {
      id: "function-arn",
      title: "The function sees the ARN that was invoked, with its qualifier",
      contract: {
        sentence: "The ARN of the Lambda function, version, or alias that's specified in the invocation.",
        source: source.runtimeApi,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        for (const arn of [`${functionArn}:PROD`, functionArn]) {
          const { seen } = await contextOf(runtime, { invocation: { functionArn: arn } });
          expectSame(seen.invokedFunctionArn, arn);
        }
      },
    },
    {
      id: "deadline",
      title: "The function sees the deadline of its event, each event its own",
      contract: {
        sentence: "The date that the function times out in Unix time milliseconds.",
        source: source.runtimeApi,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        for (const seconds of [30, 900, 60]) {
          const deadlineMs = runtime.clock.date().getTime() + seconds * 1000;
          const { seen } = await contextOf(runtime, { invocation: { deadlineMs } });
          expectNear(seen.deadlineMs, deadlineMs);
        }
      },
    },
    {
      id: "trace-id",
      title: "The function sees the tracing header of its event, each event its own",
      contract: contract.trace,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        for (const sent of [traceId, otherTraceId]) {
          const { seen } = await contextOf(runtime, { invocation: { traceId: sent } });
          expectSame(seen.traceId, sent);
        }
      },
    },
    {
      id: "trace-id-absent",
      title: "It serves an event without a tracing header",
      contract: {
        sentence: "The header Lambda-Runtime-Trace-Id is sent only where there is a trace.",
        source: source.rendering,
      },
      requirement: "required",
      needs: "answer",
      run: async (lab) => {
        await answerTo(await lab.shared(), '{"key":"value"}', { invocation: { traceId: undefined } });
      },
    },
    {
      id: "trace-id-forgotten",
      title: "An event without a tracing header does not see that of the event before",
      contract: contract.trace,
      requirement: "optional",
      needs: "convention",
      run: async (lab) => {
        const runtime = await lab.shared();
        await contextOf(runtime, { invocation: { traceId } });
        const { seen } = await contextOf(runtime, { invocation: { traceId: undefined } });
        if (seen.traceId !== undefined && seen.traceId !== null && seen.traceId !== "") {
          throw new Unmet("no traceId", String(seen.traceId));
        }
      },
    },
    handles(
      "mobile-context",
      "It serves an event with a client context, a Cognito identity and a tenant id",
      {
        sentence: "For invocations from the AWS Mobile SDK, data about the client application and device.",
        source: source.runtimeApi,
      },
      [
        {
          invocation: {
            clientContext: JSON.stringify({
              custom: { long: "x".repeat(2500) },
              env: {},
            }),
            cognitoIdentity: '{"cognitoIdentityId":"us-east-1:1","cognitoIdentityPoolId":"us-east-1:2"}',
            tenantId: "tenant-1",
          },
        },
      ],
    ),
    handles(
      "header-names",
      "It finds headers whatever the case of their names",
      { sentence: "Field names are case-insensitive.", source: source.http },
      [(name: string) => name.toLowerCase(), (name: string) => name.toUpperCase()].map((change) => ({
        headers: (lines) => lines.map((text, index) => (index % 2 === 0 ? change(text) : text)),
      })),
    ),
    handles(
      "unknown-headers",
      "It ignores headers that it does not know",
      {
        sentence: "Other recipients SHOULD ignore unrecognized header and trailer fields.",
        source: source.http,
      },
      [
        {
          headers: (lines) => [
            "Lambda-Runtime-Of-Tomorrow",
            "1",
            ...lines,
            "Lambda-Runtime-Deadline",
            "soon",
          ],
        },
      ],
    ),
  ],
};

function handles(id: string, title: string, from: Check["contract"], manners: readonly Manner[]): Check {
  return {
    id,
    title,
    contract: from,
    requirement: "required",
    needs: "answer",
    run: async (lab) => {
      const runtime = await lab.shared();
      for (const manner of manners) {
        await answerTo(runtime, '{"key":"value"}', manner);
      }
    },
  };
}

async function contextOf(runtime: TestedRuntime, manner: Manner = {}) {
  const { requestId = crypto.randomUUID() } = manner.invocation ?? {};
  const invocation = { ...manner.invocation, requestId };
  const seen = fieldsOf(await responseTo(runtime, action("context"), { ...manner, invocation }));
  return { invocation, seen };
}

function expectNear(found: unknown, deadlineMs: number): void {
  if (typeof found !== "number" || Math.abs(found - deadlineMs) > deadlineToleranceMs) {
    const expected = `the deadline ${deadlineMs}, give or take ${deadlineToleranceMs} ms`;
    throw new Unmet(expected, `deadlineMs ${String(found)}`);
  }
}
