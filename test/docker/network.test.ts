import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownName } from "../../src/targets/local/owner.ts";
import type { TargetEnvironment } from "../../src/targets/target.ts";
import { withoutEngine } from "./engine.ts";
import { ask, type DockerBench, openDockerBench } from "./fixture.ts";
import { openOtherMachine } from "./other-machine.ts";

const name = `a sandbox's network${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const image = "public.ecr.aws/lambda/nodejs:22";

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let bench: DockerBench;
  let environment: TargetEnvironment;
  let api: string;
  beforeAll(async () => {
    bench = await openDockerBench();
    environment = await bench.start({ timeoutSeconds: 60 });
    const { told } = await ask(environment, { action: "facts" });
    api = (told.variables as Record<string, string>).AWS_LAMBDA_RUNTIME_API ?? "";
  });
  afterAll(async () => {
    await environment.stop();
    await bench[Symbol.asyncDispose]();
  });

  it("has the Runtime API at its gateway alone", async () => {
    const port = Number(api.split(":")[1]);
    expect(api.split(":")[0]).toBe(await gatewayOf(await ownNetwork()));
    await expect(fetch(`http://127.0.0.1:${port}/2018-06-01/ping`)).rejects.toThrow();
  });

  it("answers the sandbox", async () => {
    const command = `node -e "${pinging(api)}"`;
    expect((await ask(environment, { action: "run", command })).told).toEqual({ text: "answered" });
  });

  it("cuts off a process of this machine", async () => {
    await expect(fetch(`http://${api}/2018-06-01/ping`)).rejects.toThrow();
  });

  it("cuts off a container in the same network", async () => {
    expect(await fromContainer(await ownNetwork(), pinging(api))).toBe("refused");
  });

  it("cuts off a container in another network", async () => {
    expect(await fromContainer("bridge", pinging(api))).toBe("refused");
  });

  it.skipIf(process.getuid?.() !== 0)("leads to other machines, with network: none to none", async () => {
    const machine = await openOtherMachine();
    const event = { action: "connect", host: machine.host, port: machine.port };
    try {
      expect((await bench.invoke(event)).told).toEqual({ connected: true });
      const closed = await bench.invoke(event, { docker: { network: "none" } });
      expect(closed.observation.status).toBe("ok");
      expect(closed.told).toEqual({ code: expect.stringMatching(/^(ENETUNREACH|EHOSTUNREACH|no answer)$/) });
    } finally {
      await machine[Symbol.asyncDispose]();
    }
  });
});

/** Says whether somebody answers at an address of a Runtime API. */
function pinging(address: string): string {
  return `fetch('http://${address}/2018-06-01/ping',{signal:AbortSignal.timeout(5000)}).then(()=>'answered',()=>'refused').then(t=>process.stdout.write(t))`;
}

function fromContainer(network: string, script: string): Promise<string> {
  const args = ["run", "--rm", "--network", network, "--entrypoint", "sh", image];
  return docker(...args, "-c", `PATH=$PATH:/var/lang/bin; node -e "${script}"`);
}

function gatewayOf(network: string): Promise<string> {
  return docker("network", "inspect", network, "--format", "{{(index .IPAM.Config 0).Gateway}}");
}

/** The network of this process's run that leads out. */
async function ownNetwork(): Promise<string> {
  const format = '{{.Name}} {{.Label "thaw.owner"}}';
  const found = await docker("network", "ls", "--filter", "label=thaw.run", "--format", format);
  const lines = found.split("\n");
  const own = lines.filter((line) => line.slice(line.indexOf(" ") + 1) === ownName());
  return own.map((line) => line.split(" ")[0] ?? "").find((network) => !network.endsWith("-closed")) ?? "";
}

/** Not waited for at a standstill: the Runtime API is in this very process. */
async function docker(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)("docker", args)).stdout.trim();
}
