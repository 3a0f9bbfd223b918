// Isolates what subscribed telemetry costs the function: warm round trips of an echo in Go beside an extension of AWS's crate that
// subscribes to every stream. Floor: the same beside an extension of the same crate that subscribes to none; both ask for INVOKE
// events and note what they get. The extension is a process of its own; with few cores its work is in the figure, too.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./alternate.mjs";
import { goTarget } from "./go-target.mjs";
import { realPart } from "./real-part.mjs";
import { atLeast, atMost, microseconds, ratio } from "./row.mjs";

const rounds = 12;
const tripsInRound = 400;
const payload = Buffer.from('{"action":"echo","payload":"x"}');

export async function telemetry() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-record-"));
  const target = await goTarget();
  const variables = { EXTENSION_RECORD: join(folder, "record.ndjson") };
  const environments = {
    subscribed: await target.start([realPart("extension-telemetry")], variables),
    silent: await target.start([realPart("extension-events")], variables),
  };
  const figures = { subscribed: [], silent: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? ["subscribed", "silent"] : ["silent", "subscribed"]) {
      const figure = await durations(environments[name]);
      if (round > 0) {
        figures[name].push(figure);
      }
    }
  }
  await Promise.all(Object.values(environments).map((environment) => environment.stop()));
  await target.close();
  await rm(folder, { recursive: true, force: true });
  return rowsOf(figures);
}

/** The phases that the function sees: from the event's departure until the runtime asks for the next one. */
async function durations(environment) {
  const times = [];
  for (let trip = 0; trip < tripsInRound; trip++) {
    const { observation } = await environment.invoke(payload);
    times.push(observation.invokeMs + (observation.overheadMs ?? 0));
  }
  const sum = times.reduce((total, time) => total + time, 0);
  return { medianMs: median(times), perSecond: (1000 * times.length) / sum };
}

function rowsOf({ subscribed, silent }) {
  const time = (figures) => median(figures.map(({ medianMs }) => medianMs));
  const rate = (figures) => median(figures.map(({ perSecond }) => perSecond));
  return [
    {
      what: "median round trip with subscribed telemetry",
      measured: microseconds(time(subscribed)),
      floor: `${microseconds(time(silent))} (not subscribed)`,
      ...atMost(time(subscribed) / time(silent), 1.1, ratio),
    },
    {
      what: "round trips per second with subscribed telemetry",
      measured: `${Math.round(rate(subscribed))}/s`,
      floor: `${Math.round(rate(silent))}/s (not subscribed)`,
      ...atLeast(rate(subscribed) / rate(silent), 1 / 1.1, ratio),
    },
  ];
}
