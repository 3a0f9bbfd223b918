// No fault: registers for everything.
import { register, serve } from "./api.mjs";

await serve(await register());
