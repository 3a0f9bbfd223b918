import type { PullProgress } from "../targets/docker/pull.ts";
import type { Output } from "./output.ts";

/** Shows how far an image is; where nobody watches, that it is being fetched. */
export function showFetching(output: Output): (progress: PullProgress) => void {
  let shown: string | undefined;
  return ({ image, doneBytes, totalBytes }) => {
    if (output.interactive) {
      output.status(`fetching ${image}: ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB`);
    } else if (shown !== image) {
      output.note(`fetching ${image}`);
    }
    shown = image;
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
