// node scripts/kernel.mjs: compiles assembly/statistics.ts to WebAssembly and writes src/tensors/kernel-bytes.ts.
// The build does it too. The result is in the repository, so that tests and bundlers need no step before.
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = resolve(import.meta.dirname, "..");
const SOURCE = "assembly/statistics.ts";
export const KERNEL_FILE = join(ROOT, "src/tensors/kernel-bytes.ts");
/** Of memory at first, of 64 KB each; the caller lets it grow. */
const PAGES = "16";

/** The text of kernel-bytes.ts. */
export async function compileKernel() {
  const flags = [
    "-O3",
    "--converge",
    "--runtime",
    "stub",
    "--noAssert",
    "--use",
    "abort=",
    "--enable",
    "simd",
  ];
  const out = ["--initialMemory", PAGES, "--outFile", "kernel.wasm"];
  let bytes = Buffer.alloc(0);
  const { error, stderr } = await asc.main([SOURCE, "--baseDir", ROOT, ...flags, ...out], {
    writeFile: (_, content) => {
      bytes = Buffer.from(content);
    },
  });
  if (error !== null) throw new Error(`${SOURCE}: ${stderr.toString()}`, { cause: error });
  const lines = bytes.toString("base64").match(/.{1,100}/g) ?? [];
  return [
    `// Compiled from ${SOURCE} by scripts/kernel.mjs.`,
    "export const KERNEL =",
    `${lines.map((line) => `  "${line}"`).join(" +\n")};`,
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await writeFile(KERNEL_FILE, await compileKernel());
}
