import type { Engine } from "./engine.ts";

/** What a run's network is made of. */
export interface RunNetworkOptions {
  readonly engine: Engine;
  /** Any image of the run. */
  readonly image: string;
  /** The bind of the first process's program. */
  readonly initBind: string;
  /** Name of the run on the engine, and who makes it. */
  readonly run: string;
  readonly owner: string;
  /** Whether functions reach the world. */
  readonly outbound: boolean;
  /** The user's own: it may name the harness's address. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
}

/** What is needed to start containers in the network. */
export interface NetworkParts extends RunNetworkOptions {
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
}
