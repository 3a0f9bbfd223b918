import type { RuntimeApiOptions } from "../../../src/runtime-api/runtime-api.ts";

/** What a function with snapshots has. */
export const snapStart: NonNullable<RuntimeApiOptions["snapStart"]> = {
  authorizationToken: "8a1c5f0e-token",
  credentials: () => ({
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "secret/<&>",
    sessionToken: "session",
    expiration: new Date("2026-11-23T19:20:11.123Z"),
  }),
};
