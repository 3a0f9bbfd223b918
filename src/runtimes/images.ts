/** Where AWS publishes its base images. */
const repository = "public.ecr.aws/lambda";

/**
 * The base image of a runtime identifier as AWS names it: `nodejs22.x` → `public.ecr.aws/lambda/nodejs:22`. Source: AWS
 * Lambda Developer Guide, "Create a Lambda function using a container image".
 */
export function baseImageOf(identifier: string): string {
  const [, language = identifier, version = "latest"] =
    /^([a-z]+)\.?(\d.*|al\d.*)$/.exec(identifier.replace(/\.x$/, "")) ?? [];
  return `${repository}/${language}:${version}`;
}

/** What decides the image of a zip package. */
export interface ImageChoice {
  /** Runtime identifier → name, where it is another than AWS's. */
  readonly images: Readonly<Record<string, string>>;
  /** A name without an architecture means the image of this one. */
  readonly hostArchitecture: string;
}

/** What is known of a zip package. */
export interface ZipPackage {
  readonly runtime: string;
  readonly architecture: string;
  /** The scenario's own choice of images. */
  readonly docker?: { readonly images?: Readonly<Record<string, string>> } | undefined;
}

/** The name of the image that a zip package runs on; for another architecture AWS's names say which: `nodejs:22-arm64`. */
export function imageNameOf(
  { runtime, architecture, docker }: ZipPackage,
  { images, hostArchitecture }: ImageChoice,
): string {
  const name = baseImageOf(runtime);
  const named = images[runtime] ?? docker?.images?.[runtime];
  return named ?? (architecture === hostArchitecture ? name : `${name}-${architecture}`);
}
