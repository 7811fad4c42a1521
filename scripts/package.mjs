// npm run package: builds for release and packs layerscope-VERSION.vsix. It holds what "files" in package.json lists:
// the extension host's, the workers', the page's and the command line's bundles, the runtimes, codicons, icon, texts,
// samples, the findings' pages, licence.
//   npm run package                                                      README's links stay as they are, its pictures are left out
//   npm run package -- --baseContentUrl URL --baseImagesUrl URL          they become addresses, for the marketplace
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { writePageReadme } from "./page-readme.mjs";
import packageJson from "../package.json" with { type: "json" };

const ROOT = resolve(import.meta.dirname, "..");

export const vsixPath = join(ROOT, `layerscope-${packageJson.version}.vsix`);

const README = "out/README.md";
/** What vsce wants to be told as long as package.json names no repository. */
const WITHOUT_REPOSITORY = [
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
  "--readme-path",
  README,
];

/**
 * @param addresses options of vsce that say where README's links lead.
 * @returns the package's size in bytes.
 */
export function packExtension(addresses = []) {
  const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
  const told = addresses.length > 0 ? ["--allow-missing-repository", ...addresses] : WITHOUT_REPOSITORY;
  if (addresses.length === 0) writePageReadme(ROOT, README);
  const args = [vsce, "package", "--no-dependencies", "--out", vsixPath, ...told];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  return statSync(vsixPath).size;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const size = packExtension(process.argv.slice(2));
  console.log(`${basename(vsixPath)}: ${size.toLocaleString("en")} bytes`);
}
