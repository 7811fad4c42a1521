import type { Family } from "../entry";
import { entry } from "../entry";
import { label, text } from "../label";

export const strings: Family = {
  StringConcat: [entry(20, "other", "X Y", "Z")],
  StringNormalizer: [entry(10, "other", "X", "Y", { label: label(text("case_change_action", "NONE")) })],
  StringSplit: [entry(20, "other", "X", "Y Z", { label: label(text("delimiter")) })],
  RegexFullMatch: [entry(20, "other", "X", "Y", { label: label(text("pattern")) })],
  TfIdfVectorizer: [entry(9, "other", "X", "Y", { label: label(text("mode")) })],
};
