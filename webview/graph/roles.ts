import type { Role } from "../../src/layout/picture";
import { t } from "../l10n";

/**
 * A sign for each role, 12 × 12 pixels, drawn as a line: colour is never the only difference. They show what the
 * role does: a matrix, a bend, a bell curve, a funnel.
 */
export const GLYPHS: Readonly<Record<Role, string>> = {
  linear: "M1.5 1.5h9v9h-9zM1.5 4.5h9M1.5 7.5h9M4.5 1.5v9M7.5 1.5v9",
  activation: "M1 9.5h4.5L11 2.5",
  normalization: "M1 10c3 0 3-8 5-8s2 8 5 8",
  pooling: "M1.5 2h9L7.5 6.5v4h-3v-4z",
  arithmetic: "M6 1.5v6M3 4.5h6M3 10.5h6",
  reduction: "M9.5 2.5v-1h-7L6.5 6l-4 4.5h7v-1",
  shape: "M1.5 4.5v-3h3M10.5 7.5v3h-3M1.5 1.5l9 9",
  recurrent: "M10 6a4 4 0 1 1-1.6-3.2M8.8.8v2.4H6.4",
  attention: "M1 6c2.5-4.5 7.5-4.5 10 0-2.5 4.5-7.5 4.5-10 0M6 7.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3",
  quantization: "M1 10.5h2.5v-3H6v-3h2.5v-3H11",
  control: "M6 1l5 5-5 5-5-5z",
  constant: "M6 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
  loss: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1M6 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  other: "M3.5 1.5h5l2.5 4.5-2.5 4.5h-5L1 6z",
};

/** What a role is called. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  linear: t("linear"),
  activation: t("activation"),
  normalization: t("normalization"),
  pooling: t("pooling"),
  arithmetic: t("arithmetic"),
  reduction: t("reduction"),
  shape: t("shape"),
  recurrent: t("recurrent"),
  attention: t("attention"),
  quantization: t("quantization"),
  control: t("control"),
  constant: t("constant"),
  loss: t("loss"),
  other: t("other"),
};

/** A ring around rows of blocks, for a group whose blocks repeat. */
export const FOLDED_GLYPH = "M1 6h10M6 1v10";
export const OPEN_GLYPH = "M1 6h10";
