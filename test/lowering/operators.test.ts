import { beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import type { Case, Operand } from "./graph-case";
import {
  b,
  data,
  expected,
  f,
  fixed,
  i,
  int,
  ints,
  list,
  lowered,
  number,
  pairs,
  positive,
  s,
  texts,
  truths,
  type,
  whole,
} from "./graph-case";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

/** Sums in another order differ by this much, as the reference's own tolerance has it. */
const TOLERANCE = 2e-3;

type Row = readonly [
  operator: string,
  inputs: readonly Operand[],
  attributes?: Case["attributes"],
  outputs?: number,
];

const unary = (names: string, ...inputs: readonly Operand[]): readonly Row[] =>
  names.split(" ").map((operator): Row => [operator, inputs]);

const image = data(2, 7, 6, 4);
const kernel = (...shape: readonly number[]): Operand => fixed(data(...shape));
const window = (stride: number, padding: string, more: Case["attributes"] = {}) => ({
  strides: list(1, stride, stride, 1),
  dilations: list(1, 1, 1, 1),
  padding: s(padding),
  dataFormat: s("NHWC"),
  data_format: s("NHWC"),
  ...more,
});

const CASES: readonly Row[] = [
  ...unary("Abs Atan Asinh Ceil Cos Cosh Erf Exp Expm1 Floor Neg Reciprocal Sigmoid Sign", data(3, 4)),
  ...unary(
    "Sin Sinh Softplus Square Tan Tanh Relu Relu6 Elu Selu Softmax LogSoftmax IsNan IsInf",
    data(3, 4),
  ),
  ...unary("IsFinite ZerosLike OnesLike Identity StopGradient Shape Size Rank Round", data(3, 4)),
  ...unary("Log Log1p Rsqrt Sqrt", positive(3, 4)),
  ...unary("Acosh", { ...positive(3), values: [1.5, 2, 7] }),
  ...unary("Acos Asin Atanh", { ...positive(3), values: [0.5, -0.25, 0.125] }),
  ...unary("Abs Neg Sign Square ZerosLike", whole(-5, 5, 3, 4)),
  ...unary("Add AddV2 Sub Mul RealDiv Div FloorDiv FloorMod Mod Maximum Minimum", data(3, 4), data(4)),
  ...unary(
    "SquaredDifference DivNoNan Greater GreaterEqual Less LessEqual Equal NotEqual",
    data(3, 4),
    data(4),
  ),
  ...unary("Add Sub Mul Maximum Minimum SquaredDifference", whole(-9, 9, 3, 4), whole(-9, 9, 4)),
  ...unary("Greater GreaterEqual Less LessEqual Equal NotEqual", whole(0, 2, 3, 4), whole(0, 2, 4)),
  ...unary("Div RealDiv FloorDiv FloorMod Mod", whole(-9, 9, 3, 4), whole(1, 4, 4)),
  ...unary("FloorDiv FloorMod", whole(-9, 9, 3, 4), whole(-4, -1, 4)),
  ["Pow", [positive(3, 4), data(4)]],
  ["Atan2", [data(3, 4), data(4)]],
  [
    "Atan2",
    [
      { ...data(3), values: [-2, 0, 2] },
      { ...data(3), values: [0, 0, 0] },
    ],
  ],
  [
    "Atan2",
    [
      { ...data(4), values: [-2, 0, 2, 1] },
      { ...data(4), values: [-1, -1, -1, 3] },
    ],
  ],
  ["DivNoNan", [data(2, 2), { ...data(2), values: [0, 2] }]],
  ...unary("LogicalAnd LogicalOr", truths(3, 4), truths(4)),
  ["LogicalNot", [truths(3, 4)]],
  ["AddN", [data(2, 3), data(2, 3), data(2, 3)]],
  ["LeakyRelu", [data(3, 4)], { alpha: f(0.1) }],
  ["LeakyRelu", [data(3, 4)]],
  ["Prelu", [data(3, 4), kernel(4)]],
  ["ClipByValue", [data(3, 4), number(-0.5), number(0.75)]],
  ["BiasAdd", [data(2, 3, 3, 4), kernel(4)]],
  ["BiasAdd", [data(2, 5), kernel(5)]],
  ["Select", [truths(3, 4), data(3, 4), data(3, 4)]],
  ["SelectV2", [truths(4), data(3, 4), data(3, 4)]],

  ...["SAME", "VALID"].flatMap((padding) =>
    [1, 2, 3].flatMap((stride): readonly Row[] => [
      ["Conv2D", [image, kernel(3, 2, 4, 5)], window(stride, padding)],
      ["DepthwiseConv2dNative", [image, kernel(3, 3, 4, 2)], window(stride, padding)],
      ["MaxPool", [image], window(stride, padding, { ksize: list(1, 3, 2, 1) })],
      ["AvgPool", [image], window(stride, padding, { ksize: list(1, 3, 2, 1) })],
    ]),
  ),
  ["Conv2D", [image, kernel(3, 3, 4, 5)], window(1, "SAME", { dilations: list(1, 2, 2, 1) })],
  ["Conv2D", [image, kernel(3, 3, 4, 5)], window(1, "VALID", { dilations: list(1, 2, 2, 1) })],
  [
    "Conv2D",
    [image, kernel(3, 3, 4, 5)],
    window(2, "EXPLICIT", { explicit_paddings: list(0, 0, 1, 0, 2, 1, 0, 0) }),
  ],
  ["DepthwiseConv2dNative", [image, kernel(3, 3, 4, 1)], window(1, "SAME", { dilations: list(1, 2, 2, 1) })],
  [
    "_FusedConv2D",
    [image, kernel(3, 3, 4, 5), kernel(5)],
    window(1, "SAME", { fused_ops: texts("BiasAdd", "Relu6"), num_args: i(1) }),
  ],
  [
    "_FusedConv2D",
    [image, kernel(3, 3, 4, 5), kernel(5), kernel(5)],
    window(1, "SAME", { fused_ops: texts("BiasAdd", "Prelu"), num_args: i(2) }),
  ],
  [
    "_FusedConv2D",
    [image, kernel(3, 3, 4, 5), kernel(5)],
    window(2, "VALID", { fused_ops: texts("BiasAdd", "LeakyRelu"), num_args: i(1), leakyrelu_alpha: f(0.3) }),
  ],
  [
    "FusedDepthwiseConv2dNative",
    [image, kernel(3, 3, 4, 1), kernel(4)],
    window(2, "SAME", { fused_ops: texts("BiasAdd", "Relu"), num_args: i(1) }),
  ],
  ...(
    [
      ["SAME", 2, 3, [14, 12]],
      ["SAME", 2, 3, [13, 11]],
      ["SAME", 1, 3, [7, 6]],
      ["SAME", 3, 2, [21, 18]],
      ["VALID", 2, 3, [15, 13]],
      ["VALID", 2, 3, [16, 14]],
    ] as const
  ).map(([padding, stride, size, to]): Row => [
    "Conv2DBackpropInput",
    [ints(2, ...to, 5), kernel(size, size, 5, 4), image],
    window(stride, padding),
  ]),
  [
    "Conv3D",
    [data(1, 5, 6, 4, 2), kernel(2, 3, 2, 2, 3)],
    {
      strides: list(1, 2, 1, 1, 1),
      dilations: list(1, 1, 1, 1, 1),
      padding: s("SAME"),
      data_format: s("NDHWC"),
    },
  ],
  ...["MaxPool3D", "AvgPool3D"].map((operator): Row => [
    operator,
    [data(1, 5, 6, 4, 2)],
    { ksize: list(1, 2, 3, 2, 1), strides: list(1, 2, 1, 1, 1), padding: s("SAME"), data_format: s("NDHWC") },
  ]),
  ["MaxPoolWithArgmax", [image], window(2, "SAME", { ksize: list(1, 3, 2, 1) }), 2],
  [
    "MaxPoolWithArgmax",
    [image],
    window(2, "VALID", { ksize: list(1, 2, 2, 1), include_batch_in_index: b(true) }),
    2,
  ],
  [
    "FusedBatchNormV3",
    [image, kernel(4), kernel(4), kernel(4), fixed(positive(4))],
    { epsilon: f(0.01), data_format: s("NHWC") },
  ],
  ["LRN", [image], { depth_radius: i(1), bias: f(1.5), alpha: f(0.3), beta: f(0.7) }],

  ["MatMul", [data(3, 4), kernel(4, 5)]],
  ["MatMul", [data(4, 3), kernel(5, 4)], { transpose_a: b(true), transpose_b: b(true) }],
  ["BatchMatMulV2", [data(2, 3, 4), data(2, 5, 4)], { adj_y: b(true) }],
  ["BatchMatMul", [data(2, 3, 4), data(2, 4, 5)]],
  [
    "_FusedMatMul",
    [data(3, 4), kernel(4, 5), kernel(5)],
    { fused_ops: texts("BiasAdd", "Elu"), num_args: i(1) },
  ],
  ["Einsum", [data(2, 3, 4), data(2, 5, 4)], { equation: s("bij,bkj->bik") }],
  // TensorFlow.js takes the second number for the third, too (tfjs-converter's op list): only equal ones can be compared.
  ...[-1, 0, 1].map((width): Row => ["MatrixBandPart", [data(4, 5), int(width), int(width)]]),

  ...["Mean", "Sum", "Max", "Min", "Prod"].flatMap((operator): readonly Row[] => [
    [operator, [data(2, 3, 4), ints(1)]],
    [operator, [data(2, 3, 4), ints(0, -1)], { keep_dims: b(true) }],
  ]),
  ...["Sum", "Max", "Min", "Prod"].map((operator): Row => [operator, [whole(-3, 3, 2, 3, 4), ints(1)]]),
  ...["All", "Any"].map((operator): Row => [operator, [truths(4, 3), ints(1)]]),
  ["ArgMax", [data(3, 5), int(-1)]],
  ["ArgMin", [data(3, 5), int(0)]],
  ["Cumsum", [data(3, 5), int(1)]],
  ["Cumsum", [data(3, 5), int(0)], { exclusive: b(true), reverse: b(true) }],
  ["TopKV2", [data(3, 6), int(2)], { sorted: b(true) }, 2],

  ["Reshape", [data(2, 3, 4), ints(-1, 6)]],
  ["Transpose", [data(2, 3, 4), ints(2, 0, 1)]],
  ["Squeeze", [data(1, 3, 1)], { squeeze_dims: list(0) }],
  ["Squeeze", [data(1, 3, 1)]],
  ["ExpandDims", [data(2, 3), int(-1)]],
  ["Pack", [data(2, 3), data(2, 3)], { axis: i(1) }],
  ["Pack", [data(2, 3), data(2, 3)], { axis: i(-1) }],
  ["Unpack", [data(3, 4)], { axis: i(0), num: i(3) }, 3],
  ["Unpack", [data(3, 2)], { axis: i(-1), num: i(2) }, 2],
  ["ConcatV2", [data(2, 3), data(2, 4), int(-1)], { N: i(2) }],
  ["Concat", [int(0), data(2, 3), data(1, 3)], { N: i(2) }],
  ["Split", [int(1), data(2, 6)], { num_split: i(3) }, 3],
  ["SplitV", [data(2, 6), ints(1, -1, 2), int(1)], { num_split: i(3) }, 3],
  ["Slice", [data(4, 5), ints(1, 2), ints(2, -1)]],
  ...(
    [
      [[1, 0, 2], [3, 4, 4], [1, 2, 1], {}],
      [[1, 0], [3, 4], [1, 1], { begin_mask: i(1), end_mask: i(2) }],
      [[-1, 3], [0, 0], [1, 1], { shrink_axis_mask: i(1), end_mask: i(2) }],
      [[0, 3], [2, 0], [1, -1], { end_mask: i(2) }],
      [[0, 1], [0, 3], [1, 1], { ellipsis_mask: i(1) }],
      [[0, 1, 0], [0, 2, 0], [1, 1, 1], { new_axis_mask: i(1), shrink_axis_mask: i(2) }],
      [
        [1, 0, 0, 2],
        [2, 0, 0, 3],
        [1, 1, 1, 1],
        { shrink_axis_mask: i(1), ellipsis_mask: i(2), new_axis_mask: i(4) },
      ],
    ] as const
  ).map(([begin, end, strides, masks]): Row => [
    "StridedSlice",
    [data(4, 5, 4), ints(...begin), ints(...end), ints(...strides)],
    masks,
  ]),
  ["Gather", [data(5, 3), whole(0, 4, 2, 2)]],
  ["GatherV2", [data(2, 5, 3), whole(0, 4, 4), int(1)]],
  ["GatherV2", [data(2, 5, 3), whole(0, 4, 2, 4), int(1)], { batch_dims: i(1) }],
  ["GatherNd", [data(4, 3, 2), whole(0, 2, 5, 2)]],
  ["ScatterNd", [{ ...ints(0, 2, 2), shape: [3, 1] }, data(3, 2), ints(4, 2)]],
  ["TensorScatterUpdate", [data(4, 2), { ...ints(0, 2), shape: [2, 1] }, data(2, 2)]],
  ["Tile", [data(2, 3), ints(2, 3)]],
  ["Pad", [data(2, 3), pairs(1, 2, 0, 3)]],
  ["PadV2", [data(2, 3), pairs(1, 2, 0, 3), number(1.5)]],
  ["MirrorPad", [data(4, 5), pairs(1, 2, 0, 3)], { mode: s("REFLECT") }],
  ["MirrorPad", [data(4, 5), pairs(1, 2, 0, 3)], { mode: s("SYMMETRIC") }],
  ["ReverseV2", [data(3, 4), ints(1)]],
  ["BroadcastTo", [data(3, 1), ints(2, 3, 4)]],
  ["Cast", [data(3, 4)], { DstT: type("int32"), SrcT: type("float32") }],
  ["Cast", [whole(0, 2, 3, 4)], { DstT: type("bool"), SrcT: type("int32") }],
  ["Cast", [truths(3, 4)], { DstT: type("float32"), SrcT: type("bool") }],
  ["SpaceToBatchND", [image, ints(2, 3), pairs(1, 0, 0, 3)]],
  ["BatchToSpaceND", [data(12, 4, 3, 2), ints(2, 3), pairs(1, 0, 0, 2)]],
  ["DepthToSpace", [data(2, 3, 4, 8)], { block_size: i(2), data_format: s("NHWC") }],
  ...["ResizeBilinear", "ResizeNearestNeighbor"].flatMap((operator): readonly Row[] =>
    [ints(13, 9), ints(3, 4)].flatMap((target): readonly Row[] => [
      [operator, [image, target]],
      [operator, [image, target], { align_corners: b(true) }],
      [operator, [image, target], { half_pixel_centers: b(true) }],
    ]),
  ),

  ["Fill", [ints(2, 3), number(1.5)], { T: type("float32") }],
  ["Range", [int(2), int(11), int(3)]],
  ["LinSpace", [number(-1), number(2), int(7)]],
  ["OneHot", [whole(-1, 4, 3, 2), int(4), number(2), number(-1)]],
  ["OneHot", [whole(-1, 4, 3), int(4), number(1), number(0)], { axis: i(-1) }],
  ["Where", [truths(3, 4)]],
  [
    "NonMaxSuppressionV3",
    [
      { ...data(4, 4), values: [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 3, 1, 4, 5, 5, 6, 6] },
      { ...data(4), values: [0.9, 0.8, 0.7, 0.1] },
      int(3),
      number(0.5),
      number(0.2),
    ],
  ],
  ["IdentityN", [data(2), data(3)], {}, 2],
];

const named = CASES.map((row, index) => {
  const shapes = row[1].map(({ dtype, shape }) => `${dtype} ${shape.join("×")}`).join(", ");
  return [`${row[0]} of ${shapes} ${JSON.stringify(row[2] ?? {})} (${String(index)})`, row] as const;
});

const FROM_DEFINITION: readonly (readonly [Case, readonly number[]])[] = [
  [
    { operator: "MatrixBandPart", inputs: [{ ...data(2, 3), values: [1, 2, 3, 4, 5, 6] }, int(-1), int(0)] },
    [1, 0, 0, 4, 5, 0],
  ],
  [
    { operator: "MatrixBandPart", inputs: [{ ...data(3, 2), values: [1, 2, 3, 4, 5, 6] }, int(0), int(1)] },
    [1, 2, 0, 4, 0, 0],
  ],
  [
    {
      operator: "Select",
      inputs: [
        { ...truths(2), values: [1, 0] },
        { ...data(2, 2), values: [1, 2, 3, 4] },
        { ...data(2, 2), values: [5, 6, 7, 8] },
      ],
    },
    [1, 2, 7, 8],
  ],
];

async function check(one: Case): Promise<void> {
  const wanted = await expected(one);
  const made = await lowered(engine, one);
  expect(made.map(({ shape }) => shape)).toEqual(wanted.map(({ shape }) => shape));
  wanted.forEach(({ values }, output) => {
    values.forEach((value, at) => {
      const own = made[output]?.values[at] ?? NaN;
      if (Number.isFinite(value)) {
        const close = Math.abs(own - value) <= TOLERANCE * Math.max(1, Math.abs(value));
        expect(close, `output ${String(output)} at ${String(at)}: ${String(own)} for ${String(value)}`).toBe(
          true,
        );
      } else expect(own).toBe(value);
    });
  });
}

describe("an operator of TensorFlow in operators of ONNX gives what TensorFlow.js gives", () => {
  test.each(named)("%s", async (_, [operator, inputs, attributes = {}, outputs = 1]) => {
    await check({ operator, inputs, attributes, outputs });
  });

  // https://www.tensorflow.org/api_docs/python/tf/linalg/band_part, https://www.tensorflow.org/api_docs/python/tf/compat/v1/where
  test.each(FROM_DEFINITION)("where that does not follow TensorFlow: %j", async (one, values) => {
    const [made] = await lowered(engine, one);
    expect(made?.values).toEqual(values);
  });
});
