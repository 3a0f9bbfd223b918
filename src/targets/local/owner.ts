import { isSameProcess, pidSpace, startStamp } from "./process-identity.ts";

const separator = "|";

/** Names this process, for what outlives it when it is killed. */
export function ownName(): string {
  return [pidSpace(), process.pid, startStamp(process.pid) ?? ""].join(separator);
}

/** Whether the process of such a name may live: of one that was named in another table of processes nothing is known. */
export function mayLive(owner: string): boolean {
  const [space, pid, stamp] = owner.split(separator);
  return space !== pidSpace() || isSameProcess(Number(pid), stamp ?? "");
}
