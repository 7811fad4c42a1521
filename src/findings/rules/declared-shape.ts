import { printType } from "../../model/print-type";
import { t } from "../../words/texts";
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
      message: t(
        "Value {0} is declared as {1}, but its inputs make it {2}.",
        value,
        printType(declared),
        printType(inferred),
      ),
      value,
    })),
});
