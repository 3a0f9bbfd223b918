import { AwsError } from "../aws-error.ts";

/**
 * What a filter pattern of plain terms keeps: every term, or with `?` before them any. Patterns for JSON (`{ … }`) and for
 * columns (`[ … ]`) are not known here. @throws AwsError
 */
export function matcherOf(pattern: string): (message: string) => boolean {
  if (/^\s*[[{%]/.test(pattern)) {
    throw new AwsError(
      400,
      "InvalidParameterException",
      `Invalid filter pattern for this server: ${pattern}`,
    );
  }
  const terms = pattern.match(/\??"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const any = terms.filter((term) => term.startsWith("?")).map((term) => unquoted(term.slice(1)));
  const all = terms.filter((term) => !term.startsWith("?")).map(unquoted);
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term)));
}

function unquoted(term: string): string {
  return term.startsWith('"') ? term.slice(1, -1).replaceAll(/\\(.)/g, "$1") : term;
}
