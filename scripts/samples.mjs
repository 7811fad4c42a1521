// Makes the models in media/samples, which ship with the extension: the same bytes at every run.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");

const { outputFiles } = await build({
  entryPoints: [join(ROOT, "scripts/samples/samples.ts")],
  bundle: true,
  format: "esm",
  write: false,
});
const { sampleFiles } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
for (const [name, bytes] of sampleFiles()) {
  const file = join(ROOT, "media/samples", name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
