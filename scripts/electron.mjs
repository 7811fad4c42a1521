// npm run test:electron: the extension inside a desktop VS Code that is downloaded for it, where that can be had. The
// tests of npm test run in VS Code's server build, which npm has.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
const SUITE = join(ROOT, "out/electron/suite.cjs");
/** The least version that the manifest promises. */
const VERSION = "1.100.0";

/** VS Code's place on this disk; undefined, after a line that says why, where it cannot be had. */
async function getEditor() {
  try {
    return await downloadAndUnzipVSCode({ version: VERSION, cachePath: join(ROOT, "out/vscode") });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`VS Code ${VERSION} could not be downloaded: ${reason.split("\n")[0]}`);
    return undefined;
  }
}

const executable = await getEditor();
if (executable === undefined) process.exit(1);

await build({
  entryPoints: [join(ROOT, "test/electron/suite.ts")],
  outfile: SUITE,
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["vscode"],
});
const folder = await mkdtemp(join(tmpdir(), "layerscope-electron-"));
try {
  for (const name of ["mlp", "training-mode"]) {
    await copyFile(join(ROOT, "test/fixtures/torch", name, "model.onnx"), join(folder, `${name}.onnx`));
  }
  process.exitCode = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: SUITE,
    extensionTestsEnv: { LAYERSCOPE_MODELS: folder },
    launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust"],
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
