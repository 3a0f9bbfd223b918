import { answerTo, echoOf, expectResponse } from "../asking.ts";
import type { Check, CheckGroup, Contract } from "../check.ts";
import { contract, source } from "../sources.ts";

const anyJson: Contract = {
  sentence:
    "A JSON value MUST be an object, array, number, or string, or one of the following three literal names: false, null, true.",
  source: source.json,
};
const depth = 64;

/** Events of every form that JSON has. */
export const events: CheckGroup = {
  title: "Events",
  checks: [
    itself("event-empty-object", "An empty object comes back as it went", contract.jsonEvent, "{}"),
    itself("event-null", "null, the event of an invocation without one, comes back", anyJson, "null"),
    itself("event-number", "A number comes back: an event of one byte", anyJson, "7"),
    itself("event-string", "A string comes back", anyJson, '"a text"'),
    itself("event-array", "An array comes back", anyJson, '[1,"two",null,true,[]]'),
    itself(
      "event-depth",
      `An event that is nested ${depth} levels deep comes back`,
      contract.jsonEvent,
      `${'{"a":['.repeat(depth / 2)}1${"]}".repeat(depth / 2)}`,
    ),
    itself(
      "event-whitespace",
      "Whitespace between the tokens changes nothing",
      {
        sentence: "Insignificant whitespace is allowed before or after any of the six structural characters.",
        source: source.json,
      },
      ' \r\n\t{ "a" :\n [ 1 ,\t2 ] }\n',
    ),
    {
      ...itself(
        "event-member-order",
        "The order of an object's members changes nothing",
        {
          sentence: "An object is an unordered collection of zero or more name/value pairs.",
          source: source.json,
        },
        "",
      ),
      run: async (lab) =>
        expectResponse(await lab.shared(), '{"payload":["last"],"action":"echo"}', ["last"]),
    },
    itself(
      "event-numbers",
      "Numbers keep their values: large integers, fractions, exponents",
      {
        sentence:
          "Since software that implements IEEE 754 binary64 numbers is generally available and widely used, good interoperability can be achieved by implementations that expect no more precision or range than these provide.",
        source: source.json,
      },
      "[0,-1,9007199254740991,-9007199254740991,0.1,1.5e-7,1e21,3.141592653589793]",
    ),
    {
      id: "event-in-parts",
      title: "An event that arrives in parts, cut within a character, is read whole",
      contract: {
        sentence:
          "If a valid Content-Length header field is present without Transfer-Encoding, its decimal value defines the expected message body length in octets.",
        source: source.http1,
      },
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const text = "grüße, 日本語, 😀".repeat(3);
        await expectResponse(await lab.shared(), echoOf(JSON.stringify(text)), text, { partBytes: 7 });
      },
    },
    {
      id: "event-type",
      title: "It does not mind an event of another content type",
      contract: {
        sentence: "Content-Type: the content type of the invocation, application/json by default.",
        source: source.rendering,
      },
      requirement: "optional",
      needs: "answer",
      run: async (lab) => {
        const contentType = "application/json; charset=utf-8";
        await answerTo(await lab.shared(), '{"key":"value"}', { invocation: { contentType } });
      },
    },
  ],
};

/** An event that is no action of the convention is answered with itself. */
function itself(id: string, title: string, from: Contract, event: string): Check {
  return {
    id,
    title,
    contract: from,
    requirement: "required",
    needs: "convention",
    run: async (lab) => expectResponse(await lab.shared(), event, JSON.parse(event)),
  };
}
