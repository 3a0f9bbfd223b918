/**
 * What is not well-formed in an XML document that has elements, attributes, text and the five entities; undefined where all is.
 * No validator for XML is among the dependencies: this one knows only what our reports use.
 */
export function xmlProblem(document: string): string | undefined {
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const open: string[] = [];
  let at = 0;
  while (at < body.length) {
    const [text = ""] = /^[^<]*/.exec(body.slice(at)) ?? [];
    if (isBadText(text) || (open.length === 0 && text.trim() !== "")) {
      return `text at ${at}: ${text.slice(0, 80)}`;
    }
    at += text.length;
    if (at === body.length) {
      break;
    }
    const tag = /^<(\/?)([a-z][\w-]*)((?:\s+[a-z][\w-]*="[^"<]*")*)\s*(\/?)>/.exec(body.slice(at));
    if (tag === null || isBadText(tag[3] ?? "")) {
      return `tag at ${at}: ${body.slice(at, at + 80)}`;
    }
    const [whole, closes, name = "", attributes = "", isEmpty] = tag;
    const names = [...attributes.matchAll(/([\w-]+)=/g)].map(([, attribute]) => attribute);
    if (new Set(names).size !== names.length && !attributes.includes("&")) {
      return `an attribute twice at ${at}: ${whole}`;
    }
    if (closes === "/") {
      if (open.pop() !== name) {
        return `an end that began nowhere at ${at}: ${whole}`;
      }
    } else if (isEmpty !== "/") {
      open.push(name);
    }
    at += whole.length;
  }
  return open.length === 0 ? undefined : `without an end: ${open.join(", ")}`;
}

function isBadText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot hold
  const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
  return unwritable.test(text) || text.includes("]]>") || /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text);
}
