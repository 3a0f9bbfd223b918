import type { ImageProgress, OnImageProgress } from "../targets/docker/image-progress.ts";
import type { Output } from "./output.ts";

/** Shows how far an image is: on one line of a terminal; elsewhere that it is fetched, and each step of its build. */
export function showImages(output: Output): OnImageProgress {
  let said: string | undefined;
  return (progress) => {
    if (output.interactive) {
      output.status(detailed(progress).slice(0, output.columns - 1));
      return;
    }
    const line = plain(progress);
    if (line !== said) {
      output.note(line);
      said = line;
    }
  };
}

function plain(progress: ImageProgress): string {
  return progress.kind === "fetching" ? `fetching ${progress.image}` : detailed(progress);
}

function detailed(progress: ImageProgress): string {
  switch (progress.kind) {
    case "fetching": {
      const { image, doneBytes, totalBytes } = progress;
      return `fetching ${image}: ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB`;
    }
    case "building":
      return `building ${progress.image}: ${progress.step}`;
    default:
      return progress satisfies never;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
