import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { infer } from "../../src/analysis/infer";
import { parseDimension } from "../../src/model/dimension-text";
import { print } from "../../src/model/expression";
import { substitute } from "../../src/model/substitute";
import type { AttributeValue, Model, Node } from "../../src/model/model";
import type { Dimension, Shape, ValueType } from "../../src/model/shape";
import type { Tensor } from "../../src/model/tensor";
import { graph, model, node, value } from "./build";

const int = (one: number): AttributeValue => ({ kind: "int", value: one });
const ints = (...some: number[]): AttributeValue => ({ kind: "ints", value: some });
const string = (one: string): AttributeValue => ({ kind: "string", value: one });

type Size = number | string;

const float = (...sizes: readonly Size[]): ValueType => ({
  kind: "tensor",
  dtype: "float32",
  shape: sizes.map((size) => (typeof size === "number" ? size : parseDimension(size))),
});

/** An int64 vector whose values are at hand, as those of shapes are. */
function vector(name: string, ...values: number[]): Tensor {
  const inline = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  return { name, dtype: "int64", shape: [values.length], location: { kind: "raw", pieces: [] }, inline };
}

function reals(name: string, ...values: number[]): Tensor {
  const inline = new Uint8Array(Float32Array.from(values).buffer);
  return { name, dtype: "float32", shape: [values.length], location: { kind: "raw", pieces: [] }, inline };
}

interface Made {
  readonly inputs: Readonly<Record<string, ValueType>>;
  readonly nodes: readonly Node[];
  readonly tensors?: readonly Tensor[];
  readonly opset?: number;
}

function made({ inputs, nodes, tensors = [], opset = 21 }: Made): Model {
  return {
    ...model(
      graph({
        inputs: Object.entries(inputs).map(([name, type]) => value(name, type)),
        nodes,
        tensors,
        outputs: ["y"],
      }),
    ),
    opsets: new Map([["ai.onnx", opset]]),
  };
}

function shapeOf(given: Made, name = "y"): Shape {
  const type = infer(made(given), NO_ASSUMPTIONS).values.get(name)?.type;
  return type?.kind === "tensor" ? type.shape : undefined;
}

const printed = (shape: Shape): string =>
  shape?.map((size) => (size === undefined ? "?" : print(size))).join(" ") ?? "unknown";

