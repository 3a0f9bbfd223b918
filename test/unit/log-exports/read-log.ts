import { LinePieces } from "../../../src/log-exports/line-pieces.ts";
import type { LogItem } from "../../../src/log-exports/log-item.ts";
import { LogReader } from "../../../src/log-exports/log-reader.ts";

/** What a log of this text holds, however it comes in chunks. */
export function readLog(text: string, chunkLength = text.length): readonly LogItem[] {
  const items: LogItem[] = [];
  const lines = new LinePieces();
  const reader = new LogReader((item) => items.push(item));
  for (let at = 0; at < text.length; at += chunkLength) {
    for (const piece of lines.push(text.slice(at, at + chunkLength))) {
      reader.push(piece);
    }
  }
  for (const piece of lines.end()) {
    reader.push(piece);
  }
  reader.end(lines.lineCount);
  return items;
}

/** `report a 1.5 cold @3 2026-…`: an item in one line. */
export function described(items: readonly LogItem[]): readonly string[] {
  return items.map((item) => {
    const at = `@${item.line}${item.time === undefined ? "" : ` ${item.time}`}`;
    switch (item.kind) {
      case "report": {
        const { requestId, durationMs, memoryMb, initMs } = item.report;
        return `report ${requestId} ${durationMs} ms ${memoryMb} MB${initMs === undefined ? "" : ` init ${initMs}`} ${at}`;
      }
      case "failure":
        return `failure ${item.requestId} ${item.status} ${at}`;
      case "platform":
        return `platform ${at}`;
      case "unknown":
        return `${item.isReport ? "damaged" : "unknown"} ${item.text}${item.lines > 1 ? ` (${item.lines})` : ""} ${at}`;
      default:
        return item satisfies never;
    }
  });
}
