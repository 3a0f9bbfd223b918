import { randomBytes } from "node:crypto";
import type { Variant } from "../../plan/variant.ts";

/** The region that functions see. */
export const region = "us-east-1";
/** The account number of AWS's own examples. */
export const account = "123456789012";

/** Of the scenario's name what Lambda allows: letters, digits, hyphens and underscores, 64 at most. */
export function functionNameOf({ scenario }: Pick<Variant, "scenario">): string {
  return scenario.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 64);
}

export function functionArnOf(variant: Pick<Variant, "scenario">): string {
  return `arn:aws:lambda:${region}:${account}:function:${functionNameOf(variant)}`;
}

/** `2026/11/23/[$LATEST]<32 hexadecimal digits>`, another for each environment. */
export function newLogStream(date: Date): string {
  return `${date.toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${randomBytes(16).toString("hex")}`;
}
