import type { PreparedFacts } from "../samples/run-manifest.ts";
import { canonicalJson } from "../shared/digest.ts";

/** True of two sides that were prepared to the same digests: function, layers, runtime and image. */
export function areIdentical([one, other]: readonly PreparedFacts[]): boolean {
  return one !== undefined && other !== undefined && digestsOf(one) === digestsOf(other);
}

function digestsOf({ functionDigest, layerDigests, runtimeDigest, imageDigest }: PreparedFacts): string {
  return canonicalJson({ functionDigest, layerDigests, runtimeDigest, imageDigest });
}
