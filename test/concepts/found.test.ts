import { describe, expect, test } from "vitest";
import { foundPlaces } from "../../src/concepts/found";
import type { ConceptPlace } from "../../src/concepts/in-model";
import type { Finding } from "../../src/findings/types";

const finding = (parts: Partial<Finding>): Finding => ({
  rule: "saturating-stack",
  severity: "warning",
  message: "12 tanh layers follow each other.",
  node: "tanh12",
  tensor: null,
  value: null,
  id: "#12",
  channels: null,
  measured: null,
  threshold: null,
  concept: 6,
  help: "",
  ...parts,
});
const place = (id: string | null, title: string, detail = ""): ConceptPlace => ({ id, title, detail });
const stack = place("#12", "tanh12", "12 tanh layers follow each other.");

describe("what the linter has found stands with the concept that explains it", () => {
  test.each<[string, readonly Finding[], readonly ConceptPlace[], readonly ConceptPlace[]]>([
    ["at its node", [finding({})], [], [stack]],
    [
      "at its tensor",
      [finding({ node: null, tensor: "w", id: "w" })],
      [],
      [{ ...stack, id: "w", title: "w" }],
    ],
    [
      "as a sentence where it is of no place",
      [finding({ node: null, id: null })],
      [],
      [place(null, stack.detail)],
    ],
    ["but not with another concept", [finding({ concept: 4 }), finding({ concept: null })], [], []],
    ["but not where a measured place says it", [finding({})], [place("#12", "tanh12: saturated")], []],
    [
      "but not where a measured sentence says it",
      [finding({ message: "Gradients vanish. Measured with the loss sum." })],
      [place(null, "Gradients vanish.")],
      [],
    ],
  ])("%s", (_, findings, told, expected) => {
    expect(foundPlaces(6, findings, told)).toEqual(expected);
  });

  test("ten of them, and how many more there are", () => {
    const places = foundPlaces(6, Array<Finding>(11).fill(finding({})), []);
    expect(places).toHaveLength(11);
    expect(places.at(-1)?.title).toBe("and 1 more finding");
  });
});
