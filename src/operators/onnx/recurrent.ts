import type { Family } from "../entry";
import { bias, constants, entry, peephole, recurrent, weight } from "../entry";
import { int, label, text } from "../label";
import type { Operator } from "../operator";

const cell = label(int("hidden_size", "hidden"), text("direction", "forward"));
const slots = { W: weight, R: recurrent, B: bias };

const simple = (since: number): Operator =>
  entry(since, "recurrent", "X W R B sequence_lens initial_h", "Y Y_h", {
    slots: { ...slots, ...constants("sequence_lens initial_h") },
    label: cell,
  });

export const recurrence: Family = {
  RNN: [simple(1)],
  GRU: [simple(1)],
  LSTM: [
    entry(1, "recurrent", "X W R B sequence_lens initial_h initial_c P", "Y Y_h Y_c", {
      slots: { ...slots, P: peephole, ...constants("sequence_lens initial_h initial_c") },
      label: cell,
    }),
  ],
};
