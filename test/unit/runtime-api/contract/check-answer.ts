import { Ajv2020, type AnySchema, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { RawAnswer } from "../raw-client.ts";
import { type DocumentedAnswer, type DocumentedMedia, documentedPaths } from "./documents.ts";

/** A request as the server's own parser saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
addFormats.default(ajv);
const compiled = new Map<unknown, ValidateFunction>();
/** Headers that belong to HTTP and not to an API. */
const plainHeaders = ["content-type", "content-length", "connection", "keep-alive"];

/** Everything in an answer that the documents do not describe. `request`: undefined where what was sent is no request. */
export function problemsOf(request: SeenRequest | undefined, answer: RawAnswer): readonly string[] {
  const headers = headersOf(answer);
  if (isConnectionError(answer, headers)) {
    return [];
  }
  if (request === undefined) {
    return [`${answer.status} answers what is no request`];
  }
  const { method, path } = request;
  const problems = ofRequest(method, path, answer, headers);
  return problems.map((problem) => `${method} ${path} ${answer.status}: ${problem}`);
}

/** How the documents call what was asked and answered, or undefined where they do not describe it. */
export function documentedName(request: SeenRequest, { status }: RawAnswer): string | undefined {
  const documented = documentedPaths.find(({ matches }) => matches(request.path));
  return documented?.methods.get(request.method)?.[status] === undefined
    ? undefined
    : `${request.method} ${documented.template} ${status}`;
}

function ofRequest(
  method: string,
  path: string,
  answer: RawAnswer,
  headers: ReadonlyMap<string, string>,
): string[] {
  const documented = documentedPaths.find(({ matches }) => matches(path));
  if (documented === undefined) {
    return ofUnknownPath(answer, headers);
  }
  const responses = documented.methods.get(method);
  return responses === undefined
    ? ofUnknownMethod([...documented.methods], answer, headers)
    : ofDocumented(responses[answer.status], answer, headers);
}

function ofDocumented(
  documented: DocumentedAnswer | undefined,
  answer: RawAnswer,
  headers: ReadonlyMap<string, string>,
): string[] {
  return documented === undefined
    ? [`status ${answer.status} is not documented`]
    : [...ofHeaders(documented, headers), ...ofBody(documented, answer, headers)];
}

function ofHeaders(documented: DocumentedAnswer, headers: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const known = new Set(plainHeaders);
  for (const [name, { required, schema }] of Object.entries(documented.headers)) {
    known.add(name.toLowerCase());
    const value = headers.get(name.toLowerCase());
    if (value === undefined) {
      problems.push(...(required ? [`header ${name} is missing`] : []));
    } else {
      problems.push(
        ...mismatches(schema, schema.type === "integer" ? Number(value) : value, `header ${name}`),
      );
    }
  }
  const unknown = [...headers.keys()].filter((name) => !known.has(name));
  return [...problems, ...unknown.map((name) => `header ${name} is not documented`)];
}

function ofBody(
  documented: DocumentedAnswer,
  { body }: RawAnswer,
  headers: ReadonlyMap<string, string>,
): string[] {
  const type = headers.get("content-type")?.replace(/;.*/, "");
  if (Object.keys(documented.content).length === 0) {
    return body === "" && type === undefined ? [] : [`expected nothing, got ${type} ${body}`];
  }
  if (type === undefined) {
    return ["Content-Type is missing"];
  }
  const media = documented.content[type] ?? documented.content["*/*"];
  if (media === undefined) {
    return [`Content-Type ${type} is not documented`];
  }
  return type === "application/json" && documented.content[type] === media
    ? ofJson(media, body)
    : mismatches(media.schema, body, "body");
}

function ofJson(media: DocumentedMedia, body: string): string[] {
  const newline = media["x-ends-with-newline"];
  const problems =
    newline === body.endsWith("\n") ? [] : [`the document says ${newline} of a newline at the body's end`];
  try {
    return [...problems, ...mismatches(media.schema, JSON.parse(body), "body")];
  } catch {
    return [...problems, `expected JSON, got ${body}`];
  }
}

function ofUnknownPath(answer: RawAnswer, headers: ReadonlyMap<string, string>): string[] {
  const expected = { status: 404, body: "404 page not found\n", type: "text/plain; charset=utf-8" };
  const got = { status: answer.status, body: answer.body, type: headers.get("content-type") };
  return JSON.stringify(got) === JSON.stringify(expected) ? [] : [`expected a 404, got ${answer.body}`];
}

/** 405 that names the documented method, or the 404 of a path that is not there in this environment. */
function ofUnknownMethod(
  methods: readonly (readonly [string, Readonly<Record<string, DocumentedAnswer>>])[],
  answer: RawAnswer,
  headers: ReadonlyMap<string, string>,
): string[] {
  if (answer.status === 404) {
    return methods.flatMap(([, responses]) => ofDocumented(responses[404], answer, headers));
  }
  const allowed = methods.map(([method]) => method).join(", ");
  return answer.status === 405 && headers.get("allow") === allowed && answer.body === ""
    ? []
    : [`expected 405 with Allow: ${allowed}`];
}

/** What Node answers below HTTP's requests: nothing but the status, and the connection's end. */
function isConnectionError({ status, body }: RawAnswer, headers: ReadonlyMap<string, string>): boolean {
  const bare = body === "" && !headers.has("content-type") && headers.get("connection") === "close";
  return bare && (status === 400 || status === 431);
}

function mismatches(schema: AnySchema, value: unknown, place: string): string[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate(value)
    ? []
    : [`${place}: ${ajv.errorsText(validate.errors)}, got ${JSON.stringify(value)}`];
}

function headersOf({ headers }: RawAnswer): ReadonlyMap<string, string> {
  return new Map(
    headers.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
