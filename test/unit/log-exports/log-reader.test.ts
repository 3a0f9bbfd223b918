import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { described, readLog } from "./read-log.ts";

const id = "8f507cfc-xmpl-4697-b07a-ac58fc914c95";
const fields = "Duration: 15.74 ms\tBilled Duration: 16 ms\tMemory Size: 128 MB\tMax Memory Used: 56 MB";
const report = `REPORT RequestId: ${id}\t${fields}\tInit Duration: 120.50 ms\t`;
const xray = "XRAY TraceId: 1-5e61292c-cc12\tSegmentId: 07a85e713f6302b2\tSampled: true\t";
const start = `START RequestId: ${id} Version: $LATEST`;
const time = "2026-11-23T19:20:11.123Z";
const milliseconds = Date.parse(time);
const stream = "2026/11/23/[$LATEST]8b13ee2711e4b29b9e99cb876b9a77d2";
const read = `report ${id} 15.74 ms 128 MB init 120.5`;

const event = {
  time,
  type: "platform.report",
  record: {
    requestId: id,
    status: "success",
    metrics: {
      durationMs: 15.74,
      billedDurationMs: 16,
      memorySizeMB: 128,
      maxMemoryUsedMB: 56,
      initDurationMs: 120.5,
    },
  },
};
const startEvent = { time, type: "platform.start", record: { requestId: id, version: "$LATEST" } };
const logEvents = [
  { timestamp: milliseconds, message: `${start}\n`, ingestionTime: milliseconds + 100, eventId: "1" },
  {
    timestamp: milliseconds,
    message: `${report}\n${xray}\n`,
    ingestionTime: milliseconds + 100,
    eventId: "2",
  },
];

