import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

/** A machine next to this one, as far as networks go: a network namespace that this machine routes to. */
export interface OtherMachine extends AsyncDisposable {
  readonly host: string;
  /** Somebody there takes connections at it. */
  readonly port: number;
}

const name = `thaw-${process.pid}`;
// Of the range for measuring networks. Source: RFC 2544.
const here = "198.18.77.1";
const there = "198.18.77.2";
const port = 8080;
const server = `require("node:net").createServer((s) => s.end()).listen(${port}, "${there}", () => console.log("listens"))`;

/** Makes one; takes root. */
export async function openOtherMachine(): Promise<OtherMachine> {
  const [near, far] = [`n${process.pid}`, `f${process.pid}`];
  ip("netns", "add", name);
  ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
  ip("address", "add", `${here}/30`, "dev", near);
  ip("link", "set", near, "up");
  ip("-netns", name, "address", "add", `${there}/30`, "dev", far);
  ip("-netns", name, "link", "set", far, "up");
  ip("-netns", name, "route", "add", "default", "via", here);
  const listener = spawn("ip", ["netns", "exec", name, process.execPath, "-e", server]);
  await once(listener.stdout, "data");
  return {
    host: there,
    port,
    [Symbol.asyncDispose]: async () => {
      listener.kill();
      await once(listener, "close");
      ip("link", "delete", near);
      ip("netns", "delete", name);
    },
  };
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}
