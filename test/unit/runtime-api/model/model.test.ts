import { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../../../src/runtime-api/invocation.ts";
import { type RuntimeApi, startRuntimeApi } from "../../../../src/runtime-api/runtime-api.ts";
import { apiOptions, invocation } from "../fixture.ts";
import { snapStart } from "../snap-start.ts";
import { Actors } from "./actors.ts";
import {
  deliver,
  freshModel,
  isComplete,
  type MadeCall,
  mayDeliver,
  type PlatformModel,
  restore,
  take,
  tell,
} from "./platform-model.ts";
import { anySteps, extensionNames, externalNames, type Step } from "./steps.ts";

/** An environment's API, the clients that call it, and what the model thinks of both. */
class Play {
  readonly #api: RuntimeApi;
  readonly #actors: Actors;
  /** What may be the case: calls that are sent at once are taken in an order that nobody knows. */
  #models: PlatformModel[];
  #calls = 0;
  #delivery: Delivery | undefined;
  #completed = false;
  #lifeBeganAt = 0;

  constructor(api: RuntimeApi, snapshots: boolean) {
    this.#api = api;
    this.#actors = new Actors(api);
    this.#models = [freshModel(snapshots)];
  }

  async step(step: Step): Promise<void> {
    switch (step.kind) {
      case "calls":
        await this.#call(step);
        break;
      case "deliver":
        await this.#deliver();
        break;
      case "restore":
        await this.#restore();
        break;
      case "reset":
        await this.#reset();
        break;
      case "shutDown":
        await this.#shutDown(step.name);
        break;
      default:
        return step satisfies never;
    }
    this.#compare(JSON.stringify(step));
  }

  get answers(): Iterable<string> {
    return this.#actors.answers.values();
  }

  close(): Promise<void> {
    this.#actors.close();
    return this.#api.close();
  }

  async #call({ runtime, extensions }: Step & { kind: "calls" }): Promise<void> {
    const calls: MadeCall[] = [];
    if (runtime !== undefined) {
      calls.push({ number: this.#calls++, of: "runtime", what: runtime });
    }
    for (const [index, what] of extensions.entries()) {
      const of = extensionNames[index];
      if (what !== undefined && of !== undefined) {
        calls.push({ number: this.#calls++, of, what });
      }
    }
    await this.#actors.send(calls);
    this.#models = this.#models.flatMap((model) =>
      orders(calls).map((ordered) => {
        const after = structuredClone(model);
        for (const made of ordered) {
          take(after, made);
        }
        return after;
      }),
    );
  }

  async #deliver(): Promise<void> {
    const given = invocation();
    if (this.#models.every(({ runtime }) => runtime !== "Ready")) {
      expect(() => this.#api.deliver(given)).toThrow("expected a runtime that asked for an event");
      return;
    }
    if (!this.#models.every(mayDeliver)) {
      return;
    }
    const delivery = this.#api.deliver(given);
    this.#delivery = delivery;
    this.#completed = false;
    void delivery.completed.then(() => {
      this.#completed ||= this.#delivery === delivery;
    });
    this.#actors.delivered(given.requestId);
    this.#models.forEach(deliver);
    await this.#actors.settle();
  }

  async #restore(): Promise<void> {
    if (this.#models.every(({ runtime }) => runtime === "RestoreReady")) {
      void this.#api.restore();
      this.#models.forEach(restore);
      await this.#actors.settle();
    } else {
      await expect(async () => this.#api.restore()).rejects.toThrow("expected a runtime that waits for it");
    }
  }

  async #reset(): Promise<void> {
    this.#api.reset();
    await this.#actors.ended();
    this.#delivery = undefined;
    this.#completed = false;
    this.#lifeBeganAt = this.#calls;
    this.#models = this.#models.map((model) => freshModel(model.snapStart, model.deliveries));
    await this.#actors.settle();
  }

  async #shutDown(name: (typeof extensionNames)[number]): Promise<void> {
    const extension = this.#api.extensions.named(name);
    if (extension === undefined) {
      return;
    }
    this.#api.extensions.shutDown(extension, 1_795_000_002_000, "SPINDOWN");
    for (const model of this.#models) {
      tell(model, name, "200 SHUTDOWN");
    }
    await this.#actors.settle();
  }

  /** Keeps the models that say what was seen; none is a failure. */
  #compare(step: string): void {
    const seen = JSON.stringify(this.#seen());
    const possible = new Map<string, PlatformModel>();
    for (const model of this.#models) {
      if (JSON.stringify(this.#said(model)) === seen) {
        possible.set(JSON.stringify(model), model);
      }
    }
    if (possible.size === 0) {
      expect(this.#seen(), `after ${step}`).toEqual(this.#models[0] && this.#said(this.#models[0]));
    }
    this.#models = [...possible.values()];
  }

  #seen(): unknown {
    const answers = [...this.#actors.answers].filter(([number]) => number >= this.#lifeBeganAt);
    return {
      runtime: this.#api.state,
      open: this.#api.extensions.open,
      extensions: extensionNames.map((name) => this.#api.extensions.named(name)?.state ?? "Started"),
      completed: this.#completed,
      answers: answers.sort(([one], [other]) => one - other),
    };
  }

  #said(model: PlatformModel): unknown {
    return {
      runtime: model.runtime,
      open: model.registrationOpen,
      extensions: extensionNames.map((name) => model.extensions[name].state),
      completed: model.flight !== undefined && isComplete(model.flight),
      answers: Object.entries(model.answers).map(([number, answer]) => [Number(number), answer]),
    };
  }
}

/** Every order of a few things. */
function orders<T>(things: readonly T[]): T[][] {
  return things.length < 2
    ? [[...things]]
    : things.flatMap((first, index) =>
        orders(things.toSpliced(index, 1)).map((others) => [first, ...others]),
      );
}

// A sequence that never reaches these would hold nothing to the model.
const reachable = [
  "200",
  "200 INVOKE",
  "200 SHUTDOWN",
  "200 event",
  "202",
  "400 InvalidFunctionResponseMode",
  "400 InvalidRequestID",
  "403 Extension.InvalidEventType",
  "403 Extension.InvalidExtensionState",
  "403 Extension.RegistrationClosed",
  "403 Extension.UnknownExtensionIdentifier",
  "403 InvalidStateTransition",
  "403 Telemetry.SubscriptionClosed",
  "404",
];

describe("a runtime and its extensions", () => {
  it("get the answers that the model gives them, whatever they call and in whatever order", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.boolean(), anySteps, async (snapshots, steps) => {
        const api = await startRuntimeApi({
          ...apiOptions,
          extensions: externalNames,
          connect: () => new Socket(),
          snapStart: snapshots ? snapStart : undefined,
        });
        const play = new Play(api, snapshots);
        try {
          for (const step of steps) {
            await play.step(step);
          }
        } finally {
          for (const answer of play.answers) {
            seen.add(answer.replace(/ \d+$/, ""));
          }
          await play.close();
        }
      }),
      { numRuns: 250 },
    );
    expect([...seen].sort()).toEqual(reachable);
  });
});
