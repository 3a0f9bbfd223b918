// Takes away what an earlier build left: a module that is gone from src must not live on in dist.
import { rm } from "node:fs/promises";

await rm(new URL("../dist/", import.meta.url), { recursive: true, force: true });
