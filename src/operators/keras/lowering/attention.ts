import type { Emitter } from "../../emit";
import type { Lower } from "../../recipe";
import { sizesOf } from "./sizes";

/** Each head's part by its own matrix: `[batch, T, d]` and `[d, heads, width]` give `[batch, heads, T, width]`. */
function projected(emit: Emitter, input: string, kernel: string, bias: string): string {
  const parts = emit.one("Einsum", [input, kernel], { equation: "btd,dhw->bthw" });
  return emit.transpose(bias === "" ? parts : emit.one("Add", [parts, bias]), [0, 2, 1, 3]);
}

/** Vaswani et al. 2017, section 3.2.2. */
export const lowerHeads: Lower = ({ node, emit, inputNames, outputs }) => {
  const [
    query = "",
    value = "",
    key = "",
    wq = "",
    bq = "",
    wk = "",
    bk = "",
    wv = "",
    bv = "",
    wo = "",
    bo = "",
    mask,
  ] = inputNames;
  const width = node.int("key_dim");
  if (node.rank(0) !== 3 || width === undefined || mask !== undefined) return undefined;
  if (node.flag("use_causal_mask") || node.ints("attention_axes") !== undefined) return undefined;
  const queries = emit.one("Mul", [projected(emit, query, wq, bq), emit.floats(1 / Math.sqrt(width))]);
  const keys = projected(emit, key === "" ? value : key, wk, bk);
  const scores = emit.one("MatMul", [queries, emit.transpose(keys, [0, 1, 3, 2])]);
  const weights = emit.one("Softmax", [scores], { axis: -1 });
  const mixed = emit.one("MatMul", [weights, projected(emit, value, wv, bv)]);
  const joined = emit.one("Einsum", [emit.transpose(mixed, [0, 2, 1, 3]), wo], { equation: "bthw,hwd->btd" });
  const output = bo === "" ? joined : emit.one("Add", [joined, bo]);
  return outputs.length > 1 ? [output, weights] : [output];
};

/** Luong et al. 2015: scores are products of query and key. */
export const lowerAttention: Lower = ({ node, emit, inputNames, outputs }) => {
  const [query = "", value = "", key = "", scale = "", , mask] = inputNames;
  if (node.text("score_mode", "dot") !== "dot" || node.rank(0) !== 3 || mask !== undefined) return undefined;
  if (node.flag("use_causal_mask")) return undefined;
  const scores = emit.one("MatMul", [query, emit.transpose(key === "" ? value : key, [0, 2, 1])]);
  return attended(emit, scale === "" ? scores : emit.one("Mul", [scores, scale]), value, outputs.length);
};

/** Bahdanau et al. 2015: scores are sums of tangents. */
export const lowerAdditiveAttention: Lower = ({ node, emit, inputNames, outputs }) => {
  const [query = "", value = "", key = "", scale = "", mask] = inputNames;
  if (sizesOf(node.shape(0))?.length !== 3 || mask !== undefined || node.flag("use_causal_mask"))
    return undefined;
  const pairs = emit.one("Add", [emit.unsqueeze(query, [2]), emit.unsqueeze(key === "" ? value : key, [1])]);
  const bent = emit.one("Tanh", [pairs]);
  const scores = emit.reduce("ReduceSum", scale === "" ? bent : emit.one("Mul", [bent, scale]), [-1]);
  return attended(emit, scores, value, outputs.length);
};

function attended(emit: Emitter, scores: string, value: string, outputs: number): readonly string[] {
  const weights = emit.one("Softmax", [scores], { axis: -1 });
  const output = emit.one("MatMul", [weights, value]);
  return outputs > 1 ? [output, weights] : [output];
}
