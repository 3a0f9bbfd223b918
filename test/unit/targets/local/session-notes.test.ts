import { expect, it } from "vitest";
import { parseSession } from "../../../../src/targets/local/session-notes.ts";

const owner = '{"owner":7,"stamp":"boot/100","pidSpace":"host","workFolder":"/tmp/thaw-a"}';

it("reads the owner and its leaders, and leaves a torn last line out", () => {
  const text = `${owner}\n{"leader":8,"stamp":"boot/101"}\n{"leader":9}\n{"leader":10,"st`;
  expect(parseSession(text)).toEqual({
    owner: 7,
    stamp: "boot/100",
    pidSpace: "host",
    workFolder: "/tmp/thaw-a",
    leaders: [
      { pid: 8, stamp: "boot/101" },
      { pid: 9, stamp: undefined },
    ],
  });
});

it.each([[""], [owner.slice(0, -3)], ["{}"], ["null"], ['{"leader":8}']])("knows nothing of %j", (text) => {
  expect(parseSession(text)).toBeUndefined();
});

it("leaves leaders out that would mean every process", () => {
  expect(parseSession(`${owner}\n{"leader":1}\n{"leader":0}\n{"leader":-5}`)?.leaders).toEqual([]);
});
