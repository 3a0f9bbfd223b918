/**
 * The images that a Dockerfile starts from or copies from, as far as it names them: stages of its own and `scratch` are none,
 * and a name that only the builder knows is left to it. Source: Dockerfile reference, "FROM", "ARG", "COPY --from".
 */
export function imagesOf(dockerfile: string): readonly string[] {
  const values = new Map<string, string>();
  const stages = new Set<string>(["scratch"]);
  const images = new Set<string>();
  let stageCount = 0;
  const need = (word: string) => {
    const name = filled(word, values);
    if (name !== undefined && !stages.has(name.toLowerCase())) {
      images.add(name);
    }
  };
  for (const [instruction = "", ...words] of instructionsOf(dockerfile)) {
    switch (instruction.toUpperCase()) {
      case "ARG":
        // Those of a stage are not known to FROM.
        if (stageCount === 0) {
          addDefaults(words, values);
        }
        break;
      case "FROM": {
        const [image = "", as, stage] = words.filter((word) => !word.startsWith("--"));
        need(image);
        stages.add(String(stageCount));
        stageCount += 1;
        if (as?.toUpperCase() === "AS" && stage !== undefined) {
          stages.add(stage.toLowerCase());
        }
        break;
      }
      case "COPY":
        for (const word of words.filter((word) => word.startsWith("--from="))) {
          need(word.slice("--from=".length));
        }
        break;
    }
  }
  return [...images];
}

function instructionsOf(dockerfile: string): readonly (readonly string[])[] {
  return dockerfile
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replace(/\\[ \t]*\n/g, " ")
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
}

function addDefaults(words: readonly string[], values: Map<string, string>): void {
  for (const word of words) {
    const at = word.indexOf("=");
    if (at > 0) {
      const value = filled(word.slice(at + 1).replace(/^(["'])(.*)\1$/, "$2"), values);
      if (value !== undefined) {
        values.set(word.slice(0, at), value);
      }
    }
  }
}

/** A word with its variables filled in; undefined where one has no value here. */
function filled(word: string, values: ReadonlyMap<string, string>): string | undefined {
  let whole = true;
  const text = word.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced, fallback, plain) => {
    const value = values.get(braced ?? plain) ?? fallback;
    whole &&= value !== undefined;
    return value ?? "";
  });
  return whole && text !== "" ? text : undefined;
}
