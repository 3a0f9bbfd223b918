// Reports an error for every event.
import { fail, next } from "./api.mjs";

for (;;) {
  const { id } = await next();
  await fail(id, { errorMessage: "no such order", errorType: "OrderNotFound", trace: [] });
}
