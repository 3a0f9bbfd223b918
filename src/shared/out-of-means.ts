import { messageOf, UnavailableError } from "./errors.ts";

/** What a machine may have nothing left of: not a bug, and no fault of a function's. */
const means: readonly { readonly sign: RegExp; readonly message: string; readonly hint: string }[] = [
  {
    sign: /\b(EADDRINUSE|EADDRNOTAVAIL)\b/,
    message: "no port is free on this machine",
    hint: "end what holds them, or widen net.ipv4.ip_local_port_range",
  },
  {
    sign: /\b(EMFILE|ENFILE)\b|too many open files/i,
    message: "too many files are open",
    hint: "raise the limit: ulimit -n",
  },
  {
    sign: /\b(ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i,
    message: "the disk is full",
    hint: "make room, or name other folders: TMPDIR, THAW_CACHE_DIR, --out",
  },
  {
    sign: /loop device/i,
    message: "no loop device is free for a sandbox's /tmp",
    hint: "losetup --list shows who has them",
  },
  {
    sign: /\bspawn\b.*\b(EAGAIN|ENOMEM)\b/,
    message: "no further process can be started",
    hint: "raise the limit: ulimit -u; or free memory",
  },
];

/** An error that this machine's limits explain, in one clear message; undefined for any other. */
export function outOfMeans(error: unknown): UnavailableError | undefined {
  const text = messageOf(error);
  const found = means.find(({ sign }) => sign.test(text));
  return found && new UnavailableError(`${found.message}: ${firstLine(text)}`, found.hint, { cause: error });
}

function firstLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // Of a program that failed, what it said itself.
  return (lines.length > 1 && lines[0]?.startsWith("Command failed") ? lines[1] : lines[0]) ?? "";
}
