import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { appendOutputs } from "../../src/formats/onnx/append-outputs";
import { loadEngine } from "../../src/running/load";
import type { Engine } from "../../src/running/load";
import { Session } from "../../src/running/session";
import type { Values } from "../../src/running/values";
import { makeValues } from "../../src/running/values";
import { encode } from "../formats/onnx/model";
import type { ModelParts, TypeParts } from "../formats/onnx/model";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

async function sessionOf(bytes: Uint8Array): Promise<Session> {
  const session = await Session.create(engine, { file: "m.onnx", bytes, external: new Map() });
  if (!session.ok) throw new Error(session.problem.message);
  return session.value;
}

/** A model of one node from `x` to `y`. */
function oneNode(opType: string, from: number, to: number, attributes: object = {}): ModelParts {
  const dim = [{ value: { case: "dimParam" as const, value: "n" } }];
  const type = (elemType: number): TypeParts => ({
    value: { case: "tensorType", value: { elemType, shape: { dim } } },
  });
  return {
    irVersion: 8n,
    opsetImport: [{ version: 17n }],
    graph: {
      name: "g",
      node: [{ name: "the node", opType, input: ["x"], output: ["y"], ...attributes }],
      input: [{ name: "x", type: type(from) }],
      output: [{ name: "y", type: type(to) }],
    },
  };
}

describe("a session", () => {
  test("gives the values that were appended as outputs", async () => {
    const model = new Uint8Array(readFileSync("test/fixtures/torch/mlp/model.onnx"));
    const session = await sessionOf(
      appendOutputs(model, { outputs: ["/0/Gemm_output_0", "/1/Relu_output_0"] }),
    );
    const x = makeValues("float32", [4, 9], (index) => Math.sin(index));
    const result = await session.run(new Map([["x", x]]), ["/0/Gemm_output_0", "/1/Relu_output_0"]);
    if (!result.ok) throw new Error(result.problem.message);
    const before = result.value.get("/0/Gemm_output_0");
    const after = result.value.get("/1/Relu_output_0");
    expect(before?.shape).toEqual([4, 12]);
    if (before === undefined || after === undefined) throw new Error("a value is missing");
    const clipped = Array.from<unknown, number>(before.data, (value) => Math.max(0, Number(value)));
    expect(Array.from<unknown>(after.data)).toEqual(clipped);
    await session.release();
  });

  const types: [string, number, Values][] = [
    ["float16 as its bits", 10, { dtype: "float16", shape: [2], data: Uint16Array.of(0x3c00, 0xc000) }],
    ["float64", 11, { dtype: "float64", shape: [1], data: Float64Array.of(0.1) }],
    ["int64 beyond doubles", 7, { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 60n + 1n) }],
    ["bool", 9, { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) }],
    ["texts", 8, { dtype: "string", shape: [2], data: ["a", "é"] }],
    ["uint8", 2, { dtype: "uint8", shape: [1], data: Uint8Array.of(255) }],
    ["no elements", 1, { dtype: "float32", shape: [0], data: new Float32Array(0) }],
  ];
  test.each(types)("takes and gives %s", async (_, elemType, x) => {
    const session = await sessionOf(encode(oneNode("Identity", elemType, elemType)));
    const result = await session.run(new Map([["x", x]]), ["y"]);
    expect(result.ok && result.value.get("y")).toEqual(x);
    await session.release();
  });
});

