import { setTimeout as sleep } from "node:timers/promises";
import type { Variant } from "../../plan/variant.ts";
import type { ColdMethod } from "../../samples/sample.ts";
import type { FunctionCopy } from "./function-copy.ts";
import { coldValue, coldVariable, description, variablesOf } from "./function-input.ts";
import { type FunctionState, isSettled } from "./function-state.ts";
import { provision, unprovision } from "./provisioned.ts";
import type { Standing } from "./standing.ts";

/** How a copy is brought to a cold start. */
export interface Forcing {
  readonly method: ColdMethod;
  /** A copy serves for one cold start only. */
  readonly once: boolean;
  /**
   * Sees to it that the copy's next invocation is a cold start. @returns the version to invoke; undefined for `$LATEST`.
   * @throws as `FunctionCopy.change`.
   */
  force(copy: FunctionCopy, variant: Variant, signal: AbortSignal): Promise<string | undefined>;
  /** Ends what stands only for that version. */
  end?(copy: FunctionCopy, version: string, signal: AbortSignal): Promise<void>;
}

/** What a variant asks for. `standing` is told of what costs money for as long as it stands. */
export function forcingOf(
  variant: Variant,
  idleMs: number,
  invokeOnce: InvokeOnce,
  standing: Standing,
): Forcing {
  const { method = "config-update", provisioned = 0 } = variant.lambda ?? {};
  if (provisioned > 0) {
    return provisionedOf(provisioned, standing);
  }
  if (variant.snapStart) {
    return restoreOf(standing);
  }
  switch (method) {
    case "config-update":
      return configUpdate;
    case "published-version":
      return publishedVersion;
    case "first-deploy":
      return firstDeploy;
    case "idle":
      return idle(idleMs, invokeOnce);
    case "burst":
      return burst;
    default:
      return method satisfies never;
  }
}

/** Invokes a copy for no sample. */
export type InvokeOnce = (copy: FunctionCopy, signal: AbortSignal) => Promise<void>;

const configUpdate: Forcing = {
  method: "config-update",
  once: false,
  force: async (copy, variant) => {
    await changeVariable(copy, variant);
    return undefined;
  },
};

/** The change leaves no environment, and the pool sees to it that several are needed at once. */
const burst: Forcing = { ...configUpdate, method: "burst" };

const publishedVersion: Forcing = {
  method: "published-version",
  once: false,
  force: async (copy) => {
    const text = description(++copy.coldCount);
    await copy.change({
      input: { Description: text },
      isSeen: ({ configuration }) => configuration.Description === text,
    });
    return copy.publish(copy.region.patience.readyMs, isSettled);
  },
};

/**
 * A snapshot is taken of each version; its first environment is the first that is restored from it. It stands until the function is
 * deleted.
 */
function restoreOf(standing: Standing): Forcing {
  return {
    method: "restore",
    once: false,
    force: async (copy, variant) => {
      await changeVariable(copy, variant);
      standing.begin({ kind: "snapshot", clock: copy.region.clock });
      return copy.publish(copy.region.patience.snapshotMs, hasSnapshot);
    },
  };
}

/** Environments of a new version that are initialised before anybody asks. They are paid for from when they are asked for. */
function provisionedOf(count: number, standing: Standing): Forcing {
  return {
    method: "provisioned",
    once: false,
    force: async (copy, variant, signal) => {
      await changeVariable(copy, variant);
      const version = await copy.publish(copy.region.patience.readyMs, isSettled);
      standing.signal.throwIfAborted();
      let stand: ReturnType<Standing["begin"]> | undefined;
      // Only what was really asked for costs anything: the call may wait for its turn, and be given up meanwhile.
      const onAsked = () => {
        stand ??= standing.begin({
          kind: "provisioned",
          environments: count,
          clock: copy.region.clock,
          name: nameOf(copy, version),
          remove: () => unprovision(copy, version, signal),
        });
      };
      try {
        await provision(copy, version, count, AbortSignal.any([signal, standing.signal]), onAsked);
      } catch (error) {
        await stand?.end();
        throw error;
      }
      return version;
    },
    end: async (copy, version) => standing.named(nameOf(copy, version))?.end(),
  };
}

function nameOf(copy: FunctionCopy, version: string): string {
  return `${copy.name}:${version}`;
}

const firstDeploy: Forcing = { method: "first-deploy", once: true, force: async () => undefined };

function idle(idleMs: number, invokeOnce: InvokeOnce): Forcing {
  return {
    method: "idle",
    once: false,
    force: async (copy, _, signal) => {
      if (copy.lastInvokedMs === undefined) {
        // A function's very first environment is another thing than one after a long time.
        await invokeOnce(copy, signal);
      }
      const { clock } = copy.region;
      const leftMs = idleMs - (clock.nowMs() - (copy.lastInvokedMs ?? clock.nowMs()));
      await sleep(Math.max(0, leftMs), undefined, { signal }).catch(() => signal.throwIfAborted());
      return undefined;
    },
  };
}

async function changeVariable(copy: FunctionCopy, variant: Variant): Promise<void> {
  const count = ++copy.coldCount;
  await copy.change({
    input: { Environment: { Variables: variablesOf(variant, count) } },
    isSeen: ({ configuration }) => {
      const variables = configuration.Environment?.Variables;
      return variables === undefined || variables[coldVariable] === coldValue(count);
    },
    secrets: Object.values(variant.environment),
  });
}

function hasSnapshot(state: FunctionState): boolean {
  const { SnapStart: snapStart } = state.configuration;
  return isSettled(state) && snapStart?.OptimizationStatus !== "Off";
}
