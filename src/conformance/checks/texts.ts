import { echoOf, expectResponse } from "../asking.ts";
import type { Check, CheckGroup, Contract } from "../check.ts";
import { contract } from "../sources.ts";

/** Text in every form that JSON in UTF-8 has. */
export const texts: CheckGroup = {
  title: "Text",
  checks: [
    echoed(
      "text-multi-byte",
      "Characters of two and three bytes",
      contract.utf8,
      '"grüß Gott, Ελλάδα, 日本語, e\u0301"',
    ),
    echoed(
      "text-astral",
      "Characters of four bytes: emoji and what they are joined of",
      contract.utf8,
      '"😀 👩‍🚀 𝒳"',
    ),
    echoed(
      "text-separators",
      "Line separators U+2028 and U+2029, and U+FEFF within a text",
      contract.utf8,
      '"a\u2028b\u2029c\ufeffd"',
    ),
    echoed(
      "text-surrogates",
      "Characters that are escaped as surrogate pairs",
      contract.escapes,
      '"\\ud83d\\ude80\\u00fc"',
    ),
    echoed("text-nul", "The escaped NUL character", contract.escapes, '"a\\u0000b"'),
    echoed(
      "text-escapes",
      "Quotes, backslashes, slashes and escaped control characters",
      contract.escapes,
      '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f"',
    ),
    echoed(
      "text-names",
      "Member names that are not ASCII, or empty",
      contract.utf8,
      '{"":1,"ключ":2,"😀":3,"a b":4}',
    ),
    {
      id: "binary",
      title: "Binary data as base64 in a string: every byte comes back",
      contract: contract.jsonEvent,
      requirement: "required",
      needs: "convention",
      run: async (lab) => {
        const bytes = Buffer.alloc(
          64 * 1024,
          Uint8Array.from({ length: 256 }, (_, index) => index),
        );
        const payload = bytes.toString("base64");
        await expectResponse(await lab.shared(), echoOf(`"${payload}"`), payload);
      },
    },
  ],
};

function echoed(id: string, title: string, from: Contract, payload: string): Check {
  return {
    id,
    title,
    contract: from,
    requirement: "required",
    needs: "convention",
    run: async (lab) => expectResponse(await lab.shared(), echoOf(payload), JSON.parse(payload)),
  };
}
