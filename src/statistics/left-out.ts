import type { RunManifest } from "../samples/run-manifest.ts";
import type { LeftOut } from "./comparison.ts";

/**
 * Why a comparison leaves a variant out: every run that it is made of lacks what the variant needs, on both sides, and was told that
 * it may (`--allow-unavailable`). Undefined where it does not.
 */
export function leftOutOf(manifests: readonly RunManifest[], variant: string): LeftOut | undefined {
  const reasons = manifests.map(({ notMeasured, request }) =>
    request.allowUnavailable
      ? notMeasured.find(
          (one) => one.variant === variant && one.kind === "unavailable" && one.side === undefined,
        )?.reason
      : undefined,
  );
  const reason = reasons.at(-1);
  return reason === undefined || reasons.includes(undefined) ? undefined : { variant, reason };
}
