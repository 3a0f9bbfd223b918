import { describe, expect, test } from "vitest";
import type { ScenarioEvent } from "../../../src/scenario/scenario.ts";
import { hello, loadOne, problemsOf } from "./scenario-folder.ts";

async function eventsOf(yaml: string, files = {}): Promise<readonly ScenarioEvent[]> {
  return (await loadOne(hello(yaml), files)).axes.event;
}

describe("an event", () => {
  test("is a built-in one by name, with parameters in a mapping", async () => {
    const [event] = await eventsOf("event: { name: sqs, records: 3 }");
    expect(event?.name).toBe("sqs");
    expect(JSON.parse(event?.json ?? "").Records).toHaveLength(3);
  });

  test("is a file whose text is sent as it stands", async () => {
    const json = '{ "big": 12345678901234567890 }\n';
    expect(await eventsOf("event: events/big.json", { "events/big.json": json })).toEqual([
      { name: "big", json },
    ]);
  });

  test("is a payload in the file itself, whatever its name key says", async () => {
    expect(await eventsOf("event: { name: Ada, ids: [1, null] }")).toEqual([
      { name: "inline", json: '{"name":"Ada","ids":[1,null]}' },
    ]);
    expect(await eventsOf("event: [1, 2]")).toEqual([{ name: "inline", json: "[1,2]" }]);
  });

  test("varies under names of its own", async () => {
    const events = await eventsOf("matrix: { event: { small: sqs, none: {} } }");
    expect(events.map(({ name }) => name)).toEqual(["small", "none"]);
  });
});

describe("an event that is wrong", () => {
  test.each([
    ["event: gone.json", 'a.yaml:4:8 event: expected a .json file that exists, got "gone.json"'],
    ["event: 5", "a.yaml:4:8 event: expected a built-in event's name, a .json path or a payload, got 5"],
    ["event: { name: sqs, records: 0 }", "a.yaml:4:21 event.records: expected 1 to 10000, got 0"],
    [
      "event: sqs\nmatrix: { event: { a: sqs } }",
      "a.yaml:4:8 event: expected event or matrix.event, got both",
    ],
    [
      "event: { x: .inf }",
      "a.yaml:4:8 event: expected a built-in event's name, a .json path or a payload, got a mapping",
    ],
  ])("%j is reported", async (yaml, problem) => {
    expect(await problemsOf(hello(yaml))).toEqual([problem]);
  });

  test("gets a suggestion for a parameter and for a name that is nearly one", async () => {
    expect(await problemsOf(hello("event: { name: sqs, recrods: 2 }"))).toEqual([
      'a.yaml:4:21 event.recrods: expected one of records, body, got "recrods"',
      '  did you mean "records"?',
    ]);
    expect(await problemsOf(hello("event: { name: sqss, records: 2 }"))).toEqual([
      'a.yaml:4:16 event.name: expected a built-in event, got "sqss"',
      '  did you mean "sqs"? a payload with such a name is written { name: direct, body: … }',
    ]);
  });

  test("is reported when its file is not JSON", async () => {
    const problems = await problemsOf(hello("event: e.json"), { "e.json": "{" });
    expect(problems).toEqual([expect.stringMatching(/^a\.yaml:4:8 event: expected JSON in e\.json, got /)]);
  });
});
