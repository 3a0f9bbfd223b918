import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { z } from "zod";

/** The templates of scripts/aws. */
export const templates = ["thaw-runner", "thaw-function"] as const;

export type TemplateName = (typeof templates)[number];

export function templatePath(name: TemplateName): string {
  return fileURLToPath(new URL(`../../scripts/aws/${name}.yaml`, import.meta.url));
}

/** A statement of a permission policy. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** As text: functions of CloudFormation stay as they are. */
  readonly resource: string;
}

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const statement = z.object({
  Sid: z.string(),
  Effect: z.literal("Allow"),
  Action: oneOrMore,
  Resource: z.unknown(),
});
const document = z.object({ Statement: z.array(statement) });
const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Properties: z.object({
        PolicyDocument: document.optional(),
        Policies: z.array(z.object({ PolicyDocument: document })).optional(),
      }),
    }),
  ),
});

/** What a template permits; who may take a role is not among it. */
export async function statementsOf(name: TemplateName): Promise<readonly Statement[]> {
  const text = await readFile(templatePath(name), "utf8");
  // The tags of CloudFormation (!Ref, !Sub) are not known here: what stands behind them is enough.
  const { Resources } = template.parse(parseDocument(text, { logLevel: "silent" }).toJS());
  return Object.values(Resources)
    .flatMap(({ Properties: { PolicyDocument, Policies = [] } }) => [
      ...(PolicyDocument === undefined ? [] : [PolicyDocument]),
      ...Policies.map((policy) => policy.PolicyDocument),
    ])
    .flatMap(({ Statement }) => Statement)
    .map(({ Sid, Action, Resource }) => ({ sid: Sid, actions: Action, resource: String(Resource) }));
}
