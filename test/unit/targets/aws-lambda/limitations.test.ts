import { expect, it } from "vitest";
import { lambdaLimitations } from "../../../../src/targets/aws-lambda/limitations.ts";

const atOnce = { capacity: 16, mostTaken: 1, hasBursts: false };
const ofCopies = /^The first cold start of each copy is the first that there is of a new function/;

it("a report says that each copy's first cold start is a new function's, and of an existing one that it is not the scenario's", () => {
  const ofCopy = lambdaLimitations({ endpoint: undefined, functionArn: undefined, atOnce });
  expect(ofCopy).toContainEqual(expect.stringMatching(ofCopies));
  expect(ofCopy.join()).not.toContain("existing function");
  const ofExisting = lambdaLimitations({ endpoint: undefined, functionArn: "arn:…", atOnce });
  expect(ofExisting).not.toContainEqual(expect.stringMatching(ofCopies));
  expect(ofExisting).toContainEqual(expect.stringMatching(/^An existing function was measured/));
});

it("a report says first where it was not AWS that answered, and nothing of it where it was", () => {
  const [first] = lambdaLimitations({ endpoint: "http://127.0.0.1:4566", functionArn: undefined, atOnce });
  expect(first).toMatch(/^Measured at the endpoint http:\/\/127\.0\.0\.1:4566, not AWS/);
  expect(lambdaLimitations({ endpoint: undefined, functionArn: undefined, atOnce }).join()).not.toContain(
    "not AWS",
  );
});
