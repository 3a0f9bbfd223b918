import { sha256 } from "../../shared/digest.ts";

/** What everything begins with that thaw makes. */
export const namePrefix = "thaw-";

/** Tags of what thaw makes. */
export const tagKeys = {
  owner: "thaw:owner",
  run: "thaw:run",
  expiry: "thaw:expiry",
  /** Of what is to be found again by a later run: what it was made with. */
  digest: "thaw:digest",
} as const;

/** `thaw-2026-11-23T19-20-11Z-a1b2-`: what everything of one run begins with. */
export function runPrefix(runId: string): string {
  return `${namePrefix}${runNameOf(runId)}-`;
}

/** `thaw-<run>-<8 hexadecimal digits>-<copy>`, 64 characters at most. `key` names the variant and its side. */
export function functionNameOf(runId: string, key: string, copy: number): string {
  return `${runPrefix(runId)}${sha256(key).slice(0, 8)}-${copy}`;
}

/** `thaw-<run>-layer-<16 hexadecimal digits>`: layers have no tags. */
export function layerNameOf(runId: string, digest: string): string {
  return `${runPrefix(runId)}layer-${digest.slice(0, 16)}`;
}

/** `thaw-<run>-images`, in the small letters that ECR allows. */
export function repositoryNameOf(runId: string): string {
  return `${runPrefix(runId)}images`.toLowerCase();
}

/** Where Lambda writes the log of a function. */
export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** The run that a function's or a layer's name carries; undefined where it is none of thaw's. */
export function runIdIn(name: string): string | undefined {
  return /^thaw-(.+)-(?:layer-[0-9a-f]{16}|[0-9a-f]{8}-\d+)$/.exec(name)?.[1];
}

/** The run whose images a repository holds, in small letters; undefined where it is none of thaw's. */
export function runIdInRepository(name: string): string | undefined {
  return /^thaw-(.+)-images$/.exec(name)?.[1];
}

/** Of a run's name what Lambda allows in names; longer ones than 40 characters by their digest. */
export function runNameOf(runId: string): string {
  const text = runId.replace(/[^A-Za-z0-9_-]/g, "-");
  return text.length <= 40 ? text : `${text.slice(0, 31)}-${sha256(runId).slice(0, 8)}`;
}
