import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A picture in a paragraph of its own. */
const PICTURE = /^!\[[^\]]*\]\([^)]+\)\n\n?/gm;

/**
 * The README for the extension's page inside VS Code. It shows pictures by https alone: as long as ours have no such
 * address, they would stand there as broken ones.
 */
export function writePageReadme(root, path) {
  const text = readFileSync(join(root, "README.md"), "utf8");
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text.replace(PICTURE, ""));
}
