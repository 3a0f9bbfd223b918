import { cp, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { javaFunction } from "../real-parts/java.mjs";
import { node22, node24 } from "../real-parts/node.mjs";
import { nodeClient } from "../real-parts/node-client.mjs";
import { pythonClient } from "../real-parts/python-client.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = "public.ecr.aws/lambda";

/** The tree that all share. Its layers are stored once. */
export const baseImage = "thaw/base:bookworm";

/**
 * A recipe is `{ identifier, tag, parts, fill, lines }`: the parts that must be there, what fills the build's folder from
 * them, and the lines of its Dockerfile after FROM.
 */
export const recipes = [
  nodejs("22", node22),
  nodejs("24", node24),
  {
    identifier: "python3.11",
    tag: `${repository}/python:3.11`,
    parts: [pythonClient],
    fill: async (context, [client]) => {
      await cp(client, join(context, "runtime"), { recursive: true, verbatimSymlinks: true });
      await copyScripts(context, "python-bootstrap.sh", "entrypoint.sh");
    },
    lines: [
      ...installing("python3.11-minimal", "libpython3.11-stdlib"),
      "RUN mkdir -p /var/lang/bin && ln -s /usr/bin/python3.11 /var/lang/bin/python3.11 && ln -s python3.11 /var/lang/bin/python3",
      "COPY runtime/ /var/runtime/",
      ...ending(),
    ],
  },
  {
    identifier: "java17",
    tag: `${repository}/java:17`,
    parts: [javaFunction],
    fill: async (context, [made]) => {
      await mkdir(join(context, "runtime/lib"), { recursive: true });
      const jars = (await readdir(join(made, "lib"))).filter((name) => name.startsWith("aws-lambda-java-"));
      await Promise.all(jars.map((name) => cp(join(made, "lib", name), join(context, "runtime/lib", name))));
      await copyScripts(context, "java-bootstrap.sh", "entrypoint.sh");
    },
    lines: [
      // Its package links manual pages, into a folder that has to be there.
      "RUN mkdir -p /usr/share/man/man1",
      ...installing("openjdk-17-jre-headless"),
      "RUN mkdir -p /var/lang && java -Xshare:dump",
      "COPY runtime/ /var/runtime/",
      ...ending(),
    ],
  },
  {
    identifier: "provided.al2023",
    tag: `${repository}/provided:al2023`,
    parts: [],
    fill: async (context) => {
      await mkdir(join(context, "runtime"));
      await cp(join(here, "provided-entrypoint.sh"), join(context, "entrypoint.sh"));
    },
    lines: ["COPY runtime/ /var/runtime/", ...ending()],
  },
];

/** Lambda's folders, variables and entry. Source: the Dockerfiles of AWS's base images. */
function ending() {
  return [
    "COPY entrypoint.sh /lambda-entrypoint.sh",
    "ENV LANG=en_US.UTF-8 TZ=:/etc/localtime PATH=/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    "ENV LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    "ENV LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime",
    "WORKDIR /var/task",
    'ENTRYPOINT ["/lambda-entrypoint.sh"]',
  ];
}

function nodejs(major, node) {
  return {
    identifier: `nodejs${major}.x`,
    tag: `${repository}/nodejs:${major}`,
    parts: [node, nodeClient],
    fill: async (context, [program, client]) => {
      await mkdir(join(context, "lang/bin"), { recursive: true });
      await cp(join(program, "bin/node"), join(context, "lang/bin/node"));
      await cp(join(client, "node_modules"), join(context, "runtime/node_modules"), { recursive: true });
      await copyScripts(context, "nodejs-bootstrap.sh", "entrypoint.sh");
    },
    lines: [...installing("libatomic1"), "COPY lang/ /var/lang/", "COPY runtime/ /var/runtime/", ...ending()],
  };
}

function installing(...packages) {
  return [
    `RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && rm -rf /var/lib/apt/lists/* /var/cache/apt/*`,
  ];
}

async function copyScripts(context, bootstrap, entrypoint) {
  const target = join(context, "runtime/bootstrap");
  await mkdir(dirname(target), { recursive: true });
  await cp(join(here, bootstrap), target);
  await cp(join(here, entrypoint), join(context, "entrypoint.sh"));
}
