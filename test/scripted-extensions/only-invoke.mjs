// Asks for INVOKE alone: nobody tells it of the end.
import { register, serve } from "./api.mjs";

await serve(await register(["INVOKE"]));
