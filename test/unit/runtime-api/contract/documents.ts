import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const media = z.object({
  schema: z.record(z.string(), z.unknown()),
  "x-ends-with-newline": z.boolean().optional(),
});
const header = z.object({
  required: z.boolean().default(false),
  schema: z.record(z.string(), z.unknown()),
});
const response = z.object({
  headers: z.record(z.string(), header).default({}),
  content: z.record(z.string(), media).default({}),
});
const operation = z.object({ responses: z.record(z.string(), response) });
const pathItem = z.partialRecord(z.enum(["get", "post", "put"]), operation);
const document = z.object({ paths: z.record(z.string(), pathItem) });

/** What a document says of one answer. */
export type DocumentedAnswer = z.infer<typeof response>;
/** What a document says of one media type of an answer. */
export type DocumentedMedia = z.infer<typeof media>;

/** A documented path: what it is called, and the answers by method and status. */
export interface DocumentedPath {
  readonly template: string;
  readonly matches: (path: string) => boolean;
  readonly methods: ReadonlyMap<string, Readonly<Record<string, DocumentedAnswer>>>;
}

/** The documents, by their files' names. */
export const documentNames = ["runtime-api.yaml", "extensions-api.yaml", "telemetry-api.yaml"] as const;

/** A document as it is written. */
export function readDocument(name: (typeof documentNames)[number]): string {
  return readFileSync(new URL(`../../../../docs/openapi/${name}`, import.meta.url), "utf8");
}

/** All documented paths. */
export const documentedPaths: readonly DocumentedPath[] = documentNames.flatMap((name) => {
  const root: unknown = parse(readDocument(name));
  const { paths } = document.parse(resolved(root, root));
  return Object.entries(paths).map(([template, item]) => ({
    template,
    matches: matcher(template),
    methods: new Map(
      Object.entries(item).map(([method, documented]) => [method.toUpperCase(), documented.responses]),
    ),
  }));
});

/** Puts in place of every reference what it refers to. */
function resolved(value: unknown, root: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => resolved(entry, root));
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const { $ref: reference, ...fields } = { $ref: undefined, ...value };
  if (typeof reference === "string") {
    return resolved(at(root, reference), root);
  }
  return Object.fromEntries(Object.entries(fields).map(([key, entry]) => [key, resolved(entry, root)]));
}

function at(root: unknown, reference: string): unknown {
  const steps = reference.replace(/^#\//, "").split("/");
  return steps
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((value, step) => {
      if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) {
        throw new Error(`${reference}: nothing is there`);
      }
      return Object.entries(value).find(([key]) => key === step)?.[1];
    }, root);
}

function matcher(template: string): (path: string) => boolean {
  const literal = template.replaceAll(/[.*+?^$|()[\]\\]/g, String.raw`\$&`);
  const pattern = new RegExp(`^${literal.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
  return (path) => pattern.test(path);
}
