import type { Family } from "../entry";
import { entry } from "../entry";
import { label, text } from "../label";
import type { Context } from "../context";
import { broadcasting, like } from "../elementwise";
import type { Value } from "../value";
import { tensor } from "../value";

/** Words that are taken out leave an unknown number of them. */
function normalized(node: Context): readonly Value[] {
  const shape = node.shape(0);
  if (node.strings("stopwords") === undefined) return [{ type: node.type(0) }];
  return [tensor("string", shape && [...shape.slice(0, -1), node.fresh("words")])];
}

/** One number per n-gram of the pool. */
function frequencies(node: Context): readonly Value[] {
  const places = node.ints("ngram_indexes");
  const width =
    places === undefined || places.length > 1_000_000
      ? undefined
      : places.reduce((most, one) => Math.max(most, one + 1), 0);
  const shape = node.shape(0);
  return [tensor("float32", shape && [...shape.slice(0, -1), width])];
}

function splitTexts(node: Context): readonly Value[] {
  const shape = node.shape(0);
  return [
    tensor("string", shape && [...shape, shape.includes(0) ? 0 : node.fresh("pieces")]),
    tensor("int64", shape),
  ];
}

export const strings: Family = {
  StringConcat: [entry(20, "other", "X Y", "Z", { infer: broadcasting() })],
  StringNormalizer: [
    entry(10, "other", "X", "Y", { label: label(text("case_change_action", "NONE")), infer: normalized }),
  ],
  StringSplit: [entry(20, "other", "X", "Y Z", { label: label(text("delimiter")), infer: splitTexts })],
  RegexFullMatch: [entry(20, "other", "X", "Y", { label: label(text("pattern")), infer: like(0, "bool") })],
  TfIdfVectorizer: [entry(9, "other", "X", "Y", { label: label(text("mode")), infer: frequencies })],
};
