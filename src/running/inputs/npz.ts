import { unzipSync } from "fflate";
import type { Result } from "../../bytes/problem";
import type { Values } from "../values";
import { readNpy } from "./npy";
import type { InputFile } from "./problem";
import { badInput } from "./problem";

/** What an archive may unpack to, in bytes: no input of a model is larger, and an archive can promise anything. */
const LARGEST_ARRAY = 1 << 30;

/** The array of an archive that is called like the input, or the only one in it. */
export function readNpz({ name, bytes }: InputFile, input: string): Result<Values> {
  const sizes = new Map<string, number>();
  try {
    unzipSync(bytes, {
      filter: (entry) => {
        if (entry.name.endsWith(".npy")) sizes.set(entry.name, entry.originalSize);
        return false;
      },
    });
    const [first] = sizes.keys();
    const wanted = sizes.has(`${input}.npy`) ? `${input}.npy` : sizes.size === 1 ? first : undefined;
    if (wanted === undefined) {
      const names = [...sizes.keys()].map((one) => one.slice(0, -4)).join(", ");
      return badInput(name, `holds no array '${input}', but ${names === "" ? "none at all" : names}.`);
    }
    if ((sizes.get(wanted) ?? 0) > LARGEST_ARRAY) {
      return badInput(name, `'${wanted}' unpacks to more than ${LARGEST_ARRAY} bytes.`);
    }
    const unpacked = unzipSync(bytes, { filter: (entry) => entry.name === wanted })[wanted];
    return unpacked === undefined
      ? badInput(name, `'${wanted}' cannot be unpacked.`)
      : readNpy({ name: `${name}/${wanted}`, bytes: unpacked });
  } catch {
    // fflate throws on whatever is no archive.
    return badInput(name, "is no .npz file, or is damaged.");
  }
}
