import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UnavailableError } from "../../src/shared/errors.ts";
import { createImagePusher } from "../../src/targets/docker/image-pusher.ts";
import { variantOf } from "../process/fixture.ts";
import { type TemporaryFolder, temporaryFolder } from "../unit/packages/temporary-folder.ts";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { type Registry, startRegistry, withoutRegistry } from "./registry.ts";

const missing = withoutEngine ?? withoutRegistry;
const login = { username: "AWS", password: "a-secret-password" };
const { signal } = new AbortController();

describe.skipIf(missing !== undefined)(
  `pushing images${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let folder: TemporaryFolder;
    let registry: Registry;

    beforeAll(async () => {
      folder = await temporaryFolder();
      registry = await startRegistry();
      await folder.write("image", {
        Dockerfile: 'FROM scratch\nCOPY a /a\nCMD ["/a"]\n',
        a: String(Math.random()),
      });
    });

    afterAll(async () => {
      await registry?.[Symbol.asyncDispose]();
      await folder?.[Symbol.asyncDispose]();
    });

    const variant = () =>
      variantOf({
        package: "image",
        code: undefined,
        image: { source: { kind: "dockerfile", path: `${folder.path}/image/Dockerfile` } },
      });
    const options = { images: {}, hostEnvironment: process.env };

    it("gives the digest by which the registry has it, and leaves nothing on the engine", async () => {
      const pusher = createImagePusher(options);
      const reference = `${registry.address}/thaw-run-images:0a0b`;
      const digest = await pusher.push(variant(), { reference, ...login }, signal);
      const answer = await fetch(`http://${registry.address}/v2/thaw-run-images/manifests/0a0b`, {
        headers: {
          accept:
            "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json",
        },
      });
      expect(answer.headers.get("docker-content-digest")).toBe(digest);
      await pusher.remove();
      expect(leftOnEngine()).toEqual([]);
    });

    it("says what the registry says, and no password", async () => {
      const pusher = createImagePusher(options);
      const reference = "127.0.0.1:1/thaw-run-images:0a0b";
      const error = await pusher
        .push(variant(), { reference, ...login }, signal)
        .catch((error: unknown) => error);
      expect(String(error)).toContain(`${reference}: expected an image to be pushed, got`);
      expect(String(error)).not.toContain(login.password);
      await pusher.remove();
    });
  },
);

it("pushing images needs an engine", async () => {
  const hostEnvironment = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
  const pusher = createImagePusher({ images: {}, hostEnvironment });
  const variant = variantOf({ package: "image" });
  const destination = { reference: "localhost/a:b", ...login };
  await expect(pusher.push(variant, destination, signal)).rejects.toBeInstanceOf(UnavailableError);
  await pusher.remove();
});
