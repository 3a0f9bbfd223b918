import { createWriteStream } from "node:fs";
import { chmod, mkdir, realpath, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Entry, ZipFile } from "yauzl";
import { messageOf, PreparationError } from "../shared/errors.ts";
import { isWithin } from "./copy-folder.ts";

/**
 * Unpacks a .zip into a folder: modes and links as Unix zips hold them. Nothing is written outside of the folder, and
 * no more than `maxBytes` whatever the archive claims.
 * @throws PreparationError for a broken archive, one that is too large or one whose entries lead out.
 */
export async function unzip(
  archive: string,
  folder: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  try {
    await extract(archive, { root, budget: { left: maxBytes }, signal, links: [] });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PreparationError
      ? new PreparationError(`${archive}: ${error.message}`, error.hint)
      : new PreparationError(`${archive}: expected a .zip that can be unpacked, got ${messageOf(error)}`);
  }
}

interface Extraction {
  readonly root: string;
  readonly budget: { left: number };
  readonly signal: AbortSignal;
  /** Made last: while files are written no folder of the tree is a link. */
  readonly links: { readonly path: string; readonly target: string }[];
}

async function extract(archive: string, extraction: Extraction): Promise<void> {
  // Few functions are archives; the library is loaded for those alone.
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      extraction.signal.throwIfAborted();
      await extractEntry(zip, entry, extraction);
    }
  } finally {
    zip.close();
  }
  for (const { path, target } of extraction.links) {
    await makeLink(extraction.root, path, target);
  }
}

// yauzl has refused absolute names and names with `..` before this is called.
async function extractEntry(zip: ZipFile, entry: Entry, extraction: Extraction): Promise<void> {
  const path = join(extraction.root, entry.fileName);
  const mode = entry.externalFileAttributes >>> 16;
  if (entry.fileName.endsWith("/")) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  if ((mode & fileTypeMask) === linkType) {
    extraction.links.push({ path, target: await readText(zip, entry) });
    return;
  }
  await pipeline(await zip.openReadStreamPromise(entry), limited(extraction.budget), createWriteStream(path));
  await chmod(path, (mode & 0o111) === 0 ? 0o644 : 0o755);
  const modified = entry.getLastModDate();
  await utimes(path, modified, modified);
}

const fileTypeMask = 0o170000;
const linkType = 0o120000;
const longestLink = 4096;

function limited(budget: { left: number }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      budget.left -= chunk.byteLength;
      if (budget.left < 0) {
        done(new PreparationError("expected at most 250 MB unpacked, as on Lambda, got more"));
      } else {
        done(null, chunk);
      }
    },
  });
}

async function readText(zip: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > longestLink) {
    throw new PreparationError(
      `${entry.fileName}: expected the path of a link, got ${entry.uncompressedSize} bytes`,
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function makeLink(root: string, path: string, target: string): Promise<void> {
  await symlink(target, path);
  const leadsTo = await realpath(path).catch(() => undefined);
  if (
    (await realpath(dirname(path))) !== dirname(path) ||
    (leadsTo !== undefined && !isWithin(root, leadsTo))
  ) {
    throw new PreparationError(
      `${path.slice(root.length + 1)}: expected a link within the archive, got one to ${target}`,
    );
  }
}
