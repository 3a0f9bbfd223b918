import { cp, rename } from "node:fs/promises";
import { join } from "node:path";
import { partsFolder, root } from "./store.mjs";

const project = "scenarios/conformance/functions/java";

/** The reference function on aws-lambda-java-runtime-interface-client: a folder with `lib/*.jar`. */
export const javaFunction = {
  name: "function-java",
  parts: { "function-java": "." },
  inputs: ["scripts/real-parts/java.mjs", `${project}/pom.xml`, `${project}/src`],
  tools: ["mvn", "java"],
  build: async (folder, run) => {
    // Beside the part's folder, in the folder that is removed after the build.
    const work = join(folder, "../project");
    await cp(join(root, project), work, { recursive: true });
    const repository = `-Dmaven.repo.local=${join(partsFolder, "maven")}`;
    await run("mvn", ["--quiet", "--batch-mode", "--no-transfer-progress", repository, "package"], {
      cwd: work,
    });
    await rename(join(work, "target/lib"), join(folder, "lib"));
  },
};
