// Writes a megabyte without a newline before every answer.
import { next, respond } from "./api.mjs";

for (;;) {
  const { id } = await next();
  await new Promise((resolve) => process.stdout.write("x".repeat(1024 * 1024), resolve));
  await respond(id, "flooded");
}
