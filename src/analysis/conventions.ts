import type { Expression } from "../model/expression";
import { multiply } from "../model/expression";
import type { Node } from "../model/model";
import { qualify } from "../model/model";
import type { Shape } from "../model/shape";
import { product, times } from "../operators/contraction";
import type { Role } from "../operators/operator";
import { operatorOf } from "../operators/registry";
import type { Analysis } from "./analyse";
import { sum } from "./memory";
import type { ModelIndex } from "./model-index";

/** Other tools count other things; a convention says what one of them would count for the same file. */
interface Convention {
  readonly id: ConventionId;
  /** The tools that count so. */
  readonly title: string;
  readonly unit: "MACs" | "FLOPs";
  readonly count: Rule;
  /** Per operator, what is counted instead. */
  readonly instead: Readonly<Record<string, Rule>>;
}

type ConventionId = "fvcore" | "flop-counter" | "onnx-tool";

/** What a rule sees of a node of the main graph; worked out when it looks: most rules look at little. */
class Seen {
  constructor(
    readonly node: Node,
    private readonly index: ModelIndex,
    private readonly analysis: Analysis,
  ) {}

  get role(): Role | undefined {
    return operatorOf(this.node, this.index.model.opsets)?.role;
  }

  /** By our own count. */
  get macs(): Expression | undefined {
    return this.analysis.costs.get(this.node.id)?.macs;
  }

  /** Of the inputs. */
  get shapes(): readonly Shape[] {
    return this.node.inputs.map((name) => (name === "" ? undefined : this.shapeOf(name)));
  }

  /** Elements that enter. */
  get input(): Expression | undefined {
    return product(this.shapes[0]);
  }

  /** Elements that leave. */
  get output(): Expression | undefined {
    return product(this.shapeOf(this.node.outputs[0] ?? ""));
  }

  private shapeOf(value: string): Shape {
    const name = qualify(this.index.model.graph, value);
    const tensor = this.index.stored.get(name)?.tensor;
    if (tensor !== undefined) return tensor.shape;
    const type = this.analysis.types.get(name);
    return type?.kind === "tensor" ? type.shape : undefined;
  }
}

type Rule = (seen: Seen) => Expression | undefined;

const perInput =
  (factor: number): Rule =>
  ({ input }) =>
    times(factor, input);

const perOutput =
  (factor: number): Rule =>
  ({ output }) =>
    times(factor, output);

/** Once for each operand after the first. */
const perOperand =
  (factor: number): Rule =>
  ({ node, output }) =>
    times(factor * Math.max(1, node.inputs.length - 1), output);

const perWindow: Rule = ({ node, output }) => {
  const kernel = node.attributes.get("kernel_shape");
  return kernel?.kind === "ints" ? product([...kernel.value.map(Number), output]) : undefined;
};

const byMode = (weights: Readonly<Record<string, number>>): Rule => {
  return ({ node, output }) => {
    const mode = node.attributes.get("mode");
    return times(weights[mode?.kind === "string" ? mode.value : "nearest"] ?? 0, output);
  };
};

/** And one addition per output for the bias, whether there is one or not. */
const withBias: Rule = ({ macs, output }) => sum([macs, output]);

/** One step of a recurrent layer, biases included: the length of the sequence is left out. */
const oneStep: Rule = ({ shapes }) =>
  times(sum(shapes.slice(1, 4).map((shape) => product(shape))), shapes[0]?.[1]);

export const CONVENTIONS: readonly Convention[] = [
  {
    // fvcore/nn/flop_count.py and jit_handles.py: a multiply–add is one; what they have no handle for is left out.
    id: "fvcore",
    title: "fvcore, torchvision",
    unit: "MACs",
    count: ({ role, macs }) => (role === "attention" || role === "recurrent" ? 0 : macs),
    instead: {
      BatchNormalization: perInput(2),
      LayerNormalization: perInput(5),
      GroupNormalization: perInput(5),
      InstanceNormalization: perInput(5),
      GlobalAveragePool: perInput(1),
      Resize: byMode({ nearest: 1, linear: 4 }),
      Upsample: byMode({ nearest: 1, linear: 4 }),
      GridSample: perOutput(4),
    },
  },
  {
    // torch/utils/flop_counter.py: two per multiply–add; convolutions, matrix products and attention only.
    id: "flop-counter",
    title: "torch FlopCounterMode",
    unit: "FLOPs",
    count: ({ macs }) => (macs === undefined ? undefined : multiply(macs, 2)),
    instead: {},
  },
  {
    // onnx_tool/node.py: everything is weighed in MACs: an exponential is 16, a division 2, a comparison 1.
    id: "onnx-tool",
    title: "onnx-tool",
    unit: "MACs",
    count: ({ macs }) => macs,
    instead: {
      Conv: withBias,
      ConvTranspose: ({ shapes, output }) => sum([times(output, product(shapes[1]?.slice(1))), output]),
      Gemm: ({ node, macs, output }) => sum([macs, node.inputs.length > 2 ? output : 0]),
      LSTM: oneStep,
      GRU: oneStep,
      ...Object.fromEntries(
        ["Add", "Sub", "Mul", "Min", "Max", "Sum", "Neg", "Abs", "Ceil"].map((one) => [one, perOperand(1)]),
      ),
      Div: perOperand(2),
      Pow: perOperand(32),
      Sqrt: perOperand(4),
      Reciprocal: perOperand(2),
      Sin: perOperand(14),
      Cos: perOperand(14),
      Exp: perOutput(16),
      Log: perOutput(16),
      Sigmoid: perOutput(16),
      Softmax: perOutput(18),
      Tanh: perOutput(32),
      HardSigmoid: perOperand(4),
      Relu: perOperand(1),
      PRelu: perOutput(2),
      LeakyRelu: perOperand(2),
      Clip: perOutput(2),
      Floor: perOutput(1),
      CumSum: perOutput(1),
      ...Object.fromEntries(["Less", "LessOrEqual", "Greater", "Equal"].map((one) => [one, perOutput(1)])),
      InstanceNormalization: perOperand(5),
      QuantizeLinear: perOutput(2),
      DequantizeLinear: perOutput(2),
      MaxPool: perWindow,
      AveragePool: perWindow,
      GlobalAveragePool: ({ input, output }) => sum([input, times(2, output)]),
      ReduceMean: perInput(1),
      ReduceSum: perInput(1),
      ReduceProd: perInput(1),
      ReduceMin: perInput(1),
      ReduceMax: perInput(1),
      ReduceL2: perInput(5),
      Resize: byMode({ linear: 4, cubic: 8 }),
      Upsample: byMode({ linear: 4, cubic: 8 }),
    },
  },
];

/**
 * What a tool would count for the nodes of the main graph; undefined where a cost or a size is not known. Nodes that
 * hold graphs count by our own MACs.
 */
export function countBy(
  { instead, count }: Convention,
  index: ModelIndex,
  analysis: Analysis,
): Expression | undefined {
  return sum(
    index.model.graph.nodes.map((node) => {
      const special = node.domain === "" && Object.hasOwn(instead, node.operator);
      const rule = (special ? instead[node.operator] : undefined) ?? count;
      return rule(new Seen(node, index, analysis));
    }),
  );
}
