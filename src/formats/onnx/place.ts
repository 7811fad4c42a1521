import { Problems } from "./problems";
import type { Message } from "./schema";
import { SCHEMA } from "./schema";
import type { Resident } from "./skim";
import { Wire } from "./wire";

/** A path names at most so many fields: deeper it says nothing to a person. */
const LONGEST_PATH = 24;

/** The field in which a byte of the file stands: `graph.node[4].attribute[1].t.raw_data`; "file" for the file's own. */
export function pathOf(resident: Resident, offset: number): string {
  const wire = new Wire(resident, new Problems(""));
  const path: string[] = [];
  let message: Message | undefined = "Model";
  let end = resident.size;
  while (message !== undefined && path.length < LONGEST_PATH) {
    const found = fieldAt(wire, message, end, offset);
    if (found === undefined) break;
    path.push(found.label);
    message = found.message;
    end = found.end;
  }
  return path.length === 0 ? "file" : path.join(".");
}

/** The field of a message that holds the offset; the wire is left at the beginning of its content. */
function fieldAt(
  wire: Wire,
  message: Message,
  end: number,
  offset: number,
): { readonly label: string; readonly message: Message | undefined; readonly end: number } | undefined {
  const counts = new Map<number, number>();
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === 0) return undefined;
    const number = tag >>> 3;
    const index = counts.get(number) ?? 0;
    counts.set(number, index + 1);
    const field = SCHEMA[message][number];
    const label = labelOf(field?.name ?? `field ${number}`, index, REPEATED.has(field?.name ?? ""));
    if ((tag & 7) !== 2) {
      wire.skip(tag, end);
      if (offset < wire.position) return { label, message: undefined, end };
      continue;
    }
    const stop = wire.open(end);
    // A place in the tag or the length is the field's as a whole.
    if (offset < wire.position) return { label, message: undefined, end };
    if (offset < stop) return { label, message: field?.message, end: stop };
    wire.seek(stop);
  }
  return undefined;
}

const REPEATED = new Set(
  (
    "node initializer input output value_info sparse_initializer attribute tensors graphs sparse_tensors " +
    "type_protos functions training_info opset_import attribute_proto strings string_data " +
    "metadata_props quantization_annotation external_data configuration device_configurations"
  ).split(" "),
);

function labelOf(name: string, index: number, repeated: boolean): string {
  return repeated ? `${name}[${index}]` : name;
}
