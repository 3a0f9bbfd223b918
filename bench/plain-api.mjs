import { connect } from "node:net";
import { startRuntimeApi } from "../dist/runtime-api/runtime-api.js";
import { systemClock } from "../dist/shared/clock.js";

/** A Runtime API for a function without extensions. */
export function plainApi() {
  return startRuntimeApi({
    clock: systemClock,
    facts: { functionName: "echo", functionVersion: "$LATEST", handler: "echo", accountId: "123456789012" },
    extensions: [],
    connect: (port) => connect(port, "127.0.0.1"),
  });
}
