import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The prefix of a client's actions. */
const services: Readonly<Record<string, string>> = {
  "client-lambda": "lambda",
  "client-cloudwatch-logs": "logs",
  "client-sts": "sts",
  "client-ecr": "ecr",
};

/** Calls whose permission has another name. Source: AWS's Service Authorization Reference. */
const otherNames: Readonly<Record<string, string>> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
  "lambda:GetLayerVersionByArn": "lambda:GetLayerVersion",
};

/** AWS lets everybody ask who they are. */
const withoutPermission = ["sts:GetCallerIdentity"];

/** What AWS asks of the caller beside the call itself; the pattern is what the sources hold when it does. */
const alsoNeeded: readonly { readonly sources: RegExp; readonly permissions: readonly string[] }[] = [
  {
    // A function gets a role, tags, and layers.
    sources: /\bCreateFunctionCommand\b/,
    permissions: ["iam:PassRole", "lambda:TagResource", "lambda:GetLayerVersion"],
  },
  { sources: /\bImageUri\b/, permissions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] },
  { sources: /\bCreateFunctionUrlConfigCommand\b/, permissions: ["lambda:InvokeFunctionUrl"] },
  {
    // It gets tags, and Lambda lets itself in by a policy of the repository.
    sources: /\bCreateRepositoryCommand\b/,
    permissions: ["ecr:TagResource", "ecr:GetRepositoryPolicy", "ecr:SetRepositoryPolicy"],
  },
  {
    // An engine pushes with the token.
    sources: /\bGetAuthorizationTokenCommand\b/,
    permissions: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:InitiateLayerUpload",
      "ecr:UploadLayerPart",
      "ecr:CompleteLayerUpload",
      "ecr:PutImage",
    ],
  },
];

/** The permissions that the calls in a folder of sources need, sorted. */
export async function neededPermissions(folder: string): Promise<readonly string[]> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".ts"));
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const called = texts.flatMap(calledActions);
  const all = texts.join("\n");
  const needed = [
    ...called.map((action) => otherNames[action] ?? action),
    ...alsoNeeded.filter(({ sources }) => sources.test(all)).flatMap(({ permissions }) => permissions),
  ];
  return [...new Set(needed)].filter((name) => !withoutPermission.includes(name)).toSorted();
}

/** The actions of the commands, paginators and waiters that a source imports from AWS's SDK. */
export function calledActions(text: string): readonly string[] {
  const imports = text.matchAll(/import\s*(type\s*)?\{([^}]*)\}\s*from\s*"@aws-sdk\/(client-[a-z-]+)"/g);
  return [...imports].flatMap(([, onlyTypes, names = "", client = ""]) => {
    const service = services[client];
    if (service === undefined) {
      throw new Error(`no prefix of actions is known for @aws-sdk/${client}`);
    }
    const values = names.split(",").map((name) => name.trim());
    return onlyTypes === undefined
      ? values.filter((name) => !name.startsWith("type ")).flatMap((name) => actionOf(service, name))
      : [];
  });
}

function actionOf(service: string, imported: string): readonly string[] {
  const name = imported.split(/\s+as\s+/)[0] ?? "";
  if (/^waitUntilFunction(Active|Updated|Exists)/.test(name)) {
    return [`${service}:${/V2$|Exists$/.test(name) ? "GetFunction" : "GetFunctionConfiguration"}`];
  }
  const action = /^(?:paginate([A-Z]\w+)|([A-Z]\w+)Command)$/.exec(name);
  return action === null ? [] : [`${service}:${action[1] ?? action[2]}`];
}
