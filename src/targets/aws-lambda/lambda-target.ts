import { setMaxListeners } from "node:events";
import type { Variant } from "../../plan/variant.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import { UnavailableError } from "../../shared/errors.ts";
import type { PreparedVariant, Target } from "../target.ts";
import { forcingOf } from "./cold-methods.ts";
import { Packer } from "./deploy-package.ts";
import { type DeployedCode, type Deployment, deploy, existingCode } from "./deployment.ts";
import { ExistingFunction } from "./existing-function.ts";
import type { FunctionState } from "./function-state.ts";
import type { InvocationWay } from "./invocation.ts";
import { LambdaEnvironment } from "./lambda-environment.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { lambdaLimitations } from "./limitations.ts";
import { type OpenPool, openPool } from "./prepared-pool.ts";
import { endpointOf } from "./region.ts";
import { openRunRegion, type RunRegion } from "./run-region.ts";
import { wayOf } from "./way-of.ts";

const usualCopies = 3;
const usualIdleMs = 45 * 60_000;

/** Runs functions on AWS Lambda. Calls nobody before the first `prepare`. */
export function createLambdaTarget(options: LambdaTargetOptions): Target {
  return new LambdaFunctions(options);
}

class LambdaFunctions implements Target {
  readonly name = "lambda";
  readonly #options: LambdaTargetOptions;
  readonly #packer: Packer;
  readonly #regions = new Map<string, Promise<RunRegion>>();
  readonly #pools: OpenPool[] = [];
  readonly #work = new AbortController();
  readonly #concurrencies = new Set<number>();
  #existing: Promise<ExistingFunction> | undefined;
  #disposed: Promise<void> | undefined;

  constructor(options: LambdaTargetOptions) {
    this.#options = options;
    this.#packer = new Packer(options);
    // As many wait at once as there are copies.
    setMaxListeners(0, this.#work.signal);
  }

  get limitations(): readonly string[] {
    const { functionArn } = this.#options;
    return lambdaLimitations({ endpoint: endpointOf(this.#options), functionArn });
  }

  get atOnce(): number {
    const copies = this.#existing === undefined ? sizeOf(this.#pools) : 1;
    return Math.max(1, Math.min(copies, ...this.#concurrencies));
  }

  async prepare(variant: Variant, side: Side | undefined, signal: AbortSignal): Promise<PreparedVariant> {
    const way = wayOf(variant);
    const home = await this.#regionFor(variant, signal);
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
    { region }: RunRegion,
    variant: Variant,
    side: Side | undefined,
    way: InvocationWay,
    signal: AbortSignal,
  ): Promise<PreparedVariant> {
    this.#existing ??= ExistingFunction.open(region, arn, this.#options, this.#work.signal);
    const existing = await this.#existing;
    signal.throwIfAborted();
    const pool = existing.copiesFor(variant);
    const code = existingCode(existing.before);
    return {
      facts: factsOf({ region }, side, code, existing.before),
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
    const { runId, copies = usualCopies, idleMs = usualIdleMs } = this.#options;
    const payload = Buffer.from(variant.event.json);
    const forcing = forcingOf(variant, idleMs, async (copy, signal) => {
      await way.send({ copy, version: undefined, payload, tail: false, signal });
      copy.lastInvokedMs = copy.region.clock.nowMs();
    });
    const { region, tags } = home;
    const parts = { variant, code, roleArn: await region.roleArn(), tags };
    const key = `${variant.id} ${side ?? ""}`;
    const { signal } = this.#work;
    return openPool({ home, runId, key, parts, forcing, copies, signal }, preparing);
  }

  #starter(
    { pool, method }: Pick<OpenPool, "pool" | "method">,
    { timeoutSeconds }: Variant,
    { mayHaveExtensions }: DeployedCode,
    way: InvocationWay,
  ): PreparedVariant["start"] {
    const { signal } = this.#work;
    let count = 0;
    return async () => {
      signal.throwIfAborted();
      const ordinal = count++;
      const cold = await pool.acquire();
      const release = () => pool.release(cold);
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

  async #regionFor(variant: Variant, signal: AbortSignal): Promise<RunRegion> {
    const { functionArn } = this.#options;
    const [named, ...others] = variant.lambda?.regions ?? [];
    const wanted = functionArn?.split(":")[3] ?? named;
    if (others.length > 0) {
      throw new UnavailableError(
        `lambda.regions: expected one region, got ${others.length + 1}`,
        "a run measures a scenario in one region: give each a scenario of its own, or a run",
      );
    }
    const key = wanted ?? "";
    const opening = this.#regions.get(key) ?? openRunRegion(this.#options, wanted, signal);
    this.#regions.set(key, opening);
    try {
      const home = await opening;
      this.#concurrencies.add(home.region.concurrency);
      return home;
    } catch (error) {
      this.#regions.delete(key);
      throw error;
    }
  }

  /** What could not be opened was not changed either. */
  async #restore(signal: AbortSignal): Promise<void> {
    const existing = await this.#existing?.catch(() => undefined);
    await existing?.restore(signal);
  }

  async #removeAll(): Promise<void> {
    await this.abort();
    const homes = (await Promise.allSettled(this.#regions.values())).flatMap((opened) =>
      opened.status === "fulfilled" ? [opened.value] : [],
    );
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const restored = await Promise.allSettled([this.#restore(signal)]);
    const removals = await Promise.allSettled(homes.map((home) => home.remove(signal)));
    for (const { close } of this.#pools) {
      close();
    }
    for (const { region } of homes) {
      region.close();
    }
    refuseLeft(removals);
    refuseChanged(restored);
  }
}

function sizeOf(pools: readonly OpenPool[]): number {
  return pools.reduce((sum, { pool }) => sum + pool.size, 0);
}

function factsOf(
  { region }: Pick<RunRegion, "region">,
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

function refuseChanged([restored]: readonly PromiseSettledResult<void>[]): void {
  if (restored?.status === "rejected") {
    throw restored.reason;
  }
}

function refuseLeft(removals: readonly PromiseSettledResult<readonly string[]>[]): void {
  const left = removals.flatMap((removal) => {
    if (removal.status === "rejected") {
      throw removal.reason;
    }
    return removal.value;
  });
  if (left.length > 0) {
    throw new UnavailableError(
      `AWS still has parts of this run: ${left.join("; ")}`,
      "thaw cleanup --target lambda removes them",
    );
  }
}