describe("values that are held", () => {
  const x = makeValues("float32", [3], (index) => index - 1);

  test("are taken by another session from where they lie, without more memory for them", async () => {
    const [relu, shape] = [
      await sessionOf(encode(oneNode("Relu", 1, 1))),
      await sessionOf(encode(oneNode("Shape", 1, 7))),
    ];
    const large = makeValues("float32", [2 ** 25], () => 1);
    const first = await relu.hold(new Map([["x", large]]), ["y"]);
    const y = first.ok ? first.value.values.get("y") : undefined;
    if (!first.ok || !(y?.data instanceof Float32Array)) throw new Error("nothing is held");
    const second = await shape.hold(new Map([["x", y]]), ["y"]);
    const sizes = second.ok ? second.value.values.get("y")?.data : undefined;
    if (!second.ok || !(sizes instanceof BigInt64Array)) throw new Error("nothing is held");
    expect([...sizes]).toEqual([2n ** 25n]);
    expect(sizes.buffer.byteLength).toBe(y.data.buffer.byteLength);
    for (const held of [second.value, first.value]) held.release();
    for (const session of [relu, shape]) await session.release();
  });

  test("lie in the runtime's memory, and another session sees what is there", async () => {
    const [relu, negative] = [
      await sessionOf(encode(oneNode("Relu", 1, 1))),
      await sessionOf(encode(oneNode("Neg", 1, 1))),
    ];
    const first = await relu.hold(new Map([["x", x]]), ["y"]);
    const y = first.ok ? first.value.values.get("y") : undefined;
    if (!first.ok || !(y?.data instanceof Float32Array)) throw new Error("nothing is held");
    expect(y.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    y.data[0] = 5;
    const second = await negative.run(new Map([["x", y]]), ["y"]);
    expect(second.ok && second.value.get("y")?.data).toEqual(Float32Array.of(-5, -0, -1));
    first.value.release();
    for (const session of [relu, negative]) await session.release();
  });

  test("give their memory back when they are released", async () => {
    const session = await sessionOf(encode(oneNode("Relu", 1, 1)));
    const large = makeValues("float32", [2 ** 22], (index) => index);
    let bytes = 0;
    for (let run = 0; run < 20; run++) {
      const held = await session.hold(new Map([["x", large]]), ["y"]);
      const data = held.ok ? held.value.values.get("y")?.data : undefined;
      if (!held.ok || !(data instanceof Float32Array)) throw new Error("nothing is held");
      if (run === 4) bytes = data.buffer.byteLength;
      if (run > 4) expect(data.buffer.byteLength).toBe(bytes);
      held.value.release();
      // A second time it does nothing.
      held.value.release();
    }
    await session.release();
  });

  test("are out of reach of later runs once they are copied", async () => {
    const session = await sessionOf(encode(oneNode("Identity", 1, 1)));
    const first = await session.run(new Map([["x", x]]), ["y"]);
    await session.run(new Map([["x", makeValues("float32", [3], () => 7)]]), ["y"]);
    expect(first.ok && first.value.get("y")).toEqual(x);
    await session.release();
  });

  test("an input that is not given is told by its name", async () => {
    const session = await sessionOf(encode(oneNode("Relu", 1, 1)));
    const held = await session.hold(new Map(), ["y"]);
    if (held.ok) throw new Error("it ran");
    expect(held.problem.code).toBe("wrong-input");
    expect(held.problem.message).toContain("'x'");
    await session.release();
  });
});

describe("what the runtime refuses is said in a line", () => {
  const refused: [string, ModelParts, string, string][] = [
    ["an operator that it does not know", oneNode("Nonsense", 1, 1), "unsupported-operator", "Nonsense"],
    ["a type that has no kernel", oneNode("Erf", 11, 11), "unsupported-operator", "Erf"],
    [
      "a version of the IR that is too new",
      { ...oneNode("Relu", 1, 1), irVersion: 99n },
      "unsupported-version",
      "99",
    ],
  ];
  test.each(refused)("%s", async (_, parts, code, text) => {
    const created = await Session.create(engine, {
      file: "m.onnx",
      bytes: encode(parts),
      external: new Map(),
    });
    if (created.ok) throw new Error("it was not refused");
    const { problem } = created;
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(text);
    expect(problem.message).toMatch(/^m\.onnx: cannot be prepared for running: /);
    expect(problem.message).not.toMatch(/\/onnxruntime\/|\.cc:|::|\n/);
  });

  test("an input of the wrong rank", async () => {
    const session = await sessionOf(encode(oneNode("Relu", 1, 1)));
    const result = await session.run(new Map([["x", makeValues("float32", [1, 2], () => 0)]]), ["y"]);
    if (result.ok) throw new Error("it was not refused");
    expect(result.problem.code).toBe("wrong-input");
    expect(result.problem.message).toContain("x");
  });

  test("more memory than there is", async () => {
    const expand: ModelParts = oneNode("ConstantOfShape", 7, 1);
    const session = await sessionOf(encode(expand));
    const sizes: Values = { dtype: "int64", shape: [2], data: BigInt64Array.of(2n ** 16n, 2n ** 15n) };
    const result = await session.run(new Map([["x", sizes]]), ["y"]);
    if (result.ok) throw new Error("it was not refused");
    expect(result.problem.code).toBe("out-of-memory");
    await session.release();
  });
});
