import { setTimeout as wait } from "node:timers/promises";
import type { Container } from "dockerode";
import { LostError, messageOf, UnavailableError } from "../../shared/errors.ts";
import type { Engine } from "./engine.ts";
import { statusOf } from "./engine-error.ts";
import type { RunNetwork } from "./run-network.ts";

/** An engine that ends takes one container after the other with it. */
const settleMs = 500;

/**
 * Why a container is gone that nobody here has ended: with the engine, with what the run shares, or alone. Undefined when it
 * stands.
 */
export async function lossOf(
  engine: Engine,
  network: RunNetwork,
  container: Container,
  lineEnded: boolean,
): Promise<Error | undefined> {
  if (lineEnded) {
    await wait(settleMs);
  }
  const state = await stateOf(engine, container);
  if (state instanceof UnavailableError) {
    return state;
  }
  await network.check();
  if (network.lost) {
    return lostNetwork();
  }
  if (state === "paused") {
    return new Error("somebody has paused the container");
  }
  return lineEnded ? new Error(`the container was ended from outside: it is ${state}`) : undefined;
}

/** What a start fails with whose ground has gone is that, not what the engine says of it. */
export async function causeOf(error: unknown, network: RunNetwork): Promise<unknown> {
  if (error instanceof UnavailableError || error instanceof LostError) {
    return error;
  }
  await network.check();
  return network.lost ? lostNetwork(error) : error;
}

function lostNetwork(cause?: unknown): LostError {
  return new LostError(
    "what the run shares on the container engine has gone: the engine was restarted, or somebody removed it",
    { cause },
  );
}

async function stateOf(engine: Engine, container: Container): Promise<string | UnavailableError> {
  try {
    const { State: state } = await engine.soon(container.inspect());
    return state.Running || state.Paused ? state.Status : `${state.Status}, exit code ${state.ExitCode}`;
  } catch (error) {
    if (error instanceof UnavailableError) {
      return error;
    }
    return statusOf(error) === 404 ? "removed" : messageOf(error);
  }
}
