import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Engine } from "./engine.ts";
import { runLabel } from "./labels.ts";

/** What an engine tells of a run's containers, as it arrives. */
export interface EngineEvents {
  /** When the start of a container was told, by the harness's clock; undefined where it was not yet. */
  startedAtMs(containerId: string): number | undefined;
  /** How often a container has been short of memory so far. */
  outOfMemory(containerId: string): number;
  close(): void;
}

/** Listens for as long as the run lasts. */
export async function openEngineEvents(
  engine: Engine,
  run: string,
  now: () => number,
): Promise<EngineEvents> {
  const filters = { type: ["container"], event: ["start", "oom"], label: [`${runLabel}=${run}`] };
  const stream = await engine.soon(engine.docker.getEvents({ filters: JSON.stringify(filters) }));
  const readable = stream as Readable;
  const started = new Map<string, number>();
  const short = new Map<string, number>();
  // When the engine ends, calls fail: they say so, and better.
  readable.on("error", () => {});
  createInterface({ input: readable }).on("line", (line) => {
    const { action, id } = eventIn(line);
    if (action === "start") {
      started.set(id, now());
    } else if (action === "oom") {
      short.set(id, (short.get(id) ?? 0) + 1);
    }
  });
  return {
    startedAtMs: (id) => started.get(id),
    outOfMemory: (id) => short.get(id) ?? 0,
    close: () => readable.destroy(),
  };
}

function eventIn(line: string): { readonly action: unknown; readonly id: string } {
  const event: unknown = JSON.parse(line);
  return { action: field(event, "Action"), id: String(field(field(event, "Actor"), "ID")) };
}

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, name) : undefined;
}
