import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { javaFunction } from "../real-parts/java.mjs";
import { node22, node24 } from "../real-parts/node.mjs";
import { nodeClient } from "../real-parts/node-client.mjs";
import { pythonClient } from "../real-parts/python-client.mjs";
import { layOutJavaClient } from "./java-client.mjs";

const repository = "public.ecr.aws/lambda";
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const bundled = (name) => fileURLToPath(new URL(`../../src/runtimes/bootstraps/${name}`, import.meta.url));

/**
 * A recipe is `{ identifier, tag, parts, fill, sources, files, lines }`: the parts that must be there, what fills the build's
 * folder from them and the sources of that, files (place in that folder → source), and the lines of its Dockerfile after FROM.
 */
export const recipes = [
  nodejs("22", node22),
  nodejs("24", node24),
  {
    identifier: "python3.11",
    tag: `${repository}/python:3.11`,
    parts: [pythonClient],
    fill: (context, [client]) =>
      cp(client, join(context, "runtime"), { recursive: true, verbatimSymlinks: true }),
    files: {
      "runtime/bootstrap": here("python-bootstrap.sh"),
      "runtime/bootstrap.py": here("python-bootstrap.py"),
    },
    lines: [
      ...installing("python3.11-minimal", "libpython3.11-stdlib"),
      "RUN mkdir -p /var/lang/bin && ln -s /usr/bin/python3.11 /var/lang/bin/python3.11 && ln -s python3.11 /var/lang/bin/python3",
      // As on Lambda, modules are there as bytecode.
      "COPY runtime/ /var/runtime/",
      "RUN python3.11 -m compileall -q /var/runtime",
      ...ending(),
    ],
  },
  {
    identifier: "java17",
    tag: `${repository}/java:17`,
    parts: [javaFunction],
    fill: (context, [made]) => layOutJavaClient(context, made),
    sources: [here("java-client.mjs")],
    files: { "runtime/bootstrap": here("java-bootstrap.sh") },
    lines: [
      // Its package links manual pages, into a folder that has to be there.
      "RUN mkdir -p /usr/share/man/man1",
      ...installing("openjdk-17-jre-headless"),
      "RUN mkdir -p /var/lang/bin /var/lang/lib/server && ln -s /usr/lib/jvm/java-17-*/bin/java /var/lang/bin/java",
      "COPY runtime/ /var/runtime/",
      // As on Lambda, the JDK's and the client's classes lie ready in an archive, which is good for one class path only.
      "COPY classes /tmp/client-classes",
      "RUN cat /usr/lib/jvm/java-17-*/lib/classlist /tmp/client-classes > /tmp/classes && java -Xshare:dump -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile=/var/lang/lib/server/runtime.jsa -classpath $(echo /var/runtime/lib/*.jar | tr ' ' :) > /dev/null 2>&1 && rm /tmp/classes /tmp/client-classes",
      ...ending(),
    ],
  },
  {
    identifier: "provided.al2023",
    tag: `${repository}/provided:al2023`,
    parts: [],
    files: {},
    lines: ["RUN mkdir -p /var/runtime", ...ending()],
  },
  {
    // Lambda has no runtime for PHP: it is a function of provided.al2023, with the image's layer or on the image.
    identifier: "php8.2",
    tag: "thaw/php:8.2",
    parts: [],
    files: {
      "runtime/bootstrap": here("php-bootstrap.sh"),
      "runtime/layer": here("php-layer.sh"),
      "runtime/layer-bootstrap": here("php-layer-bootstrap.sh"),
      "runtime/php.php": bundled("php.php"),
    },
    lines: [
      ...installing("php8.2-cli", "php8.2-curl"),
      "RUN mkdir -p /var/lang/bin && ln -s /usr/bin/php8.2 /var/lang/bin/php",
      "COPY runtime/ /var/runtime/",
      ...ending(),
    ],
  },
  {
    // Debian's is none of the versions that Lambda has: the image has a name of its own.
    identifier: "ruby3.1",
    tag: "thaw/ruby:3.1",
    parts: [],
    files: { "runtime/bootstrap": here("ruby-bootstrap.sh"), "runtime/ruby.rb": bundled("ruby.rb") },
    lines: [
      ...installing("ruby"),
      "RUN mkdir -p /var/lang/bin && ln -s /usr/bin/ruby3.1 /var/lang/bin/ruby",
      "COPY runtime/ /var/runtime/",
      ...ending(),
      // Where gems of this version are; an image's variables win over those of the runtime that it is run for.
      "ENV GEM_PATH=/var/task/vendor/bundle/ruby/3.1.0:/opt/ruby/gems/3.1.0",
    ],
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
    },
    files: { "runtime/bootstrap": here("nodejs-bootstrap.sh") },
    lines: [...installing("libatomic1"), "COPY lang/ /var/lang/", "COPY runtime/ /var/runtime/", ...ending()],
  };
}

function installing(...packages) {
  return [
    `RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && rm -rf /var/lib/apt/lists/* /var/cache/apt/*`,
  ];
}
