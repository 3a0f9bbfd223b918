import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** What moto needs on an engine to run functions; `environment` tells it. */
export interface MotoImage extends AsyncDisposable {
  readonly environment: { readonly MOTO_DOCKER_LAMBDA_IMAGE: string };
}

const base = "public.ecr.aws/lambda/nodejs:24";
const name = "thaw/moto-nodejs:24";

/** moto copies a function's files with it, by that very name. */
const carrier = "busybox:latest";

/** Builds the image, and where there is none lends its name to the one that moto copies files with. */
export async function makeMotoImage(): Promise<MotoImage> {
  const folder = fileURLToPath(new URL("./image", import.meta.url));
  await execa("docker", ["build", "--quiet", "--build-arg", `BASE=${base}`, "--tag", name, folder]);
  const { failed: lacking } = await execa("docker", ["image", "inspect", carrier], { reject: false });
  const made = lacking ? [name, carrier] : [name];
  if (lacking) {
    await execa("docker", ["tag", name, carrier]);
  }
  return {
    environment: { MOTO_DOCKER_LAMBDA_IMAGE: name },
    [Symbol.asyncDispose]: async () => {
      await execa("docker", ["image", "rm", ...made]);
    },
  };
}
