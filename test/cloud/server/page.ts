import { invalid } from "./aws-error.ts";

/** Lambda lists no more than this at once. */
const largestPage = 50;

/** A page of a list, by the query's MaxItems and Marker. @throws AwsError for a marker that was not ours */
export function pageOf<T>(
  items: readonly T[],
  query: URLSearchParams,
): { readonly items: readonly T[]; readonly NextMarker?: string } {
  const size = Math.min(Number(query.get("MaxItems") ?? largestPage), largestPage);
  const marker = query.get("Marker");
  const begin = marker === null ? 0 : Number(Buffer.from(marker, "base64").toString().replace("after-", ""));
  if (!Number.isInteger(begin) || !(size > 0)) {
    throw invalid("The provided pagination token is not valid.");
  }
  const end = begin + size;
  const next = end < items.length ? { NextMarker: Buffer.from(`after-${end}`).toString("base64") } : {};
  return { items: items.slice(begin, end), ...next };
}
