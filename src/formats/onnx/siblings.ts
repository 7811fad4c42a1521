import type { ByteSource } from "../../bytes/source";
import type { Graph } from "../../model/model";
import type { Piece, Tensor } from "../../model/tensor";
import type { Problems } from "./problems";
import { shortName } from "./problems";

/** A model names a handful of data files; one that names more was made to keep a reader busy. */
const FILES_ASKED = 1000;

/** Whether the files that tensors lie in are there and long enough: one problem per file. None of them is read. */
export async function checkExternalFiles(
  source: ByteSource,
  graphs: readonly Graph[],
  problems: Problems,
): Promise<void> {
  const files = new Map<string, { readonly piece: Piece; readonly tensor: Tensor }>();
  const add = (tensor: Tensor): void => {
    const { location } = tensor;
    if (location.kind === "sparse") {
      add(location.values);
      add(location.indices);
    } else if (location.kind === "raw") {
      for (const piece of location.pieces) {
        if (piece.file === "") continue;
        const last = files.get(piece.file)?.piece;
        const further = last === undefined || piece.offset + piece.length > last.offset + last.length;
        if (further) files.set(piece.file, { piece, tensor });
      }
    }
  };
  for (const graph of graphs) {
    for (const tensor of graph.tensors.values()) add(tensor);
    for (const { attributes } of graph.nodes) {
      if (attributes.size === 0) continue;
      for (const attribute of attributes.values()) {
        if (attribute.kind === "tensor") add(attribute.value);
        else if (attribute.kind === "tensors") attribute.value.forEach(add);
      }
    }
  }
  if (files.size > FILES_ASKED) {
    const more = `${files.size - FILES_ASKED} more than the ${FILES_ASKED} that are looked for`;
    const message = `tensors lie in ${files.size} files, ${more}`;
    problems.warning("too-many-files", message, "");
  }
  for (const [file, { piece, tensor }] of [...files].slice(0, FILES_ASKED)) {
    const sibling = await source.sibling(file);
    if (!sibling.ok) {
      problems.pass(sibling.problem);
      continue;
    }
    const { size } = sibling.value;
    await sibling.value.close();
    const end = piece.offset + piece.length;
    if (end <= size) continue;
    const place = `in the bytes ${piece.offset}–${end} of '${shortName(file)}', which has ${size}`;
    const message = `the tensor '${shortName(tensor.name)}' lies ${place}. Was a copy interrupted?`;
    problems.error("external-data-too-short", message, tensor.name);
  }
}
