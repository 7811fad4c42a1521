// npm start: installs and builds what is missing, gets sample models, and opens a VS Code with the extension and the
// samples: the desktop one where `code` is on the PATH, else the server build in a browser.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const SAMPLES = join(ROOT, "samples");

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

async function getSamples() {
  await mkdir(SAMPLES, { recursive: true });
  const { status } = spawnSync(process.execPath, ["scripts/get-models.mjs", SAMPLES], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (status !== 0) console.log("Some sample models could not be had; the small ones that ship are there.");
  const fixtures = join(ROOT, "test/fixtures/torch");
  for (const name of await readdir(fixtures)) {
    const model = join(fixtures, name, "model.onnx");
    if (existsSync(model)) await cp(model, join(SAMPLES, "small", `${name}.onnx`));
  }
}

function hasDesktopCode() {
  const { status } = spawnSync("code", ["--version"], { stdio: "ignore" });
  return status === 0;
}

if (!existsSync(join(ROOT, "node_modules/esbuild"))) run("npm", "ci", "--no-audit", "--no-fund");
run(process.execPath, "esbuild.config.mjs");
await getSamples();

if (hasDesktopCode()) {
  run("code", `--extensionDevelopmentPath=${ROOT}`, SAMPLES);
} else {
  const { installEditor, startServer } = await import("./editor.mjs");
  const { startGate } = await import("./gate.mjs");
  console.log("No desktop VS Code is on the PATH: getting the server build (about 450 MB, once).");
  await installEditor();
  run(process.execPath, "scripts/package.mjs");
  const { vsixPath } = await import("./package.mjs");
  const server = await startServer({ folder: SAMPLES, vsix: vsixPath, driver: false });
  const token = randomBytes(24).toString("hex");
  const gate = await startGate(server.port, token);
  console.log(
    `\nVS Code is at  http://127.0.0.1:${gate.port}/?token=${token}\nOpen an .onnx file in its Explorer. Ctrl+C ends it.`,
  );
  const stop = async () => {
    gate.close();
    await server.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
