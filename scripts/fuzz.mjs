// npm run fuzz -- --minutes 10: changed models go the way of an editor until the time is over (test/fuzz).
//   --from N --count N    these inputs
//   --from N --write DIR  write the input of this number
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
const OUT = join(ROOT, "out/fuzz");

await build({
  entryPoints: ["main", "worker"].map((name) => join(ROOT, "test/fuzz", `${name}.ts`)),
  outdir: OUT,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  define: { LAYERSCOPE_VERSION: '"fuzz"' },
  logLevel: "warning",
});
const { status } = spawnSync(process.execPath, [join(OUT, "main.js"), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
