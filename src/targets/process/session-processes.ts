import { listProcesses, type ProcessStat, readChildren, readStat } from "./proc.ts";

/**
 * The living processes of the session that a process leads. Walks down from the leader where the kernel lists
 * children, which costs the same on a busy machine; else looks at every process that is younger than the leader.
 */
export function sessionProcesses(leader: number): readonly ProcessStat[] {
  const stat = readStat(leader);
  if (stat === undefined || stat.state === "Z") {
    return [];
  }
  const children = readChildren(leader);
  return children === undefined ? [stat, ...youngerThan(leader)] : [stat, ...descendants(children, leader)];
}

function descendants(children: readonly number[], session: number): readonly ProcessStat[] {
  return children.flatMap((child) => {
    const stat = readStat(child);
    return stat?.session === session ? [stat, ...descendants(readChildren(child) ?? [], session)] : [];
  });
}

// Pids are given in ascending order. Where they have wrapped around meanwhile, a child is missed in the figures.
function youngerThan(leader: number): readonly ProcessStat[] {
  return listProcesses()
    .filter((pid) => pid > leader)
    .map(readStat)
    .filter((stat) => stat !== undefined)
    .filter((stat) => stat.session === leader);
}
