import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a connection by TLS is made with. */
export interface EngineTls {
  readonly ca?: Buffer | undefined;
  readonly cert?: Buffer | undefined;
  readonly key?: Buffer | undefined;
  /** Whether the engine has to prove who it is. */
  readonly verify: boolean;
}

/** The three files that the docker command looks for in a folder, as far as they are there. */
export function readTls(folder: string, verify: boolean): EngineTls {
  return {
    ca: content(join(folder, "ca.pem")),
    cert: content(join(folder, "cert.pem")),
    key: content(join(folder, "key.pem")),
    verify,
  };
}

function content(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
