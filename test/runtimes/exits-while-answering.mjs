// Exits with an event in hand, with the code in the first argument.
import { next } from "./api.mjs";

await next();
process.exit(Number(process.argv[2]));
