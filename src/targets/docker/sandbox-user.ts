/** Whom the processes of a sandbox belong to, by number: as on Lambda, no name belongs to it. */
export interface SandboxUser {
  readonly uid: number;
  readonly gid: number;
}

/** Lambda's own. */
export const lambdaUser: SandboxUser = { uid: 993, gid: 990 };

/**
 * The user of a run's sandboxes. Where the harness is not root it is the harness's own: nobody else can remove again what a
 * function left in a folder that stands for /tmp. An engine without root gives every number another meaning: there it is Lambda's.
 */
export function sandboxUser(own: SandboxUser | undefined, rootless: boolean): SandboxUser {
  return own === undefined || own.uid === 0 || rootless ? lambdaUser : own;
}

/** The user of this process; undefined where the system knows none. */
export function ownUser(): SandboxUser | undefined {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
