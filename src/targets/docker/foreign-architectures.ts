import { readFile } from "node:fs/promises";
import { pack } from "tar-stream";
import { buildImage } from "../../packages/image.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { createContainer } from "./create-container.ts";
import type { Engine } from "./engine.ts";
import { readImage } from "./images.ts";
import { initProgram } from "./init-program.ts";
import { runLabel } from "./labels.ts";
import { removeContainer, removeImage } from "./leftovers.ts";
import { once } from "./once.ts";

/** Whether an engine runs programs of other architectures than its own: asked once for each. */
export interface ForeignArchitectures {
  /** @throws UnavailableError when the engine cannot run it. */
  require(architecture: "x86_64" | "arm64"): Promise<void>;
}

/** Of an engine; what asking needs carries the labels. */
export function createForeignArchitectures(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
): ForeignArchitectures {
  const own = engine.facts.architecture;
  const answers = new Map<string, Promise<boolean>>();
  return {
    require: async (architecture) => {
      if (architecture === own) {
        return;
      }
      if (!(await once(answers, architecture, () => canRun(engine, architecture, labels)))) {
        throw new UnavailableError(
          `this engine runs ${own} and cannot run ${architecture}`,
          "an emulator can be registered, e.g. by Debian's qemu-user-static; its times are not those of the hardware",
        );
      }
    },
  };
}

/** What the first process ends with when it is told of no harness: proof that it has run. */
const exitUnreachable = 111;

/** Tries it: the first process of that architecture, alone in an image. */
async function canRun(
  engine: Engine,
  architecture: string,
  labels: Readonly<Record<string, string>>,
): Promise<boolean> {
  const name = `thaw/image:${labels[runLabel]}-probe-${architecture}`;
  const program = await readFile(initProgram(architecture));
  const archive = pack();
  archive.entry({ name: "Dockerfile" }, 'FROM scratch\nCOPY init /init\nENTRYPOINT ["/init"]\n');
  archive.entry({ name: "init", mode: 0o755 }, program);
  archive.finalize();
  try {
    await engine.call(
      buildImage({
        docker: engine.docker,
        context: { dockerfile: "Dockerfile", archive: () => archive },
        shown: `a probe for ${architecture}`,
        buildKit: engine.facts.name === "Docker",
        name,
        labels,
        signal: new AbortController().signal,
        onStep: () => {},
      }),
    );
    return (await exitCodeOf(engine, name, labels)) === exitUnreachable;
  } finally {
    const image = await readImage(engine, name);
    if (image !== undefined) {
      await removeImage(engine, image.id);
    }
  }
}

/** Undefined where it cannot even be started. */
async function exitCodeOf(
  engine: Engine,
  image: string,
  labels: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const HostConfig = { NetworkMode: "none" };
  const options = { Image: image, Labels: { ...labels }, HostConfig };
  const container = await createContainer(engine, options);
  try {
    await engine.soon(container.start());
    const { StatusCode } = await engine.soon(container.wait());
    return StatusCode;
  } catch {
    return undefined;
  } finally {
    await removeContainer(engine, container.id);
  }
}
