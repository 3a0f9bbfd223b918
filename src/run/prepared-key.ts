import type { PlannedEnvironment } from "../plan/plan.ts";
import { environmentKey } from "../samples/recorded-environment.ts";

/** What names a prepared variant. */
export function preparedKey(planned: Pick<PlannedEnvironment, "variant" | "side">): string {
  return environmentKey(planned.variant.id, planned.side, 0);
}
