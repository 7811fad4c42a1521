// npm run bench: runs test/bench/*.bench.ts, each in a process of its own, and writes what they print to
// docs/benchmarks.md.
//   npm run bench                all
//   npm run bench -- reader      only this one; the other sections stay as they are
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";

const ROOT = resolve(import.meta.dirname, "..");
const SOURCES = join(ROOT, "test/bench");
const OUT = join(ROOT, "out/bench");
const PAGE = join(ROOT, "docs/benchmarks.md");
const SUFFIX = ".bench.ts";

const HEAD = `# Benchmarks

\`npm run bench\` writes this page. Figures are of the machine that each section names, on one day: they compare things
that ran side by side, and are no promise. The models are generated (\`test/bench/generate.ts\`) unless said otherwise.
`;

async function bundle(names) {
  await build({
    entryPoints: names.map((name) => join(SOURCES, name + SUFFIX)),
    outdir: OUT,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    // The scripts find their files from where they are: out/bench is as deep as test/bench.
    external: ["../../scripts/*"],
    logLevel: "warning",
  });
}

/** Runs one benchmark and gives what it printed; undefined where it failed. */
async function run(name) {
  // The collector works in the one thread that is measured, while it is asked to.
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--single-threaded-gc", join(OUT, `${name}.bench.js`)],
    {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    printed += text;
    process.stdout.write(text);
  });
  const [code] = await once(child, "close");
  return code === 0 ? printed : undefined;
}

function machine() {
  const [cpu, ...others] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `_${cpu.model}, ${others.length + 1} cores, Node ${process.version}, ${day}_`;
}

/** The page's parts by benchmark: a comment line with its name begins each. */
async function readPage() {
  const text = await readFile(PAGE, "utf8").catch(() => "");
  const [, ...parts] = text.split(/^<!-- ([\w-]+) -->$/m);
  const byName = new Map();
  for (let at = 0; at < parts.length; at += 2) byName.set(parts[at], parts[at + 1]);
  return byName;
}

async function writePage(parts) {
  const text = [HEAD, ...[...parts].sort().map(([name, part]) => `<!-- ${name} -->\n\n${part}`)].join("\n");
  await writeFile(PAGE, await format(text, { ...(await resolveConfig(PAGE)), parser: "markdown" }));
}

const files = (await readdir(SOURCES)).filter((file) => file.endsWith(SUFFIX));
const all = files.map((file) => file.slice(0, -SUFFIX.length));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`npm run bench: no benchmark ${unknown.join(", ")}; there are ${all.join(", ")}`);
  process.exit(2);
}
await bundle(wanted);
const parts = await readPage();
for (const name of wanted) {
  const printed = await run(name);
  if (printed === undefined) {
    console.error(`npm run bench: ${name} failed`);
    process.exitCode = 1;
  } else {
    parts.set(name, `${machine()}\n\n${printed}`);
    await writePage(parts);
  }
}
