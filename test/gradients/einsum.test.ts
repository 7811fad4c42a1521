import { describe, expect, test } from "vitest";
import { testCases } from "./cases";
import type { Case } from "./one-node";
import { check, normal } from "./one-node";

const einsum = (equation: string, ...shapes: readonly (readonly number[])[]): Case => ({
  operator: "Einsum",
  kind: "linear",
  inputs: shapes.map((shape) => normal(...shape)),
  attributes: { equation },
});

describe("Einsum", () => {
  testCases([
    einsum("ij,jk->ik", [3, 4], [4, 5]),
    einsum("bhid,bhjd->bhij", [2, 3, 4, 5], [2, 3, 6, 5]),
    einsum("bi,bj,bk->bijk", [2, 3], [2, 4], [2, 5]),
    einsum("...ij,...jk", [2, 3, 4], [2, 4, 5]),
    einsum("...ij,...jk->...ik", [1, 3, 4], [2, 4, 5]),
    einsum("ij->ji", [3, 4]),
    einsum("ij->j", [3, 4]),
    einsum("i,i->", [4], [4]),
    einsum("ij,k->ik", [3, 4], [5]),
    einsum("ba, ca", [3, 4], [5, 4]),
  ]);

  test("has no rule for a diagonal", async () => {
    expect((await check(einsum("ii->i", [3, 3]))).said).toBeUndefined();
  });
});
