import { setMaxListeners } from "node:events";
import type { Variant } from "../../plan/variant.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import { copyCount, environmentsPerCpu } from "../../shared/lambda-copies.ts";
import type { PreparedVariant, Stood, Target } from "../target.ts";
import { type Forcing, forcingOf, type InvokeOnce } from "./cold-methods.ts";
import { Packer } from "./deploy-package.ts";
import { type DeployedCode, type Deployment, deploy, existingCode } from "./deployment.ts";
import type { ExistingFunction } from "./existing-function.ts";
import { type FunctionParts, partsDigest } from "./function-input.ts";
import type { FunctionState } from "./function-state.ts";
import type { InvocationWay } from "./invocation.ts";
import { LambdaEnvironment } from "./lambda-environment.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { lambdaLimitations } from "./limitations.ts";
import { logFormatOf } from "./log-format.ts";
import { tagKeys } from "./names.ts";
import { openExisting } from "./open-existing.ts";
import { orAborted } from "./or-aborted.ts";
import { type OpenPool, openPool } from "./prepared-pool.ts";
import { removeRun } from "./remove-run.ts";
import type { RunRegion } from "./run-region.ts";
import { RunRegions } from "./run-regions.ts";
import { Seats } from "./seats.ts";
import { Standing } from "./standing.ts";
import { wayOf } from "./way-of.ts";

const usualIdleMs = 45 * 60_000;

/** Runs functions on AWS Lambda. Calls nobody before the first `prepare`. */
export function createLambdaTarget(options: LambdaTargetOptions): Target {
  return new LambdaFunctions(options);
}

class LambdaFunctions implements Target {
  readonly name = "lambda";
  /** Most of preparing is waiting for functions to become active. */
  readonly preparesAtOnce = 8;
  readonly answersStand = true;
  readonly #options: LambdaTargetOptions;
  readonly #packer: Packer;
  readonly #regions: RunRegions;
  readonly #pools: OpenPool[] = [];
  /** What one machine can ask; the account may be allowed fewer. */
  readonly #mostAtOnce: number;
  readonly #seats: Seats;
  readonly #standing: Standing[] = [];
  readonly #work = new AbortController();
  #existing: Promise<ExistingFunction> | undefined;
  #disposed: Promise<void> | undefined;

  constructor(options: LambdaTargetOptions) {
    this.#options = options;
    this.#packer = new Packer(options);
    this.#regions = new RunRegions(options);
    this.#mostAtOnce = environmentsPerCpu * (options.cpuCount ?? 1);
    this.#seats = new Seats(() => Math.min(this.#mostAtOnce, this.#regions.concurrency));
    // As many wait at once as there are copies.
    setMaxListeners(0, this.#work.signal);
  }

  get limitations(): readonly string[] {
    const { functionArn } = this.#options;
    const { capacity, mostTaken } = this.#seats;
    const hasBursts = this.#pools.some(({ method }) => method === "burst");
    const { endpoint } = this.#regions;
    return lambdaLimitations({ endpoint, functionArn, atOnce: { capacity, mostTaken, hasBursts } });
  }

  /** As many as wait for their cold starts together, in whatever order those come; seats decide how many are at work. */
  get atOnce(): number {
    const sizes = this.#existing === undefined ? this.#pools.map(({ pool }) => pool.size) : [];
    return Math.max(1, sizes.length * Math.max(0, ...sizes));
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
    return {
      facts: factsOf(home, side, deployment, open.first),
      start: this.#starter(open, variant, deployment, way),
    };
  }

  get standing(): readonly Stood[] {
    return this.#standing.flatMap((one) => one.stood() ?? []);
  }

  async endStanding(): Promise<void> {
    await Promise.all(this.#standing.map((one) => one.end()));
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
      start: this.#starter({ pool, method: "config-update" }, variant, code, way),
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
    const { runId, idleMs = usualIdleMs, keep = false } = this.#options;
    const payload = Buffer.from(variant.event.json);
    const standing = new Standing(variant.id, side);
    this.#standing.push(standing);
    const invokeOnce: InvokeOnce = async (copy, signal) => {
      await way.send({ copy, version: undefined, payload, tail: false, signal });
      copy.lastInvokedMs = copy.region.clock.nowMs();
    };
    const forcing = forcingOf(variant, idleMs, invokeOnce, standing);
    const { region, tags } = home;
    const made = { variant, code, roleArn: await region.roleArn(), tags };
    // A first deployment is one only where nothing is taken over.
    const whole = keep && !forcing.once;
    const parts = whole ? findable(made) : made;
    const key = `${variant.id} ${side ?? ""}`;
    const { signal } = this.#work;
    const planned = variant.samples.warmupBlocks + variant.samples.cold;
    const copies = this.#copies(planned, forcing, variant);
    const seats = this.#seats;
    return openPool(
      { home, runId, key, parts, forcing, planned, way, copies, seats, keep, whole, signal },
      preparing,
    );
  }

  #copies(plannedCount: number, { method }: Forcing, { snapStart, lambda }: Variant): number {
    const { copies, poolCount = 1 } = this.#options;
    if (method === "burst") {
      return Math.min(copies ?? plannedCount, this.#seats.capacity);
    }
    const isCostly = snapStart || (lambda?.provisioned ?? 0) > 0;
    return Math.min(plannedCount, copies ?? copyCount({ plannedCount, poolCount, method, isCostly }));
  }

  #starter(
    { pool, method }: Pick<OpenPool, "pool" | "method">,
    { timeoutSeconds }: Variant,
    { mayHaveExtensions }: DeployedCode,
    way: InvocationWay,
  ): PreparedVariant["start"] {
    const { signal } = this.#work;
    let count = 0;
    return async (stop) => {
      const cold = await orAborted(pool.acquire(stop), signal);
      const ordinal = count++;
      const release = (isTakenAgain: boolean) => pool.release(cold, isTakenAgain);
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
    ...logFormatOf(first.configuration),
    region: region.name,
    ...(region.endpoint === undefined ? {} : { endpoint: region.endpoint }),
  };
}
