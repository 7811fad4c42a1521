// npm run package: builds for release and packs layerscope-VERSION.vsix. It holds what "files" in package.json lists:
// the extension host's, the worker's, the page's and the command line's bundles, codicons, icon, texts, licence.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import packageJson from "../package.json" with { type: "json" };

const ROOT = resolve(import.meta.dirname, "..");

export const vsixPath = join(ROOT, `layerscope-${packageJson.version}.vsix`);

export function packExtension() {
  const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
  const args = [vsce, "package", "--no-dependencies", "--out", vsixPath];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  return statSync(vsixPath).size;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) packExtension();
