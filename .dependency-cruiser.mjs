// The import table of docs/architecture.md as rules. Each rule's comment is its remedy, printed beside a violation.
// A stage that a change needs and the table forbids: first ask whether the code stands in the right stage; where the
// table forces bad code, mend the table, here and in docs/architecture.md.

/** Files that hold a stage's types and the constants of its formats, and nothing that acts. */
const samplesShapes = "^src/samples/(phases|run-manifest|sample)\\.ts$";
const planShapes = "^src/plan/(plan|variant)\\.ts$";
const sandboxShape = "^src/environment/sandbox\\.ts$";
const targetShape = "^src/targets/target\\.ts$";

const withoutImports = { allowed: "nothing", verbs: [], shapes: [] };
const localTarget = {
  allowed:
    "targets/local, packages, runtimes, events, environment, the shapes of samples and plan, target.ts",
  verbs: ["^src/(targets/local|packages|runtimes|events|environment)/", samplesShapes],
  shapes: [planShapes, targetShape],
};
const shapesOfResults = {
  allowed: "the shapes of statistics, samples, histogram, conformance and environment",
  verbs: [samplesShapes],
  shapes: ["^src/(statistics|samples|histogram|conformance|environment)/"],
};

/**
 * What a stage may import beside itself and shared/: `verbs` as it likes, `shapes` as types only (of the samples' shapes
 * also the constants). `allowed` says it in words.
 */
const stages = {
  shared: withoutImports,
  samples: withoutImports,
  histogram: withoutImports,
  "runtime-api": withoutImports,
  budgets: { allowed: "the shapes of samples", verbs: [samplesShapes], shapes: [] },
  pricing: { allowed: "the shapes of samples", verbs: [samplesShapes], shapes: [] },
  "report-lines": withoutImports,
  "log-exports": {
    allowed: "report-lines, the shapes of samples",
    verbs: ["^src/report-lines/", samplesShapes],
    shapes: [],
  },
  runtimes: withoutImports,
  events: withoutImports,
  scenario: {
    allowed: "the identifiers of runtimes and events, budgets, the shapes of samples",
    verbs: [
      "^src/runtimes/identifiers\\.ts$",
      "^src/events/builtin-events\\.ts$",
      "^src/budgets/",
      samplesShapes,
    ],
    shapes: [],
  },
  plan: {
    allowed: "scenario, runtimes, events, pricing, the shapes of samples",
    verbs: ["^src/(scenario|runtimes|events|pricing)/", samplesShapes],
    shapes: [],
  },
  packages: { allowed: "runtimes, the shapes of plan", verbs: ["^src/runtimes/"], shapes: [planShapes] },
  environment: {
    allowed: "runtime-api, report-lines, the shapes of samples",
    verbs: ["^src/(runtime-api|report-lines)/", samplesShapes],
    shapes: [],
  },
  "targets/local": {
    allowed: "packages, runtimes, environment, the shapes of plan",
    verbs: ["^src/(packages|runtimes|environment)/"],
    shapes: [planShapes],
  },
  "targets/process": localTarget,
  "targets/docker": localTarget,
  "targets/aws-lambda": {
    allowed: "packages, runtimes, events, report-lines, pricing, the shapes of samples and plan, target.ts",
    verbs: ["^src/(packages|runtimes|events|report-lines|pricing)/", samplesShapes],
    shapes: [planShapes, targetShape],
  },
  conformance: {
    allowed: "runtime-api, the Sandbox interface",
    verbs: ["^src/runtime-api/"],
    shapes: [sandboxShape],
  },
  run: { allowed: "plan, samples, target.ts", verbs: ["^src/(plan|samples)/"], shapes: [targetShape] },
  machine: { allowed: "the shapes of samples", verbs: [samplesShapes], shapes: [] },
  storage: { allowed: "the shapes of samples", verbs: [samplesShapes], shapes: [] },
  statistics: {
    allowed: "samples, histogram, budgets, pricing",
    verbs: ["^src/(samples|histogram|budgets|pricing)/"],
    shapes: [],
  },
  reports: shapesOfResults,
  "pull-requests": shapesOfResults,
};

