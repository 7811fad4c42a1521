import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

/** A model with the files beside it. */
export interface ModelFiles {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly siblings: ReadonlyMap<string, Uint8Array>;
}

const FIXTURES = resolve(import.meta.dirname, "../../test/fixtures");
/** Larger files make few inputs in the time. */
const LARGEST = 200_000;

/** The models among the fixtures: ONNX and TensorFlow.js, sound and broken. */
export function seeds(): readonly ModelFiles[] {
  return ["torch", "tfjs"].flatMap((set) =>
    foldersIn(join(FIXTURES, set)).flatMap((folder) => {
      const root = join(FIXTURES, set, folder);
      const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const all = new Map(
        files.map((entry) => {
          const path = join(entry.parentPath, entry.name);
          return [relative(root, path), new Uint8Array(readFileSync(path))];
        }),
      );
      return [...all].flatMap(([name, bytes]) =>
        (name.endsWith(".onnx") || name === "model.json") && bytes.length <= LARGEST
          ? [{ name: `${set}/${folder}/${name}`, bytes, siblings: all }]
          : [],
      );
    }),
  );
}

function foldersIn(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}
