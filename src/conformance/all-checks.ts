import type { CheckGroup } from "./check.ts";
import { errors, initErrors } from "./checks/errors.ts";
import { events, sizes, texts } from "./checks/events.ts";
import { headers } from "./checks/headers.ts";
import { ends, environment, reuse } from "./checks/life.ts";
import { manners } from "./checks/manners.ts";
import { order } from "./checks/order.ts";
import { streaming } from "./checks/streaming.ts";

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