describe("shapes that are worked out by hand", () => {
  const x = float("n", 3, "h", 8);
  const cases: [string, Made, string][] = [
    [
      "Conv keeps symbols through stride and pads",
      {
        inputs: { x, w: float(16, 3, 3, 3) },
        nodes: [
          node("Conv", ["x", "w"], ["y"], { attributes: { strides: ints(2, 2), pads: ints(1, 1, 1, 1) } }),
        ],
      },
      "n 16 floor((h + 1)/2) 4",
    ],
    [
      "SAME_UPPER divides by the stride, rounded up",
      {
        inputs: { x, w: float(16, 3, 5, 5) },
        nodes: [
          node("Conv", ["x", "w"], ["y"], {
            attributes: { strides: ints(3, 3), auto_pad: string("SAME_UPPER") },
          }),
        ],
      },
      "n 16 floor((h + 2)/3) 3",
    ],
    [
      "ConvTranspose undoes the stride",
      {
        inputs: { x, w: float(3, 5, 2, 2) },
        nodes: [
          node("ConvTranspose", ["x", "w"], ["y"], { attributes: { strides: ints(2, 2), group: int(1) } }),
        ],
      },
      "n 5 2*h 16",
    ],
    [
      "SAME undoes the stride exactly, whatever the output padding",
      {
        inputs: { x, w: float(3, 5, 2, 2) },
        nodes: [
          node("ConvTranspose", ["x", "w"], ["y"], {
            attributes: {
              strides: ints(2, 2),
              output_padding: ints(1, 1),
              auto_pad: string("SAME_UPPER"),
            },
          }),
        ],
      },
      "n 5 2*h 16",
    ],
    [
      "a pool that rounds up leaves out a window that starts in the padding",
      {
        inputs: { x: float(1, 1, 2, 2) },
        nodes: [
          node("MaxPool", ["x"], ["y"], {
            attributes: {
              kernel_shape: ints(1, 1),
              strides: ints(2, 2),
              ceil_mode: int(1),
              pads: ints(0, 0, 1, 1),
            },
          }),
        ],
      },
      "1 1 1 1",
    ],
    [
      "Reshape divides what is left by what is given",
      { inputs: { x }, nodes: [node("Reshape", ["x", "s"], ["y"])], tensors: [vector("s", 0, -1, 4)] },
      "n 6*h 4",
    ],
    [
      "a shape computed from a shape keeps the batch",
      {
        inputs: { x },
        nodes: [
          node("Shape", ["x"], ["all"]),
          node("Gather", ["all", "zero"], ["first"]),
          node("Concat", ["first", "rest"], ["target"], { attributes: { axis: int(0) } }),
          node("Reshape", ["x", "target"], ["y"]),
        ],
        tensors: [vector("zero", 0), vector("rest", -1)],
      },
      "n 24*h",
    ],
    [
      "Slice counts negative ends from the back",
      {
        inputs: { x },
        nodes: [node("Slice", ["x", "from", "to", "axes"], ["y"])],
        tensors: [vector("from", 0, 7), vector("to", -1, 2), vector("axes", 2, 3)],
      },
      "n 3 h - 1 0",
    ],
    [
      "Slice steps back to the very start",
      {
        inputs: { x },
        nodes: [node("Slice", ["x", "from", "to", "axes", "steps"], ["y"])],
        tensors: [
          vector("from", -1),
          vector("to", Number.MIN_SAFE_INTEGER),
          vector("axes", 2),
          vector("steps", -1),
        ],
      },
      "n 3 h 8",
    ],
    [
      "operands broadcast to the larger size, which one is 1 or not",
      { inputs: { x, b: float("h", 1) }, nodes: [node("Add", ["x", "b"], ["y"])] },
      "n 3 h 8",
    ],
    [
      "MatMul takes vectors, too",
      { inputs: { x, b: float(8) }, nodes: [node("MatMul", ["x", "b"], ["y"])] },
      "n 3 h",
    ],
    [
      "Einsum sums the letters away that the output lacks",
      {
        inputs: { x, b: float(8, 5) },
        nodes: [
          node("Einsum", ["x", "b"], ["y"], { attributes: { equation: string("...hk, kj -> ...jh") } }),
        ],
      },
      "n 3 5 h",
    ],
    [
      "Softmax before 13 and after keeps its shape",
      { inputs: { x }, nodes: [node("Softmax", ["x"], ["y"])], opset: 9 },
      "n 3 h 8",
    ],
    [
      "what only running tells is called after its node",
      { inputs: { x }, nodes: [node("NonZero", ["x"], ["y"], { name: "where" })] },
      "4 nonzero_where",
    ],
    [
      "Resize rounds down by the float32 of its scale",
      {
        inputs: { x: float(1, 1, 10, 9) },
        nodes: [
          node("Upsample", ["x"], ["y"], {
            attributes: { scales: { kind: "floats", value: [1, 1, 1.1, 2] } },
          }),
        ],
        opset: 7,
      },
      "1 1 11 18",
    ],
    [
      "a float32 scale rounds its product, as engines do: 0.7 of 10 is 7",
      {
        inputs: { x: float(1, 1, 10, 10) },
        nodes: [
          node("Upsample", ["x"], ["y"], {
            attributes: { scales: { kind: "floats", value: [1, 1, 0.699999988079071, 1] } },
          }),
        ],
        opset: 7,
      },
      "1 1 7 10",
    ],
    [
      "Resize scales the region that it crops",
      {
        inputs: { x: float("n", 1, 8, "w") },
        nodes: [
          node("Resize", ["x", "region", "scales"], ["y"], {
            attributes: { coordinate_transformation_mode: string("tf_crop_and_resize") },
          }),
        ],
        tensors: [reals("region", 0, 0, 0.25, 0, 1, 1, 0.75, 0.5), reals("scales", 1, 1, 3, 1)],
      },
      "n 1 12 floor(w/2)",
    ],
    [
      "a cell that does not say its width has that of its recurrent weight",
      {
        inputs: { x: float("t", "n", 4), w: float(1, 15, 4), r: float(1, 15, 5) },
        nodes: [node("GRU", ["x", "w", "r"], ["y"])],
      },
      "t 1 n 5",
    ],
  ];
  test.each(cases)("%s", (_title, given, expected) => {
    expect(printed(shapeOf(given))).toBe(expected);
  });
});

