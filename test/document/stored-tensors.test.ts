import { describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import { Document } from "../../src/document/document";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import { readNpy } from "../../src/running/inputs/npy";

function documentOf(path: string): Document {
  return new Document({
    open: () => openFile(`test/fixtures/${path}`),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
}

async function answer<N extends RequestName>(
  document: Document,
  name: N,
  params: Requests[N]["params"],
): Promise<Requests[N]["result"]> {
  const given = await document.ask(name, params);
  if (!("ok" in given)) throw new Error(JSON.stringify(given));
  return given.ok;
}

const MLP = "torch/mlp/model.onnx";

describe("stored tensors", () => {
  test("are listed before anybody has read them, and measured when somebody asks", async () => {
    const document = documentOf(MLP);
    const before = await answer(document, "weights", { measure: false });
    expect(before).toMatchObject({ measured: false, bytes: 688, nodes: expect.any(Array) });
    expect(before.tensors.map(({ name, mean }) => [name, mean])).toEqual([
      ["0.weight", null],
      ["0.bias", null],
      ["2.weight", null],
      ["2.bias", null],
    ]);
    const after = await answer(document, "weights", { measure: true });
    expect(after.measured).toBe(true);
    expect(after.tensors.every(({ mean, channels }) => mean !== null && channels === null)).toBe(true);
    expect(after.layers).toEqual([0, 2]);
  });

  test("tell their channels one by one", async () => {
    const tensor = await answer(documentOf(MLP), "tensor", { name: "0.weight" });
    expect(tensor).toMatchObject({ shape: [12, 9], fanIn: 9, fanOut: 12, channels: { axis: 0 } });
    expect(tensor.channels?.l2).toHaveLength(12);
  });

  test("are shown as numbers, a window at a time", async () => {
    const document = documentOf(MLP);
    const all = await answer(document, "tensorWindow", { name: "0.weight", row: 0, column: 0 });
    expect(all).toMatchObject({ rows: 12, columns: 9, row: 0, column: 0 });
    expect(all.values.map((row) => row.length)).toEqual(Array.from({ length: 12 }, () => 9));
    const last = await answer(document, "tensorWindow", { name: "0.weight", row: 99, column: 8 });
    expect(last).toMatchObject({ row: 11, column: 8, values: [[all.values[11]?.[8]]] });
  });

  test("are saved as numpy reads them, and as rows of text", async () => {
    const document = documentOf(MLP);
    const { name, content } = await answer(document, "tensorFile", { name: "0.weight", format: "npy" });
    expect(name).toBe("0.weight.npy");
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const read = readNpy({ name, bytes });
    if (!read.ok) throw new Error(read.problem.message);
    expect(read.value).toMatchObject({ dtype: "float32", shape: [12, 9] });
    const csv = await answer(document, "tensorFile", { name: "0.weight", format: "csv" });
    const numbers = csv.content
      .trim()
      .split("\n")
      .map((line) => line.split(",").map(Number));
    const flat = numbers.flat().map(Math.fround);
    expect(flat).toEqual(Array.from(read.value.data as Float32Array));
  });

  test("of TensorFlow.js are shown dequantised", async () => {
    const document = documentOf("tfjs/quantised-uint8/model.json");
    const { tensors } = await answer(document, "weights", { measure: true });
    const [first] = tensors;
    if (first === undefined) throw new Error("the model has tensors");
    const shown = await answer(document, "tensorWindow", { name: first.name, row: 0, column: 0 });
    const numbers = shown.values.flat().map(Number);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual((first.min ?? NaN) - 1e-6);
    expect(Math.max(...numbers)).toBeLessThanOrEqual((first.max ?? NaN) + 1e-6);
  });

  test("that are not there any more are said to be gone", async () => {
    const given = await documentOf(MLP).ask("tensorPictures", { name: "no such tensor", at: null });
    expect(given).toMatchObject({ error: { code: "not-in-model" } });
  });
});
