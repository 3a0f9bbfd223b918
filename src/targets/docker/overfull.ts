import type { Observation } from "../../samples/sample.ts";

/** An invocation after which an unlimited /tmp held more than Lambda gives is a failed one: there, writing had failed. */
export function failedWhereOverfull(
  observation: Observation,
  heldMb: number | undefined,
  sizeMb: number,
): Observation {
  if (observation.status !== "ok" || heldMb === undefined || heldMb <= sizeMb) {
    return observation;
  }
  return {
    ...observation,
    status: "function-error",
    error: {
      type: "Thaw.NoSpaceLeft",
      message: `/tmp held ${Math.ceil(heldMb)} MB after this invocation, of ${sizeMb} MB: on Lambda, writing would have failed with "no space left on device"`,
    },
  };
}
