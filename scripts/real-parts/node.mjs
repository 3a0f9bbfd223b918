import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

// Node.js itself with its headers, as packed for npm; the digests are npm's own.
const versions = {
  "22.23.3": {
    x64: "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
    arm64: "sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==",
  },
  "24.21.0": {
    x64: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    arm64: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
};

export const node22 = nodeRecipe("node-22", "22.23.3");
export const node24 = nodeRecipe("node-24", "24.21.0");

function nodeRecipe(name, version) {
  return {
    name,
    parts: { [name]: "bin/node" },
    inputs: ["scripts/real-parts/node.mjs"],
    tools: ["npm", "tar"],
    build: async (folder, run) => {
      const integrity = versions[version][process.arch];
      if (process.platform !== "linux" || integrity === undefined) {
        throw new Error(`no package for ${process.platform} on ${process.arch}`);
      }
      const packageName = `node-linux-${process.arch}`;
      await run("npm", ["pack", `${packageName}@${version}`, "--pack-destination", folder]);
      const archive = join(folder, `${packageName}-${version}.tgz`);
      await check(archive, integrity);
      const wanted = ["bin", "include", "LICENSE"].map((entry) => `package/${entry}`);
      await run("tar", ["xzf", archive, "-C", folder, "--strip-components", "1", ...wanted]);
      await rm(archive);
    },
  };
}

async function check(archive, integrity) {
  const found = `sha512-${createHash("sha512")
    .update(await readFile(archive))
    .digest("base64")}`;
  if (found !== integrity) {
    throw new Error(`expected a package with ${integrity}, got ${found}`);
  }
}
