import { text } from "node:stream/consumers";
import { idleContainer } from "./container-options.ts";
import { createContainer } from "./create-container.ts";
import { removeContainer } from "./leftovers.ts";
import type { NetworkParts } from "./network-parts.ts";
import { securityOptions } from "./security-options.ts";
import { eachEntry } from "./tar-entries.ts";

const ownName = "thaw.host-gateway";
/** Nobody listens there: the first process ends at once, having done nothing. */
const nowhere = { control: "127.0.0.1:1", token: "0".repeat(32) };

/**
 * The address by which a container reaches the machine that its engine serves: what the engine makes of `host-gateway`. It
 * is written into a container's /etc/hosts when that starts. Undefined where the engine knows none, and with Podman 4, which
 * shows the image's file instead.
 */
export async function findHostGateway(parts: NetworkParts): Promise<string | undefined> {
  const { engine, image, initBind, labels, network } = parts;
  const own = { ...nowhere, networkMode: network, securityOptions: securityOptions(engine) };
  const options = idleContainer({ image, labels, initBind, ...own }, []);
  const container = await createContainer(engine, {
    ...options,
    HostConfig: {
      ...options.HostConfig,
      AutoRemove: false,
      ExtraHosts: [`${ownName}:host-gateway`],
    },
  });
  try {
    await engine.soon(container.start());
    const archive = await engine.soon(container.getArchive({ path: "/etc/hosts" }));
    return addressIn(await engine.soon(fileIn(archive)));
  } catch {
    return undefined;
  } finally {
    await removeContainer(engine, container.id);
  }
}

async function fileIn(archive: NodeJS.ReadableStream): Promise<string> {
  const texts: string[] = [];
  await eachEntry(archive, async (_, content) => {
    texts.push(await text(content));
  });
  return texts.join("\n");
}

function addressIn(hosts: string): string | undefined {
  const lines = hosts.split("\n").map((line) => line.trim().split(/\s+/));
  return lines.find(([, ...names]) => names.includes(ownName))?.[0];
}
