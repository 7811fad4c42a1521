import { writeModel } from "../../src/formats/onnx/write";
import type { Dimension } from "../../src/model/shape";
import { elementsOf } from "../../src/model/tensor";
import { Emitter } from "../../src/operators/emit";

const OPSET = 17;

/** Emits layers with random weights. */
class Layers {
  readonly emit = new Emitter(OPSET, "");
  private state = 1;

  /** Near normal, of this standard deviation. */
  weight(shape: readonly number[], std: number): string {
    const values = new Float32Array(elementsOf(shape));
    const next = (): number =>
      (this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) | 0) / 2 ** 31;
    // Four uniform numbers of variance 1/3 each.
    const scale = std / Math.sqrt(4 / 3);
    for (let at = 0; at < values.length; at++) values[at] = (next() + next() + next() + next()) * scale;
    return this.emit.constant("float32", shape, new Uint8Array(values.buffer));
  }

  convolution(input: string, from: number, to: number, kernel: number, stride: number): string {
    const pad = (kernel - 1) / 2;
    const std = Math.sqrt(2 / (from * kernel * kernel));
    return this.emit.one(
      "Conv",
      [input, this.weight([to, from, kernel, kernel], std), this.weight([to], 0.01)],
      {
        strides: [stride, stride],
        pads: [pad, pad, pad, pad],
        kernel_shape: [kernel, kernel],
      },
    );
  }

  linear(input: string, from: number, to: number): string {
    const product = this.emit.one("MatMul", [input, this.weight([from, to], Math.sqrt(1 / from))]);
    return this.emit.one("Add", [product, this.weight([to], 0.01)]);
  }

  finish(input: { readonly shape: readonly Dimension[] }, output: string): Uint8Array {
    const info = (name: string, shape: readonly Dimension[] | undefined) => ({
      name,
      type: { kind: "tensor" as const, dtype: "float32" as const, shape },
      docString: "",
    });
    const { nodes, tensors } = this.emit;
    return writeModel(
      {
        irVersion: 8,
        opsets: new Map([["ai.onnx", OPSET]]),
        functions: [],
        graph: {
          name: "main",
          inputs: [info("input", input.shape)],
          outputs: [info(output, undefined)],
          nodes,
          tensors,
        },
      },
      () => undefined,
    );
  }
}

/** ResNet-18 (He et al. 2015) with its normalisations folded, for one image of 224 × 224. */
export function resnet18(): Uint8Array {
  const layers = new Layers();
  const { emit } = layers;
  const relu = (value: string): string => emit.one("Relu", [value]);
  let value = relu(layers.convolution("input", 3, 64, 7, 2));
  value = emit.one("MaxPool", [value], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let from = 64;
  for (const to of [64, 64, 128, 128, 256, 256, 512, 512]) {
    const stride = to === from ? 1 : 2;
    const inner = relu(layers.convolution(value, from, to, 3, stride));
    const branch = layers.convolution(inner, to, to, 3, 1);
    const skip = stride === 1 ? value : layers.convolution(value, from, to, 1, stride);
    value = relu(emit.one("Add", [branch, skip]));
    from = to;
  }
  const pooled = emit.one("Flatten", [emit.one("GlobalAveragePool", [value])]);
  const classes = [layers.weight([1000, 512], Math.sqrt(1 / 512)), layers.weight([1000], 0.01)];
  return layers.finish({ shape: [1, 3, 224, 224] }, emit.one("Gemm", [pooled, ...classes], { transB: 1 }));
}

/** A pre-norm transformer encoder of so many layers: width 256, 64 tokens, 4 heads, as exporters write it out. */
export function transformer(depth: number): Uint8Array {
  const [width, tokens, heads] = [256, 64, 4];
  const layers = new Layers();
  const { emit } = layers;
  const normal = (value: string): string => {
    const centred = emit.one("Sub", [value, emit.reduce("ReduceMean", value, [-1], true)]);
    const variance = emit.reduce("ReduceMean", emit.one("Mul", [centred, centred]), [-1], true);
    const scale = emit.one("Sqrt", [emit.one("Add", [variance, emit.floats(1e-5)])]);
    const scaled = emit.one("Mul", [
      emit.one("Div", [centred, scale]),
      emit.floats(new Array<number>(width).fill(1)),
    ]);
    return emit.one("Add", [scaled, layers.weight([width], 0.01)]);
  };
  const head = (value: string, perm: readonly number[]): string =>
    emit.transpose(emit.reshape(layers.linear(value, width, width), [1, tokens, heads, width / heads]), perm);
  const gelu = (value: string): string => {
    const half = emit.one("Mul", [value, emit.floats(0.5)]);
    const erf = emit.one("Erf", [emit.one("Div", [value, emit.floats(Math.SQRT2)])]);
    return emit.one("Mul", [half, emit.one("Add", [erf, emit.floats(1)])]);
  };
  let value = layers.linear("input", width, width);
  for (let layer = 0; layer < depth; layer++) {
    const entering = normal(value);
    const [query, key, values] = [
      head(entering, [0, 2, 1, 3]),
      head(entering, [0, 2, 3, 1]),
      head(entering, [0, 2, 1, 3]),
    ];
    const scores = emit.one("Mul", [
      emit.one("MatMul", [query, key]),
      emit.floats(1 / Math.sqrt(width / heads)),
    ]);
    const mixed = emit.one("MatMul", [emit.one("Softmax", [scores], { axis: -1 }), values]);
    const joined = emit.reshape(emit.transpose(mixed, [0, 2, 1, 3]), [1, tokens, width]);
    value = emit.one("Add", [value, layers.linear(joined, width, width)]);
    const inner = gelu(layers.linear(normal(value), width, 4 * width));
    value = emit.one("Add", [value, layers.linear(inner, 4 * width, width)]);
  }
  const pooled = emit.reduce("ReduceMean", normal(value), [1]);
  return layers.finish({ shape: [1, tokens, width] }, layers.linear(pooled, width, 10));
}
