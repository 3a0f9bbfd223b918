import { createInterface } from "node:readline";
import { finished, type Readable } from "node:stream";
import { fieldOf } from "../../shared/field-of.ts";
import type { Engine } from "./engine.ts";
import { runLabel } from "./labels.ts";

/** What an engine tells of a run's containers, as it arrives. What it told of one goes with that container. */
export interface EngineEvents {
  /** When the start of a container was told, by the harness's clock; undefined where it was not yet. */
  startedAtMs(containerId: string): number | undefined;
  /** How often a container has been short of memory so far. */
  outOfMemory(containerId: string): number;
  /** Listens again where the engine has stopped telling, as by a restart. @throws UnavailableError; Error in the engine's words. */
  renew(): Promise<void>;
  close(): void;
}

/** Listens for as long as the run lasts. @throws UnavailableError; Error in the engine's words. */
export async function openEngineEvents(
  engine: Engine,
  run: string,
  now: () => number,
): Promise<EngineEvents> {
  const started = new Map<string, number>();
  const short = new Map<string, number>();
  const hear = (line: string) => {
    const { action, id } = eventIn(line);
    if (action === "start") {
      started.set(id, now());
    } else if (action === "oom") {
      short.set(id, (short.get(id) ?? 0) + 1);
    } else if (action === "destroy" || action === "remove") {
      started.delete(id);
      short.delete(id);
    }
  };
  let listening = listen(engine, run, hear);
  await listening;
  return {
    startedAtMs: (id) => started.get(id),
    outOfMemory: (id) => short.get(id) ?? 0,
    renew: async () => {
      // One after the other: two streams would tell everything twice.
      listening = listening.then(
        (standing) => (standing.ended() ? listen(engine, run, hear) : standing),
        () => listen(engine, run, hear),
      );
      await listening;
    },
    close: () => {
      listening.then(
        ({ close }) => close(),
        () => {},
      );
    },
  };
}

interface Listening {
  readonly ended: () => boolean;
  readonly close: () => void;
}

/** Docker says `destroy` where Podman says `remove`. */
const told = ["start", "oom", "destroy", "remove"];

async function listen(engine: Engine, run: string, hear: (line: string) => void): Promise<Listening> {
  const filters = { type: ["container"], event: told, label: [`${runLabel}=${run}`] };
  const stream = await engine.soon(engine.docker.getEvents({ filters: JSON.stringify(filters) }));
  const readable = stream as Readable;
  let ended = false;
  // When the engine ends, calls fail: they say so, and better.
  readable.on("error", () => {});
  finished(readable, () => {
    ended = true;
  });
  createInterface({ input: readable }).on("line", hear);
  return { ended: () => ended, close: () => readable.destroy() };
}

function eventIn(line: string): { readonly action: unknown; readonly id: string } {
  const event = jsonIn(line);
  return { action: fieldOf(event, "Action"), id: String(fieldOf(fieldOf(event, "Actor"), "ID")) };
}

/** An engine that ends may end in the middle of a line. */
function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
