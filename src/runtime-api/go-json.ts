/** Characters that Go's encoder escapes in strings, so that JSON may stand in HTML. */
const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/**
 * JSON as the encoder of Go's standard library writes it, in which Lambda's core is written: HTML characters escaped, a
 * newline at the end.
 */
export function goJson(value: unknown): Buffer {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => escapes[character] ?? character,
  );
  return Buffer.from(`${text}\n`);
}
