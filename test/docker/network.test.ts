import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownName } from "../../src/targets/local/owner.ts";
import type { TargetEnvironment } from "../../src/targets/target.ts";
import { withoutEngine } from "./engine.ts";
import { ask, type DockerBench, openDockerBench } from "./fixture.ts";
import { openOtherMachine } from "./other-machine.ts";

const name = `a sandbox's network${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
/** An exit code that says so, and that neither a shell nor an engine gives. */
const refused = 77;
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
    expect((await ask(environment, { action: "run", command })).told).toEqual({ text: "" });
  });

  it("cuts off a process of this machine", async () => {
    await expect(fetch(`http://${api}/2018-06-01/ping`)).rejects.toThrow();
  });

  it("cuts off a container in the same network", async () => {
    expect(await endInContainer(await ownNetwork(), pinging(api))).toBe(refused);
  });

  it("cuts off a container in another network", async () => {
    expect(await endInContainer("bridge", pinging(api))).toBe(refused);
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

/** Ends with 0 where somebody answers at an address of a Runtime API. */
function pinging(address: string): string {
  const signal = "AbortSignal.timeout(5000)";
  return `fetch('http://${address}/2018-06-01/ping',{signal:${signal}}).then(()=>process.exit(0),()=>process.exit(${refused}))`;
}

/** The exit code of a script in a container of its own: what it prints may be lost when it ends at once. */
async function endInContainer(network: string, script: string): Promise<unknown> {
  const args = ["run", "--rm", "--network", network, "--entrypoint", "sh", image];
  const command = `PATH=$PATH:/var/lang/bin; node -e "${script}"`;
  try {
    await docker(...args, "-c", command);
    return 0;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
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
