import { listProcesses, type ProcessStat, readChildren, readLastPid, readStat } from "../local/proc.ts";

/** The processes of the session that a process leads. */
export class SessionProcesses {
  readonly #leader: number;
  #known: readonly number[] = [];
  #lastPid: string | undefined;

  constructor(leader: number) {
    this.#leader = leader;
  }

  /**
   * The living ones, the leader first. Looks for new ones only where the kernel has started any process or thread since the
   * last time, as looking costs much where it does not list children.
   */
  list(): readonly ProcessStat[] {
    const stat = readStat(this.#leader);
    if (stat === undefined || stat.state === "Z") {
      return [];
    }
    const lastPid = readLastPid();
    if (lastPid !== undefined && lastPid === this.#lastPid) {
      return [stat, ...this.#known.map(readStat).filter((known) => known !== undefined)];
    }
    const others = othersOf(this.#leader);
    this.#known = others.map(({ pid }) => pid);
    this.#lastPid = lastPid;
    return [stat, ...others];
  }
}

// Walks down from the leader where the kernel lists children, which costs the same on a busy machine; else looks at every
// process that is younger than the leader.
function othersOf(leader: number): readonly ProcessStat[] {
  const children = readChildren(leader);
  return children === undefined ? youngerThan(leader) : descendants(children, leader);
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
