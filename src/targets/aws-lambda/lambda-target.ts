import { setMaxListeners } from "node:events";
import type { Variant } from "../../plan/variant.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import type { PreparedVariant, Target } from "../target.ts";
import { forcingOf } from "./cold-methods.ts";
import { Packer } from "./deploy-package.ts";
import { type DeployedCode, type Deployment, deploy, existingCode } from "./deployment.ts";
import type { ExistingFunction } from "./existing-function.ts";
import { type FunctionParts, partsDigest } from "./function-input.ts";
import type { FunctionState } from "./function-state.ts";
import type { InvocationWay } from "./invocation.ts";
import { LambdaEnvironment } from "./lambda-environment.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { lambdaLimitations } from "./limitations.ts";
import { tagKeys } from "./names.ts";
import { openExisting } from "./open-existing.ts";
import { orAborted } from "./or-aborted.ts";
import { type OpenPool, openPool } from "./prepared-pool.ts";
import { removeRun } from "./remove-run.ts";
import type { RunRegion } from "./run-region.ts";
import { RunRegions } from "./run-regions.ts";
import { wayOf } from "./way-of.ts";

const usualCopies = 3;
const usualIdleMs = 45 * 60_000;

/** Runs functions on AWS Lambda. Calls nobody before the first `prepare`. */
export function createLambdaTarget(options: LambdaTargetOptions): Target {
  return new LambdaFunctions(options);
}

class LambdaFunctions implements Target {
  readonly name = "lambda";
  /** Most of preparing is waiting for functions to become active. */
  readonly preparesAtOnce = 4;
  readonly #options: LambdaTargetOptions;
  readonly #packer: Packer;
  readonly #regions: RunRegions;
  readonly #pools: OpenPool[] = [];
  readonly #work = new AbortController();
  #existing: Promise<ExistingFunction> | undefined;
  #disposed: Promise<void> | undefined;

  constructor(options: LambdaTargetOptions) {
    this.#options = options;
    this.#packer = new Packer(options);
    this.#regions = new RunRegions(options);
    // As many wait at once as there are copies.
    setMaxListeners(0, this.#work.signal);
  }

  get limitations(): readonly string[] {
    const { functionArn } = this.#options;
    return lambdaLimitations({ endpoint: this.#regions.endpoint, functionArn });
  }

  get atOnce(): number {
    return this.#existing === undefined ? Math.max(1, this.#regions.atOnce) : 1;
  }

  async prepare(variant: Variant, side: Side | undefined, preparing: AbortSignal): Promise<PreparedVariant> {
    const signal = AbortSignal.any([preparing, this.#work.signal]);
    signal.throwIfAborted();
    const way = wayOf(variant);
    const home = await this.#regions.regionOf(variant, signal);
    if (this.#options.functionArn !== undefined) {
      return this.#prepareExisting(this.#options.functionArn, home, variant, side, way, signal);
    }
    const deployment = await deploy(home, this.#packer, variant, signal);
    const open = await this.#openPool(home, variant, side, deployment, way, signal);
    this.#pools.push(open);
    home.copyCount += open.pool.size;
    return {
      facts: factsOf(home, side, deployment, open.first),
      start: this.#starter(home, open, variant, deployment, way),
    };
  }

  async abort(): Promise<void> {
    this.#work.abort(new Error("the run was ended"));
  }

  /** May be called again, as by a second Ctrl-C: all callers wait for the one removal. @throws UnavailableError saying what is left. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#removeAll();
    return this.#disposed;
  }

  /** One function stands for all variants: it takes on the limits of each in turn. */
  async #prepareExisting(
    arn: string,
    home: RunRegion,
    variant: Variant,
    side: Side | undefined,
    way: InvocationWay,
    signal: AbortSignal,
  ): Promise<PreparedVariant> {
    this.#existing ??= openExisting(home.region, arn, this.#options, this.#work.signal);
    const existing = await this.#existing;
    signal.throwIfAborted();
    const pool = existing.copiesFor(variant);
    const code = existingCode(existing.before);
    return {
      facts: factsOf(home, side, code, existing.before),
      start: this.#starter(home, { pool, method: "config-update" }, variant, code, way),
    };
  }

  async #openPool(
    home: RunRegion,
    variant: Variant,
    side: Side | undefined,
    { code }: Deployment,
    way: InvocationWay,
    preparing: AbortSignal,
  ): Promise<OpenPool> {
    const { runId, copies = usualCopies, idleMs = usualIdleMs, keep = false } = this.#options;
    const payload = Buffer.from(variant.event.json);
    const forcing = forcingOf(variant, idleMs, async (copy, signal) => {
      await way.send({ copy, version: undefined, payload, tail: false, signal });
      copy.lastInvokedMs = copy.region.clock.nowMs();
    });
    const { ready } = way;
    const { region, tags } = home;
    const made = { variant, code, roleArn: await region.roleArn(), tags };
    // A first deployment is one only where nothing is taken over.
    const whole = keep && !forcing.once;
    const parts = whole ? findable(made) : made;
    const key = `${variant.id} ${side ?? ""}`;
    const { signal } = this.#work;
    return openPool({ home, runId, key, parts, forcing, ready, copies, whole, signal }, preparing);
  }

  #starter(
    { slots }: RunRegion,
    { pool, method }: Pick<OpenPool, "pool" | "method">,
    { timeoutSeconds }: Variant,
    { mayHaveExtensions }: DeployedCode,
    way: InvocationWay,
  ): PreparedVariant["start"] {
    const { signal } = this.#work;
    let count = 0;
    return async () => {
      const ordinal = count++;
      const leave = await orAborted(slots.take(), signal);
      const cold = await orAborted(pool.acquire(), signal).catch((error: unknown) => {
        leave();
        throw error;
      });
      const release = () => {
        pool.release(cold);
        leave();
      };
      const timeoutMs = timeoutSeconds * 1000;
      return new LambdaEnvironment({
        cold,
        method,
        way,
        mayHaveExtensions,
        ordinal,
        timeoutMs,
        signal,
        release,
      });
    };
  }

  async #removeAll(): Promise<void> {
    await this.abort();
    // What could not be opened was not changed either.
    const existing = await this.#existing?.catch(() => undefined);
    try {
      await removeRun(await this.#regions.opened(), existing);
    } finally {
      await this.#options.images?.remove();
      for (const { close } of this.#pools) {
        close();
      }
    }
  }
}

/** Tagged with what it was made with. */
function findable(parts: FunctionParts): FunctionParts {
  return { ...parts, tags: { ...parts.tags, [tagKeys.digest]: partsDigest(parts) } };
}

function factsOf(
  { region }: RunRegion,
  side: Side | undefined,
  deployed: DeployedCode,
  first: FunctionState,
): PreparedFacts {
  const runtimeVersionArn = first.configuration.RuntimeVersionConfig?.RuntimeVersionArn;
  return {
    ...(side === undefined ? {} : { side }),
    ...deployed.facts(first),
    ...(runtimeVersionArn === undefined ? {} : { runtimeVersionArn }),
    region: region.name,
    ...(region.endpoint === undefined ? {} : { endpoint: region.endpoint }),
  };
}