const stageRules = Object.entries(stages).flatMap(([stage, { allowed, verbs, shapes }]) => {
  const own = [`^src/${stage}/`, "^src/shared/"];
  const from = { path: `^src/${stage}/` };
  return [
    {
      name: `${stage}-imports`,
      comment: `Beside itself and shared, ${stage} may import ${allowed}. Move the code to the stage that owns it, or let cli pass what is needed as an argument.`,
      severity: "error",
      from,
      to: { path: "^src/", pathNot: [...own, ...verbs, ...shapes] },
    },
    {
      name: `${stage}-imports-shapes-as-types`,
      comment: `${stage} may know the types of this file, not its code. Write \`import type\`, or let cli pass the function as an argument.`,
      severity: "error",
      from,
      to: { path: shapes, pathNot: [...own, ...verbs], dependencyTypesNot: ["type-only"] },
    },
  ].filter((rule) => rule.to.path.length > 0);
});

const fileSystemUsers = [
  "^src/runtimes/bootstraps/", // they run inside a sandbox, not in the harness
  "^src/scenario/load[^/]*\\.ts$",
  "^src/log-exports/open-log\\.ts$",
  "^src/samples/(lines|scan|writer|reader|run-directory|merge)\\.ts$",
  "^src/(packages|machine|storage|cli)/",
  "^src/targets/(local|process|docker|aws-lambda)/",
];

export default {
  forbidden: [
    ...stageRules,
    {
      name: "nobody-imports-cli",
      comment: "cli composes the stages and none of them knows it. Take what you need as an argument.",
      severity: "error",
      from: { pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "every-stage-is-in-the-table",
      comment:
        "A new folder of src/ gets its row in .dependency-cruiser.mjs and in docs/architecture.md first.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: ["^src/cli/", targetShape, ...Object.keys(stages).map((stage) => `^src/${stage}/`)],
      },
      to: {},
    },
    {
      name: "no-circular-imports",
      comment: "Move what both need into a file of its own that imports neither.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "file-system-at-the-doors",
      comment:
        "node:fs is for loaders, writers, packages, targets, machine, storage and cli. Take the content as an argument.",
      severity: "error",
      from: { path: "^src/", pathNot: fileSystemUsers },
      to: { path: "^(node:)?fs(/promises)?$" },
    },
    {
      name: "processes-at-the-doors",
      comment:
        "node:child_process is for packages, targets/local, targets/process, targets/docker and machine. Take a function that does it.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: "^src/(packages|machine|targets/local|targets/process|targets/docker)/",
      },
      to: { path: "^(node:)?child_process$" },
    },
    {
      name: "aws-sdk-in-two-places",
      comment:
        "@aws-sdk is for targets/aws-lambda and storage, and is imported only when their command needs it.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(targets/aws-lambda|storage)/" },
      to: { path: "(^|node_modules/)@aws-sdk/" },
    },
    {
      name: "docker-engine-in-two-places",
      comment:
        "dockerode is for targets/docker and packages/image.ts. Ask for what you need through the Sandbox interface.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/targets/docker/", "^src/packages/image\\.ts$"] },
      to: { path: "(^|node_modules/)dockerode(/|$)" },
    },
    {
      name: "histogram-library-in-one-file",
      comment: "hdr-histogram-js is known to src/histogram/histogram.ts alone. Use what that file exports.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/histogram/histogram\\.ts$" },
      to: { path: "(^|node_modules/)hdr-histogram-js(/|$)" },
    },
    {
      name: "runtime-api-needs-node-core-only",
      comment: "The Runtime API stands inside what is measured: no library may add its time there.",
      severity: "error",
      from: { path: "^src/runtime-api/" },
      to: { pathNot: "^src/", dependencyTypesNot: ["core"] },
    },
    {
      name: "every-import-resolves",
      comment: "Install the package, or mend the path (relative imports end in .ts).",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
