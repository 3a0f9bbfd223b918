import type { RuntimeFamily } from "./identifiers.ts";
import { versionOf } from "./version.ts";

/** Where Lambda's folders are. On Lambda and in its images: `lambdaRoots`. */
export interface RootPaths {
  /** The function's code. */
  readonly task: string;
  /** The merged layers. */
  readonly opt: string;
  /** The runtime's client. */
  readonly runtime: string;
  /** The language runtime, with bin/ and lib/. */
  readonly lang: string;
}

/** Lambda's own folders. */
export const lambdaRoots: RootPaths = {
  task: "/var/task",
  opt: "/opt",
  runtime: "/var/runtime",
  lang: "/var/lang",
};

/**
 * The variables by which programs, libraries and modules are found: PATH and LD_LIBRARY_PATH for all, then those of the
 * runtime's language. Sources: AWS Lambda Developer Guide, "Using Lambda environment variables" and "Packaging your
 * layer content"; the base images' Dockerfiles.
 */
export function searchPaths(
  identifier: string,
  family: RuntimeFamily | undefined,
  roots: RootPaths,
): Readonly<Record<string, string>> {
  const { task, opt, runtime, lang } = roots;
  return {
    PATH: [`${lang}/bin`, "/usr/local/bin", "/usr/bin/", "/bin", `${opt}/bin`].join(":"),
    LD_LIBRARY_PATH: [
      `${lang}/lib`,
      "/lib64",
      "/usr/lib64",
      runtime,
      `${runtime}/lib`,
      task,
      `${task}/lib`,
      `${opt}/lib`,
    ].join(":"),
    ...(family === undefined ? {} : languagePaths(identifier, family, roots)),
  };
}

function languagePaths(
  identifier: string,
  family: RuntimeFamily,
  { task, opt, runtime }: RootPaths,
): Readonly<Record<string, string>> {
  switch (family) {
    case "nodejs": {
      const major = versionOf(identifier)?.version ?? "";
      const modules = [
        `${opt}/nodejs/node${major}/node_modules`,
        `${opt}/nodejs/node_modules`,
        `${runtime}/node_modules`,
      ];
      return { NODE_PATH: modules.join(":") };
    }
    case "python":
      return { PYTHONPATH: runtime };
    case "ruby": {
      const abi = `${identifier.replace("ruby", "")}.0`;
      return {
        GEM_PATH: `${task}/vendor/bundle/ruby/${abi}:${opt}/ruby/gems/${abi}`,
        RUBYLIB: `${task}:${runtime}/lib:${opt}/ruby/lib`,
      };
    }
    case "java":
    case "dotnet":
    case "provided":
      return {};
    default:
      return family satisfies never;
  }
}
