import fc from "fast-check";
import { expect, test } from "vitest";
import { packRows, unpackRows } from "../../src/document/packed-rows";

const row = fc.record({
  id: fc.string(),
  name: fc.constantFrom("/model/layer.0/Conv", "/model/layer.0/Relu", "/model/layer.1/Conv", "", "/mo"),
  count: fc.oneof(fc.integer(), fc.constant(null), fc.record({ text: fc.string(), supposed: fc.integer() })),
  open: fc.boolean(),
  dtype: fc.oneof(fc.string(), fc.constant(null)),
});

test("rows come back as they were, on the way through JSON, too", () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(unpackRows(packRows(rows))).toEqual(rows);
      const sent = JSON.parse(JSON.stringify(packRows(rows))) as ReturnType<
        typeof packRows<(typeof rows)[number]>
      >;
      expect(unpackRows(sent)).toEqual(rows);
    }),
  );
});

test("letters outside of the basic plane are whole again, though two of them begin alike", () => {
  const rows = [{ name: "\u{1F600}" }, { name: "\u{1F601}" }, { name: "é" }];
  expect(unpackRows(packRows(rows))).toEqual(rows);
});

test("many rows whose names begin alike take a fraction of their length", () => {
  const rows = Array.from({ length: 1000 }, (_, at) => ({
    id: `/model/encoder/layers.${String(at)}/self_attn/MatMul`,
    operator: "MatMul",
  }));
  const packed = JSON.stringify(packRows(rows)).length;
  expect(packed).toBeLessThan(JSON.stringify(rows).length / 2);
});
