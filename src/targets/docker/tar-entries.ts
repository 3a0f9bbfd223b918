import { finished } from "node:stream/promises";
import { extract, type Headers } from "tar-stream";

/** Goes through the entries of an archive, one after the other. `take` reads the content to its end. @throws what either throws. */
export async function eachEntry(
  archive: NodeJS.ReadableStream,
  take: (header: Headers, content: NodeJS.ReadableStream) => Promise<void>,
): Promise<void> {
  const reader = extract();
  reader.on("entry", (header, content, next) => {
    take(header, content).then(() => next(), next);
  });
  archive.once("error", (error) => reader.destroy(error));
  await finished(archive.pipe(reader));
}
