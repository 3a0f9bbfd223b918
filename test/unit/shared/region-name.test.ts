import { expect, test } from "vitest";
import { isRegionName } from "../../../src/shared/region-name.ts";

test.each(["us-east-1", "ap-southeast-7", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1", "cn-north-1"])(
  "%s has the form of a region's name",
  (name) => {
    expect(isRegionName(name)).toBe(true);
  },
);

test.each(["", "us-east", "us-east-1a", "us-east1", "EU-WEST-1", "eu_west_1", "us-east-1.example.org", "-1"])(
  "%j has not",
  (name) => {
    expect(isRegionName(name)).toBe(false);
  },
);
