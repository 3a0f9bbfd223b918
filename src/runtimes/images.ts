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

/** The name of the image that a function of a runtime runs on. `images`: runtime identifier → name, where it is another. */
export function imageNameOf(
  { runtime }: { readonly runtime: string },
  images: Readonly<Record<string, string>>,
): string {
  return images[runtime] ?? baseImageOf(runtime);
}
