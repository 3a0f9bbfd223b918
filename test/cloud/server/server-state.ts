import type { Context } from "./context.ts";
import { arriveLogs } from "./logs/deliver.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Call, Invocation } from "./records.ts";
import type { LayerVersion, LogGroup, StoredFunction } from "./state.ts";

/** What tests may look at: always as it is now, over all regions. */
export interface ServerState {
  readonly functions: readonly StoredFunction[];
  /** Published versions, `name:1`. */
  readonly versions: readonly string[];
  readonly layers: readonly LayerVersion[];
  readonly logGroups: readonly LogGroup[];
  /** Names of repositories. */
  readonly repositories: readonly string[];
  readonly calls: readonly Call[];
  readonly invocations: readonly Invocation[];
  /** Calls of one action, `lambda:GetFunction`. */
  callsOf(action: string): readonly Call[];
  /** How the two limits of a region were kept. */
  rates(region: string): { readonly control: RateLimit; readonly getFunction: RateLimit };
  /** Names of all that a clean-up would have to remove. */
  left(): readonly string[];
}

export function serverState(context: Context): ServerState {
  const regions = () => [...context.regions.values()];
  return {
    get functions() {
      return regions().flatMap(({ functions }) => [...functions.values()]);
    },
    get versions() {
      return this.functions.flatMap(({ name, versions }) =>
        [...versions.keys()].map((version) => `${name}:${version}`),
      );
    },
    get layers() {
      return regions().flatMap(({ layers }) =>
        [...layers.values()].flatMap(({ versions }) => [...versions.values()]),
      );
    },
    get logGroups() {
      return regions().flatMap((region) => {
        arriveLogs(context, region);
        return [...region.logGroups.values()];
      });
    },
    get repositories() {
      return regions().flatMap(({ repositories }) => [...repositories.keys()]);
    },
    calls: context.calls,
    invocations: context.invocations,
    callsOf: (action) => context.calls.filter((call) => call.action === action),
    rates: (region) => ({
      control: context.limit(region, "control"),
      getFunction: context.limit(region, "getFunction"),
    }),
    left() {
      return [
        ...this.functions.map(({ arn }) => arn),
        ...this.versions,
        ...this.layers.map(({ arn }) => arn),
        ...this.logGroups.map(({ name }) => name),
        ...this.repositories,
      ];
    },
  };
}
