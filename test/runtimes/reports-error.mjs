// Reports the error that the event describes: `{document, headers}`.
import { fail, next } from "./api.mjs";

for (;;) {
  const { id, event } = await next();
  const { document, headers } = JSON.parse(event);
  await fail(id, document, headers);
}
