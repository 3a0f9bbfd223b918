// Builds Lambda-compatible base images for a machine that reaches no registry, under the names that runtime identifiers
// resolve to, so that the docker target finds them as it would find AWS's. An image that was built of the same is left alone.
//
//   node scripts/base-images.mjs [nodejs22.x …]     all of them where none is named
import { requireBase } from "./base-images/base.mjs";
import { buildImage } from "./base-images/build-image.mjs";
import { chosen } from "./base-images/chosen.mjs";
import { answers } from "./base-images/engine.mjs";
import { failure } from "./base-images/failure.mjs";

/** One image waits for the network or the disk while another computes. */
const atOnce = 3;

try {
  const waiting = chosen(process.argv.slice(2));
  if (!(await answers())) {
    throw failure(3, "no container engine answers `docker info`");
  }
  const base = await requireBase(say);
  await Promise.all(Array.from({ length: atOnce }, () => buildWaiting(waiting, base)));
} catch (error) {
  process.stderr.write(`base-images: ${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
}

async function buildWaiting(waiting, base) {
  for (let recipe = waiting.shift(); recipe !== undefined; recipe = waiting.shift()) {
    const { identifier } = recipe;
    const outcome = await buildImage(recipe, base, (words) => say(identifier, words));
    if (outcome.kind === "cannot") {
      process.exitCode = 1;
    }
    say(identifier, outcome.words);
  }
}

function say(name, words) {
  process.stderr.write(`${name}: ${words}\n`);
}
