// Holds the import table: reads every module of src/ with dependency-cruiser and prints what breaks a rule, with the
// remedy. Also fails when it read fewer modules than src/ has: a cruiser that cannot read TypeScript finds nothing.
//
// With an argument, that folder stands in for the checkout's root.
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import configuration from "../.dependency-cruiser.mjs";

const root = resolve(process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url)));
process.chdir(root); // the cruiser names modules relative to the working directory

const { forbidden, options } = configuration;
const { output } = await cruise(
  ["src"],
  { ...options, baseDir: root, validate: true, ruleSet: { forbidden } },
  undefined,
  { tsConfig: extractTSConfig(join(root, options.tsConfig.fileName)) },
);

const unread = await modulesNotRead(output.modules);
const broken = [...new Set(output.summary.violations.map(describe))];
process.stdout.write(
  broken
    .concat(unread)
    .map((text) => `${text}\n`)
    .join(""),
);
process.stdout.write(
  broken.length + unread.length === 0
    ? `${output.modules.filter(isOurs).length} modules hold the import table\n`
    : `${broken.length} forbidden imports, ${unread.length} modules not read\n`,
);
process.exitCode = broken.length + unread.length === 0 ? 0 : 1;

async function modulesNotRead(modules) {
  const read = new Set(modules.filter(isOurs).map((module) => module.source));
  const present = (await readdir(join(root, "src"), { recursive: true }))
    .filter((path) => isCode(path))
    .map((path) => `src/${path.replaceAll("\\", "/")}`);
  return present
    .filter((path) => !read.has(path))
    .map((path) => `${path}: expected to be read by dependency-cruiser`);
}

function isOurs(module) {
  return module.source.startsWith("src/") && isCode(module.source) && !module.couldNotResolve;
}

function isCode(path) {
  return /\.(ts|mjs|cjs|js)$/.test(path);
}

function describe({ from, to, rule, cycle }) {
  const way = cycle === undefined ? to : cycle.map((step) => step.name).join(" → ");
  const { comment } = forbidden.find((candidate) => candidate.name === rule.name);
  return `${from} → ${way}: ${rule.name}\n  ${comment}`;
}
