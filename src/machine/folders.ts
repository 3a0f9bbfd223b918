import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where build results and the notes of running sessions are kept: THAW_CACHE_DIR, else XDG_CACHE_HOME/thaw, else
 * ~/.cache/thaw (XDG Base Directory Specification).
 */
export function cacheFolderOf(environment: Readonly<Record<string, string | undefined>>): string {
  const { THAW_CACHE_DIR, XDG_CACHE_HOME } = environment;
  if (THAW_CACHE_DIR !== undefined && THAW_CACHE_DIR !== "") {
    return THAW_CACHE_DIR;
  }
  return XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== ""
    ? join(XDG_CACHE_HOME, "thaw")
    : join(homedir(), ".cache", "thaw");
}
