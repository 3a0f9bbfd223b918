import { fileURLToPath } from "node:url";

/**
 * The bootstraps that stand in for Lambda's own runtime clients. Plain files, shipped as they are: the same relative
 * address leads to them from src/runtimes and from dist/runtimes.
 */
export const bundledBootstraps = {
  nodejs: fileURLToPath(new URL("../../src/runtimes/bootstraps/nodejs.mjs", import.meta.url)),
  python: fileURLToPath(new URL("../../src/runtimes/bootstraps/python.py", import.meta.url)),
  /** Where `bootstrap:` names it, and in the local base images. */
  php: fileURLToPath(new URL("../../src/runtimes/bootstraps/php.php", import.meta.url)),
  ruby: fileURLToPath(new URL("../../src/runtimes/bootstraps/ruby.rb", import.meta.url)),
} as const;
