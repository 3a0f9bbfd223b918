import { lookup } from "node:dns/promises";
import { BlockList, isIPv6 } from "node:net";

/** By these names extensions reach a listener of their own environment on Lambda. */
const sandboxNames = ["sandbox", "sandbox.localdomain"] as const;

/** Longer than a resolver that works takes; one without a network may take half a minute to say no. */
const defaultLimitMs = 1000;

/** Where a name leads. */
export type NameFinding =
  | { readonly kind: "loopback"; readonly name: string; readonly address: string }
  | { readonly kind: "elsewhere"; readonly name: string; readonly address: string }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "no-answer"; readonly name: string; readonly limitMs: number };

/** The addresses of a name; rejects where it has none. */
export type LookUp = (name: string) => Promise<readonly { readonly address: string }[]>;

/** Asks this machine where the names lead, as a program on it would. Never rejects; takes no longer than the limit. */
export function findSandboxNames(
  lookUp: LookUp = (name) => lookup(name, { all: true }),
  limitMs = defaultLimitMs,
): Promise<NameFinding[]> {
  return Promise.all(sandboxNames.map((name) => find(name, lookUp, limitMs)));
}

/** Those of the names that do not lead to the loopback interface, or not in time. */
export function unresolved(findings: readonly NameFinding[]): string[] {
  return findings.filter(({ kind }) => kind !== "loopback").map(({ name }) => name);
}

async function find(name: string, lookUp: LookUp, limitMs: number): Promise<NameFinding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NameFinding>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "no-answer", name, limitMs }), limitMs);
  });
  const found = lookUp(name).then(
    (addresses) => findingOf(name, addresses),
    (): NameFinding => ({ kind: "unknown", name }),
  );
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** All addresses must be of the loopback interface: a program may take any of them. */
function findingOf(name: string, addresses: readonly { readonly address: string }[]): NameFinding {
  const [first] = addresses;
  const other = addresses.find(({ address }) => !isLoopback(address));
  if (other !== undefined) {
    return { kind: "elsewhere", name, address: other.address };
  }
  return first === undefined ? { kind: "unknown", name } : { kind: "loopback", name, address: first.address };
}

function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");
