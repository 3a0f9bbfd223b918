import { connect } from "node:net";
import { afterEach, expect, onTestFinished } from "vitest";
import type { Delivery, Invocation } from "../../../src/runtime-api/invocation.ts";
import {
  type RuntimeApi,
  type RuntimeApiOptions,
  startRuntimeApi,
} from "../../../src/runtime-api/runtime-api.ts";
import { systemClock } from "../../../src/shared/clock.ts";
import { violations } from "./contract/watch.ts";
import { RawClient } from "./raw-client.ts";

afterEach(() => {
  expect(violations.splice(0)).toEqual([]);
});

/** What an API for a function without extensions is made of. */
export const apiOptions: RuntimeApiOptions = {
  clock: systemClock,
  facts: {
    functionName: "order-api",
    functionVersion: "$LATEST",
    handler: "index.handler",
    accountId: "012345678912",
  },
  extensions: [],
  connect: (port) => connect(port, "127.0.0.1"),
};

/** A Runtime API that ends with the test. */
export async function openApi(options: Partial<RuntimeApiOptions> = {}): Promise<RuntimeApi> {
  const api = await startRuntimeApi({ ...apiOptions, ...options });
  onTestFinished(() => api.close());
  return api;
}

/** A connection to it. */
export async function client(api: RuntimeApi): Promise<RawClient> {
  const opened = await RawClient.open(api.address);
  onTestFinished(() => void opened.socket.destroy());
  return opened;
}

let count = 0;

/** An invocation with an id of its own. */
export function invocation(facts: Partial<Invocation> = {}): Invocation {
  count += 1;
  return {
    requestId: `8d5958b5-559f-43f3-b278-${String(count).padStart(12, "0")}`,
    deadlineMs: 1_795_000_000_000,
    functionArn: "arn:aws:lambda:us-east-1:012345678912:function:order-api",
    payload: Buffer.from('{"order":7}'),
    ...facts,
  };
}

/** A runtime with an event in hand. */
export async function running(options: Partial<RuntimeApiOptions> = {}): Promise<{
  api: RuntimeApi;
  runtime: RawClient;
  id: string;
  delivery: Delivery;
}> {
  const api = await openApi(options);
  const runtime = await client(api);
  runtime.get("/runtime/invocation/next");
  await api.initEnd;
  const given = invocation();
  const delivery = api.deliver(given);
  await runtime.answer();
  return { api, runtime, id: given.requestId, delivery };
}

/** The header lines that say something of Lambda's. */
export function ownHeaders(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith("Connection: ") && !line.startsWith("Keep-Alive: "));
}

/** Waits until something holds that another process or connection brings about. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
