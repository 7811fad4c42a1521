import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, label } from "../label";
import { noMacs } from "../operator";
import { sequence, tensor } from "../value";
import {
  inserted,
  joinedMembers,
  memberAt,
  optional,
  presentElement,
  splitToMembers,
  without,
} from "./member";

/** From this version on a Scan has no batch axis, and no lengths of sequences as its first input. */
export const SCAN_WITHOUT_BATCH = 9;

const scanned = label(int("num_scan_inputs", "scan inputs"));

export const control: Family = {
  If: [entry(1, "control", "cond", "outputs…", { slots: constants("cond") })],
  Loop: [
    entry(1, "control", "M cond v_initial…", "v_final_and_scan_outputs…", { slots: constants("M cond") }),
  ],
  Scan: [
    entry(8, "control", "sequence_lens initial_state_and_scan_inputs…", "final_state_and_scan_outputs…", {
      slots: constants("sequence_lens"),
      label: scanned,
    }),
    entry(SCAN_WITHOUT_BATCH, "control", "initial_state_and_scan_inputs…", "final_state_and_scan_outputs…", {
      label: scanned,
    }),
  ],
  SequenceMap: [entry(17, "control", "input_sequence additional_inputs…", "out_sequence…")],
};

const position = { slots: constants("position"), macs: noMacs };

export const sequences: Family = {
  SequenceConstruct: [
    entry(11, "control", "inputs…", "output_sequence", {
      infer: (node) => [sequence(node.inputs)],
      macs: noMacs,
    }),
  ],
  SequenceEmpty: [
    entry(11, "control", "", "output", {
      infer: (node) => [
        sequence([], { kind: "tensor", dtype: node.typeNamed("dtype") ?? "float32", shape: undefined }),
      ],
      macs: noMacs,
    }),
  ],
  SequenceAt: [entry(11, "control", "input_sequence position", "tensor", { ...position, infer: memberAt })],
  SequenceErase: [
    entry(11, "control", "input_sequence position", "output_sequence", { ...position, infer: without }),
  ],
  SequenceInsert: [
    entry(11, "control", "input_sequence tensor position", "output_sequence", {
      ...position,
      infer: inserted,
    }),
  ],
  SequenceLength: [
    entry(11, "control", "input_sequence", "length", {
      infer: (node) => [tensor("int64", [], [node.input(0).items?.length])],
      macs: noMacs,
    }),
  ],
  SplitToSequence: [
    entry(11, "shape", "input split", "output_sequence", {
      slots: constants("split"),
      label: label(int("axis", "axis", 0)),
      infer: splitToMembers,
    }),
  ],
  ConcatFromSequence: [
    entry(11, "shape", "input_sequence", "concat_result", {
      label: label(int("axis")),
      infer: joinedMembers,
    }),
  ],
  Optional: [entry(15, "control", "input", "output", { infer: optional, macs: noMacs })],
  OptionalGetElement: [entry(15, "control", "input", "output", { infer: presentElement, macs: noMacs })],
  OptionalHasElement: [
    entry(15, "control", "input", "output", {
      infer: (node) => [tensor("bool", [], node.given(0) ? undefined : [0])],
      macs: noMacs,
    }),
  ],
};
