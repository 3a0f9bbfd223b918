// Joins the compiled command line and the small libraries that every command needs into few files, in place: Node.js
// takes longer to find and read a hundred small modules than to run them. What only some commands need stays apart.
import { chmod } from "node:fs/promises";
import { build } from "esbuild";

const bundled = ["commander", "fastest-levenshtein", "yaml", "zod"];
const compiled = new URL("../dist/", import.meta.url).pathname;

await build({
  entryPoints: [`${compiled}cli/main.js`],
  outdir: `${compiled}cli`,
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  chunkNames: "chunk-[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  legalComments: "inline",
  external: await externals(),
  // commander and yaml are CommonJS inside, which asks for Node.js's own modules through `require`.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  plugins: [withoutTranslations()],
  logLevel: "warning",
});
await chmod(`${compiled}cli/main.js`, 0o755);

/** zod carries its messages in sixty languages, half of its size; thaw words its errors itself. */
function withoutTranslations() {
  return {
    name: "without-translations",
    setup({ onLoad }) {
      onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "" }));
    },
  };
}

async function externals() {
  const { default: manifest } = await import("../package.json", { with: { type: "json" } });
  return Object.keys(manifest.dependencies).filter((name) => !bundled.includes(name));
}
