import { expect, test } from "vitest";
import { readQuery } from "../../src/document/query";

/** Whether a query of one term matches a text. */
function matches(query: string, text: string): boolean {
  const read = readQuery(query);
  if ("problem" in read) throw new Error(read.problem);
  return read.terms.every(({ pattern, negated }) => pattern.test(text) !== negated);
}

const cases: [query: string, text: string, answer: boolean][] = [
  ["conv", "layer1/Conv_3", true],
  ["op:Conv", "Conv", true],
  ["op:Conv", "ConvTranspose", false],
  ["op:Conv*", "ConvTranspose", true],
  ["shape:*x64x*", "1×64×56×56", true],
  ["shape:*x64x*", "1×640×56×56", false],
  ["shape:1,64,56,56", "1×64×56×56", true],
  ["-op:Relu", "Relu", false],
  ["-op:Relu", "Conv", true],
  ['name:"a b"', "has a b inside", true],
  ["name:a.b", "axb", false],
  ["name:(", "f(x)", true],
];

test.each(cases)("%s on %s: %s", (query, text, answer) => {
  expect(matches(query, text)).toBe(answer);
});

test("a quotation mark that is not closed is said", () => {
  expect(readQuery('name:"a')).toHaveProperty("problem");
});

test("keys and words are told apart", () => {
  expect(readQuery("op:Conv kernel:3 weight")).toMatchObject({
    terms: [{ key: "op" }, { key: "kernel" }, { key: "" }],
  });
});
