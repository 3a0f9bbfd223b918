import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayerSet } from "../../src/plan/variant.ts";

/** A layer on disk. */
export interface ScriptLayer extends Disposable {
  readonly layers: LayerSet;
}

/** A file for a layer: a script of test/scripted-extensions, or its content and mode. */
export type LayerFile = { readonly script: string } | { readonly content: string; readonly mode: number };

/** A layer of extensions: file name → script of test/scripted-extensions without `.mjs`. */
export function extensionLayer(scripts: Readonly<Record<string, string>>): ScriptLayer {
  return layerOf(
    Object.fromEntries(Object.entries(scripts).map(([name, script]) => [`extensions/${name}`, { script }])),
  );
}

/** A layer of files, by their paths below /opt. */
export function layerOf(files: Readonly<Record<string, LayerFile>>): ScriptLayer {
  const folder = mkdtempSync(join(tmpdir(), "thaw-layer-"));
  mkdirSync(join(folder, "extensions"));
  for (const [path, file] of Object.entries(files)) {
    const { content, mode } = "script" in file ? { content: starter(file.script), mode: 0o755 } : file;
    writeFileSync(join(folder, path), content);
    chmodSync(join(folder, path), mode);
  }
  return {
    layers: { name: "extensions", sources: [folder] },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

// A shebang is absolute here: the PATH of a function leads to its own language only.
function starter(script: string): string {
  const url = new URL(`../scripted-extensions/${script}.mjs`, import.meta.url).href;
  return `#!${process.execPath}\nimport(${JSON.stringify(url)});\n`;
}
