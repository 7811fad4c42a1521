// The licences of what is bundled: dist/NOTICES.txt, from the packages that a build has taken code of.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const MODULES = resolve(import.meta.dirname, "../node_modules");
/** `node_modules/@scope/name/` or `node_modules/name/`, the innermost. */
const PACKAGE = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

/** The names of the packages whose files are among a build's inputs. */
export function packagesIn(metafile) {
  const names = Object.keys(metafile.inputs).flatMap((path) => PACKAGE.exec(path)?.[1] ?? []);
  return new Set(names);
}

/** One package: name, version, licence, and the texts that it asks to be passed on. */
async function noticeOf(name) {
  const folder = join(MODULES, name);
  const { version, license, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => LICENCE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const by = typeof author === "string" ? author : author?.name;
  const head = `${name} ${version}\nLicence: ${license}${by === undefined ? "" : `\nAuthor: ${by}`}`;
  return [head, ...texts.map((text) => text.trim())].join("\n\n");
}

/** @param names of packages, in any order; each is told once. */
export async function writeNotices(file, names) {
  const notices = await Promise.all([...new Set(names)].sort().map(noticeOf));
  const head = "Layerscope contains code of these packages, under their own licences.";
  await writeFile(file, [head, ...notices].join(`\n\n${"-".repeat(80)}\n\n`) + "\n");
}
