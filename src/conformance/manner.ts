import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Invocation } from "../runtime-api/invocation.ts";

/** How an event is handed to the runtime, where it is not as usual. */
export interface Manner {
  /** What the headers tell. */
  readonly invocation?: Partial<Invocation>;
  /** Changes the header lines of the event: names and values in turn. */
  readonly headers?: (lines: readonly string[]) => readonly string[];
  /** The event's body leaves in parts of so many bytes, with a pause between them. */
  readonly partBytes?: number;
  /** The first answer is refused with 400, though it is right. */
  readonly refuse?: true;
  /** What goes wrong in this exchange is the suite's doing. */
  readonly provoked?: true;
}

const pauseBetweenPartsMs = 20;

/** Makes an answer to `/next` leave in the manner that holds when it leaves. */
export function dress(response: ServerResponse, manner: () => Manner): void {
  const writeHead = response.writeHead.bind(response);
  const end = response.end.bind(response);
  Object.assign(response, {
    writeHead: (status: number, lines: readonly string[]) =>
      writeHead(status, [...(manner().headers?.(lines) ?? lines)]),
    end: (body: Buffer) => {
      const { partBytes } = manner();
      if (partBytes === undefined) {
        return end(body);
      }
      void endInParts(response, body, partBytes, end);
      return response;
    },
  });
}

async function endInParts(
  response: ServerResponse,
  body: Buffer,
  partBytes: number,
  end: () => void,
): Promise<void> {
  for (let start = 0; start < body.byteLength && !response.destroyed; start += partBytes) {
    response.write(body.subarray(start, start + partBytes));
    await sleep(pauseBetweenPartsMs);
  }
  end();
}