describe("what a file declares", () => {
  const declared = (...sizes: Size[]): Model => {
    const plain = made({ inputs: { x: float("n", 4) }, nodes: [node("Relu", ["x"], ["y"])] });
    return { ...plain, graph: { ...plain.graph, declared: new Map([["y", value("y", float(...sizes))]]) } };
  };

  test("loses against what follows from the inputs, and the contradiction is told", () => {
    const { values, contradictions } = infer(declared("n", 7), NO_ASSUMPTIONS);
    expect(values.get("y")?.type).toEqual(float("n", 4));
    expect(contradictions.map((one) => one.value)).toEqual(["y"]);
  });

  test("is no contradiction where a symbol stands for the size", () => {
    expect(infer(declared("m", 4), NO_ASSUMPTIONS).contradictions).toEqual([]);
  });

  test("fills what inference leaves open", () => {
    const plain = made({ inputs: { x: float("n", 4) }, nodes: [node("Mystery", ["x"], ["y"])] });
    const filled = {
      ...plain,
      graph: { ...plain.graph, declared: new Map([["y", value("y", float(2, 3))]]) },
    };
    expect(infer(filled, NO_ASSUMPTIONS).values.get("y")?.type).toEqual(float(2, 3));
  });
});

describe("assumptions", () => {
  const given = made({ inputs: { x: float("n", "h") }, nodes: [node("Transpose", ["x"], ["y"])] });
  const type = (assumptions: Parameters<typeof infer>[1]): ValueType | undefined =>
    infer(given, assumptions).values.get("y")?.type;

  test("a dimension is fixed by its name", () => {
    expect(type({ dimensions: new Map([["n", 5]]), shapes: new Map() })).toEqual(float("h", 5));
  });

  test("a whole input shape fixes the symbols in it", () => {
    expect(type({ dimensions: new Map(), shapes: new Map([["x", [2, 3]]]) })).toEqual(float(3, 2));
  });
});

describe("symbols", () => {
  /** Node makers over the value before; each is valid for any sizes of at least 8. */
  const steps: ((from: string, to: string) => Node)[] = [
    (from, to) => node("Relu", [from], [to]),
    (from, to) => node("Transpose", [from], [to], { attributes: { perm: ints(0, 1, 3, 2) } }),
    (from, to) =>
      node("MaxPool", [from], [to], {
        attributes: {
          kernel_shape: ints(3, 2),
          strides: ints(2, 1),
          pads: ints(1, 0, 1, 1),
          ceil_mode: int(1),
        },
      }),
    (from, to) =>
      node("AveragePool", [from], [to], {
        attributes: { kernel_shape: ints(2, 2), auto_pad: string("SAME_LOWER") },
      }),
    (from, to) => node("Concat", [from, from], [to], { attributes: { axis: int(2) } }),
    (from, to) => node("Pad", [from, "pads"], [to]),
    (from, to) => node("Slice", [from, "from", "to", "axes", "steps"], [to]),
    (from, to) => node("Tile", [from, "repeats"], [to]),
  ];
  const tensors = [
    vector("pads", 0, 0, 1, 2, 0, 0, 3, 0),
    vector("from", 1, -1),
    vector("to", 1_000_000, -1_000_000),
    vector("axes", 2, 3),
    vector("steps", 2, -1),
    vector("repeats", 1, 2, 1, 3),
  ];

  test("replaced by numbers afterwards give the same as numbers from the start", () => {
    const chains = fc.array(fc.nat(steps.length - 1), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(chains, fc.integer({ min: 8, max: 40 }), fc.integer({ min: 8, max: 40 }), (chain, h, w) => {
        const nodes = chain.map((step, at) => {
          const make = steps[step] ?? steps[0];
          if (make === undefined) throw new Error("there are no steps");
          return make(at === 0 ? "x" : `v${at - 1}`, at === chain.length - 1 ? "y" : `v${at}`);
        });
        const symbolic = shapeOf({ inputs: { x: float(2, 3, "h", "w") }, nodes, tensors });
        const numeric = shapeOf({ inputs: { x: float(2, 3, h, w) }, nodes, tensors });
        const bindings = new Map([
          ["h", h],
          ["w", w],
        ]);
        const replaced = symbolic?.map((size): Dimension => size && substitute(size, bindings));
        expect(printed(replaced)).toBe(printed(numeric));
      }),
      { numRuns: 300 },
    );
  });
});
