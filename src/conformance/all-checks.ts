import type { CheckGroup } from "./check.ts";
import { ends } from "./checks/ends.ts";
import { environment } from "./checks/environment.ts";
import { errors } from "./checks/errors.ts";
import { events } from "./checks/events.ts";
import { headers } from "./checks/headers.ts";
import { initErrors } from "./checks/init-errors.ts";
import { manners } from "./checks/manners.ts";
import { order } from "./checks/order.ts";
import { reuse } from "./checks/reuse.ts";
import { sizes } from "./checks/sizes.ts";
import { streaming } from "./checks/streaming.ts";
import { texts } from "./checks/texts.ts";

/** Every check, in the order in which they are shown. */
export const allChecks: readonly CheckGroup[] = [
  order,
  headers,
  events,
  texts,
  sizes,
  errors,
  initErrors,
  environment,
  reuse,
  ends,
  streaming,
  manners,
];
