import { printType } from "../../model/print-type";
import { rule } from "../rule";

/** What the file says of a value is not what follows from its inputs. */
export const declaredShape = rule({
  id: "declared-shape",
  title: "Declared type is wrong",
  severity: "warning",
  needs: ["graph"],
  concept: undefined,
  thresholds: {},
  check: ({ analysis }) =>
    analysis.contradictions.map(({ value, declared, inferred }) => ({
      message: `Value ${value} is declared as ${printType(declared)}, but its inputs make it ${printType(inferred)}.`,
      value,
    })),
});