describe("a log as text", () => {
  it("may have an XRAY line behind a report or joined to it", () => {
    expect(described(readLog(`${start}\n${report}\n${xray}\n`))).toEqual([
      "platform @1",
      `${read} @2`,
      "platform @3",
    ]);
    expect(described(readLog(`${start}\r\n${report}${xray}\r\n`))).toEqual(["platform @1", `${read} @2`]);
  });

  it.each([
    ["aws logs tail", `2026-11-23T19:20:11.123000+00:00 ${stream} `],
    ["aws logs tail --format short, in colours", `\u001b[32m2026-11-23T19:20:11.123\u001b[0m `],
    ["an export to S3", `${time} `],
    ["sam logs", `${stream} 2026-11-23T19:20:11.123000 `],
    ["awslogs", `/aws/lambda/orders ${stream} ${time} `],
    ["serverless logs", "2026-11-23 19:20:11.123\t"],
    ["another zone", "[2026-11-23T20:50:11,123+01:30] "],
    ["console rows without their header", `${milliseconds},"`],
  ])("has a time before each line: %s", (_tool, prefix) => {
    expect(described(readLog(`${prefix}${start}\n${prefix}${report}\n`))).toEqual([
      `platform @1 ${time}`,
      `${read} @2 ${time}`,
    ]);
  });

  it("may have a time above each line, or stand in a table, as what is copied from the console", () => {
    const cells = `| 2026-11-23 19:20:11.123 | ${report.replaceAll("\t", " ")} Status: error Error Type: Runtime.ExitError |`;
    const items = readLog(`${time}\n${start}\n\n${time}\n${report}\n${cells}\n${time}\n`);
    expect(described(items)).toEqual([
      `platform @2 ${time}`,
      `${read} @5 ${time}`,
      `${read} @6 ${time}`,
      `unknown ${time} @7 ${time}`,
    ]);
    expect(items[2]).toMatchObject({
      report: { status: "error", errorType: "Runtime.ExitError", other: {} },
    });
  });

  it("may be taken out of JSON or YAML, with what stands for a tab", () => {
    const escaped = JSON.stringify(`${report}\n`);
    expect(described(readLog(`      "message": ${escaped},\n  message: ${escaped}\n`))).toEqual([
      `${read} @1`,
      `${read} @2`,
    ]);
    expect(described(readLog(`EVENTS\t3712\t${milliseconds}\t${stream}\t${report}\n`))).toEqual([
      `${read} @1`,
    ]);
  });

  it("holds what the function says itself, which is no report even where it quotes one", () => {
    const own = [
      "looking up",
      `INFO got ${report} from the log`,
      "{ id: 7 }",
      "[1] connected",
      "[INFO] started",
      "{",
    ];
    expect(described(readLog(own.join("\n")))).toEqual([
      ...own.map((line, index) => `unknown ${line} @${index + 1}`),
    ]);
  });

  it("tells failures apart from their reports in older logs", () => {
    const lines = [
      `2026-11-23T19:20:11.123Z ${id} Task timed out after 3.00 seconds`,
      `2026-11-23T19:20:12.000Z ${stream} 2026-11-23T19:20:11.123Z ${id} Task timed out after 3.00 seconds`,
      `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
    ];
    expect(described(readLog(lines.join("\n")))).toEqual([
      `failure ${id} timeout @1 ${time}`,
      `failure ${id} timeout @2 2026-11-23T19:20:12.000Z`,
      `failure ${id} crash @3`,
    ]);
  });

  it("names a report that is not whole", () => {
    const cut = `${time} REPORT RequestId: ${id}\tDurat`;
    expect(described(readLog(`${cut}\n${report}`))).toEqual([`damaged ${cut} @1`, `${read} @2`]);
  });
});

describe("a log as JSON", () => {
  it("has an event a line, with a time before it or not, among other lines", () => {
    const lines = [
      JSON.stringify(startEvent),
      `2026-11-23T19:20:12+00:00 ${stream} ${JSON.stringify(event)}`,
      report,
    ];
    expect(described(readLog(lines.join("\n")))).toEqual([
      `platform @1 ${time}`,
      `${read} @2 ${time}`,
      `${read} @3`,
    ]);
  });

  it("has events over several lines, as aws logs tail --format json writes them", () => {
    const heading = `2026-11-23T19:20:12+00:00 ${stream}`;
    const other = { level: "INFO", id: 7 };
    const parts = [startEvent, event, other].map((value) => `${heading}\n${JSON.stringify(value, null, 4)}`);
    expect(described(readLog(parts.join("\n")))).toEqual([
      `platform @2 ${time}`,
      `${read} @11 ${time}`,
      "unknown { (4) @27 2026-11-23T19:20:12.000Z",
    ]);
    expect(described(readLog(`${heading}\n${report}`))).toEqual([
      `unknown ${heading} @1 2026-11-23T19:20:12.000Z`,
      `${read} @2`,
    ]);
  });

  it.each([
    [
      "filter-log-events",
      { events: logEvents, searchedLogStreams: [{ logStreamName: stream }], nextToken: "a" },
    ],
    ["get-log-events", { events: logEvents, nextForwardToken: "f/3", nextBackwardToken: "b/3" }],
    ["a subscription", { messageType: "DATA_MESSAGE", logGroup: "/aws/lambda/orders", logEvents }],
    ["--query events[]", logEvents],
    ["search hits", { hits: { hits: logEvents.map((_source) => ({ _id: "1", _source })) } }],
    [
      "events of the JSON format in messages",
      { events: [startEvent, event].map((value) => ({ message: JSON.stringify(value) })) },
    ],
    ["events of the Telemetry API", [startEvent, event]],
  ])("is a document of any layout: %s", (_layout, document) => {
    const kinds = (text: string, length?: number) =>
      described(readLog(text, length))
        .map((line) => line.replace(/@\d+/, "@"))
        .filter((line) => line !== "platform @ 2026-11-23T19:20:11.123Z" || line.startsWith("report"));
    for (const indent of [undefined, 2, 4]) {
      const text = JSON.stringify(document, null, indent);
      expect(kinds(text)).toEqual([`${read} @ ${time}`]);
      expect(kinds(`${text}\n`, 7)).toEqual([`${read} @ ${time}`]);
    }
  });

  it("gives the line of each event of a document that is laid out", () => {
    expect(described(readLog(JSON.stringify({ events: logEvents }, null, 2)))).toEqual([
      `platform @3 ${time}`,
      `${read} @9 ${time}`,
      `platform @9 ${time}`,
    ]);
  });

  it("is what Insights answers, with the message or with the fields that it finds", () => {
    const rows = [
      { "@timestamp": "2026-11-23 19:20:11.123", "@message": `${report}\n`, "@ptr": "CmE" },
      {
        "@timestamp": "2026-11-23 19:20:11.123",
        "@requestId": id,
        "@type": "REPORT",
        "@duration": "15.74",
        "@billedDuration": "16.0",
        "@memorySize": "1.28E8",
        "@maxMemoryUsed": "5.6E7",
        "@initDuration": "120.5",
      },
    ];
    const pairs = rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value })));
    for (const document of [
      rows,
      { results: pairs, statistics: { recordsMatched: 2 }, status: "Complete" },
    ]) {
      const found = described(readLog(JSON.stringify(document, null, 2)));
      expect(found.map((line) => line.replace(/@\d+/, "@"))).toEqual([
        `${read} @ ${time}`,
        `${read} @ ${time}`,
      ]);
    }
  });

  it("keeps what came before the place where it is cut off", () => {
    const text = JSON.stringify({ events: logEvents }, null, 2);
    const cut = text.slice(0, text.lastIndexOf("ingestionTime"));
    expect(described(readLog(cut)).map((line) => line.split("\n")[0])).toEqual([
      `platform @3 ${time}`,
      "unknown JSON that is cut off or damaged behind line 11: { @1",
      'unknown       " @12',
    ]);
  });

  it("may end in something that is none, without harm to what follows", () => {
    expect(described(readLog(`{\n"a": 1,\noops\n${report}`))).toEqual([
      "unknown { (2) @1",
      "unknown oops @3",
      `${read} @4`,
    ]);
  });
});

describe("a log as CSV", () => {
  it("comes from CloudWatch's console, with newlines in its cells", () => {
    const rows = logEvents.map(({ timestamp, message }) => `${timestamp},"${message}"`);
    expect(described(readLog(`timestamp,message\r\n${rows.join("\r\n")}\r\n`))).toEqual([
      `platform @2 ${time}`,
      `${read} @4 ${time}`,
      `platform @4 ${time}`,
    ]);
  });

  it("comes from an Insights query, with the message or with the fields that it finds", () => {
    const own = '"{""level"":""INFO"",""a"":[1,2]}"';
    expect(
      described(
        readLog(
          `@timestamp,@message\n2026-11-23 19:20:11.123,"${report}\n"\n2026-11-23 19:20:11.123,${own}\n`,
        ),
      ),
    ).toEqual([`${read} @2 ${time}`, `unknown {"level":"INFO","a":[1,2]} @4 ${time}`]);
    expect(
      described(
        readLog(
          `@requestId,@duration,@memorySize,@initDuration\n${id},15.74,134217728,120.5\n${id},15.74,128000000,\n,,,\n`,
        ),
      ),
    ).toEqual([`${read} @2`, `report ${id} 15.74 ms 128 MB @3`, "unknown ,,, @4"]);
  });

  it("may lack a quote, which costs the rows behind it and no more memory", () => {
    const rows = Array.from({ length: 3 }, () => `1,"${report}"`);
    const items = described(readLog(`timestamp,message\n${rows[0]}\n1,"open\n${rows[1]}\n`));
    expect(items[0]).toBe(`${read} @2`);
    expect(items).toHaveLength(3);
  });
});

describe("any log", () => {
  it("reads the same however it comes in chunks", () => {
    const text = [
      report,
      JSON.stringify({ events: logEvents }, null, 2),
      JSON.stringify(event),
      "own words",
      `${time} ${JSON.stringify(event)}`,
    ].join("\n");
    const whole = readLog(text);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (length) => {
        expect(readLog(text, length)).toEqual(whole);
      }),
    );
  });

  it("never throws, and accounts for every line that is not empty", () => {
    const bits = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "\n",
      "a",
      "1",
      " ",
      report,
      xray,
      '"message":',
      time,
    );
    const text = fc.array(bits, { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 50 }), (garbage, length) => {
        expect(readLog(garbage, length).length > 0).toBe(garbage.trim() !== "");
      }),
    );
  });

  it("takes a line that is too long to be kept in parts", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ ...logEvents[1], eventId: String(index) }));
    const items = readLog(JSON.stringify({ events: many }), 65_536);
    expect(items.filter(({ kind }) => kind === "report")).toHaveLength(20_000);
    const numbers = JSON.stringify(Array.from({ length: 300_000 }, (_, index) => index));
    expect(described(readLog(`${numbers}\n${report}`, 65_536)).map((line) => line.slice(0, 12))).toEqual([
      expect.stringMatching(/^unknown \d/),
      `${read} @2`.slice(0, 12),
    ]);
    const long = "x".repeat(3 * 2 ** 20);
    expect(described(readLog(`${long}\n${report}`, 65_536)).map((line) => line.slice(0, 12))).toEqual([
      "unknown xxxx",
      `${read} @2`.slice(0, 12),
    ]);
  });
});
