import { createWriteStream } from "node:fs";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import yauzl from "yauzl";

/** Lays out `runtime/lib` as Lambda has it: AWS's client, what it needs, its native part; and the names of all its classes. */
export async function layOutJavaClient(context, functionFolder) {
  const lib = join(context, "runtime/lib");
  await mkdir(join(lib, "jni"), { recursive: true });
  // The rest is the function's own.
  const jars = (await readdir(join(functionFolder, "lib"))).filter((name) =>
    /^(aws-lambda-java|utils-lite)-/.test(name),
  );
  const classes = [];
  for (const name of jars) {
    await cp(join(functionFolder, "lib", name), join(lib, name));
    classes.push(...(await readJar(join(lib, name), join(lib, "jni"))));
  }
  await writeFile(join(context, "classes"), `${classes.sort().join("\n")}\n`);
}

/** Unpacks libraries, and returns the names of classes in the form of a JDK's `classlist`. */
async function readJar(jar, libraries) {
  const archive = await promisify(yauzl.open)(jar, { autoClose: false, lazyEntries: false });
  const entries = [];
  archive.on("entry", (entry) => entries.push(entry));
  await new Promise((resolve, reject) => archive.once("end", resolve).once("error", reject));
  const library = new RegExp(`/libaws-lambda-jni\\.linux-${architecture()}\\.so$`);
  for (const entry of entries.filter(({ fileName }) => library.test(fileName))) {
    const content = await promisify(archive.openReadStream.bind(archive))(entry);
    await pipeline(content, createWriteStream(join(libraries, basename(entry.fileName))));
  }
  archive.close();
  return entries.flatMap(({ fileName }) => classOf(fileName));
}

/** Versions for later releases stand below META-INF. */
function classOf(file) {
  const name = /^(?!META-INF\/|module-info)(.*)\.class$/.exec(file)?.[1];
  return name === undefined ? [] : [name];
}

function architecture() {
  return process.arch === "arm64" ? "aarch_64" : "x86_64";
}
