import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { idleContainer } from "./container-options.ts";
import type { ControlServer } from "./control-server.ts";
import { createContainer } from "./create-container.ts";
import { resultInTime } from "./in-time.ts";
import type { InitConnection } from "./init-connection.ts";
import { removeContainer } from "./leftovers.ts";
import type { NetworkParts } from "./network-parts.ts";
import { securityOptions } from "./security-options.ts";

/** By these names extensions reach a listener of their own environment on Lambda. */
const sandboxNames = ["sandbox", "sandbox.localdomain"];
/** Longer than an engine under load takes to start a container, and a network to carry its first message. */
const callLimitMs = 30_000;

/** A container that keeps a network, and has called. */
export interface StartedIdle {
  readonly id: string;
  /** Of its first process, on the engine's machine. */
  readonly pid: number;
  /** Where its calls come from, as the harness sees them. */
  readonly remoteAddress: string | undefined;
  readonly line: InitConnection;
}

/** Starts it. Undefined, with nothing left, when its first process did not reach the harness. @throws Error of the engine. */
export async function startIdle(
  { engine, image, initBind, labels, network }: NetworkParts,
  control: ControlServer,
): Promise<StartedIdle | undefined> {
  const expected = control.expect();
  const parts = {
    image,
    labels,
    initBind,
    control: control.address,
    token: expected.token,
    networkMode: network,
    securityOptions: securityOptions(engine),
  };
  const container = await createContainer(engine, idleContainer(parts, sandboxNames));
  const ended = engine.call(container.wait({ condition: "next-exit" })).then(
    () => undefined,
    () => undefined,
  );
  try {
    await engine.soon(container.start());
  } catch (error) {
    await removeContainer(engine, container.id);
    throw error instanceof UnavailableError ? error : unstartable(error);
  }
  const connection = await resultInTime(Promise.race([expected.connection, ended]), callLimitMs);
  expected.forget();
  if (connection === undefined) {
    await removeContainer(engine, container.id);
    return undefined;
  }
  const { State: state } = await engine.soon(container.inspect());
  return { id: container.id, pid: state.Pid, remoteAddress: connection.remoteAddress, line: connection };
}

function unstartable(error: unknown): UnavailableError {
  return new UnavailableError(
    `the container engine starts no container: ${messageOf(error)}`,
    "`thaw doctor` says what does not work with it",
    { cause: error },
  );
}
