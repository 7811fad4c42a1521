import type { LayerCount, LayerRow, LayersReport } from "../../src/reports/types/layers";

type Told = Pick<LayerRow, "kind" | "id" | "name" | "operator" | "role" | "outputShape"> & {
  readonly parameters?: number;
  readonly macs?: LayerCount;
  readonly quiet?: boolean;
  readonly inside?: readonly Told[];
};

const TOTAL = { parameters: 1_171_841, macs: 118_900_000 };

function rowsOf(told: readonly Told[]): readonly LayerRow[] {
  const rows: LayerRow[] = [];
  const add = (one: Told, depth: number, parent: number): number => {
    const { kind, id, name, operator, role, outputShape, parameters = 0, macs = 0, quiet = false } = one;
    const at = rows.length;
    const row = {
      ...{ kind, id, name, operator, role, outputShape, quiet, depth, parent, inside: 0 },
      dtype: "float32",
      nodes: Math.max(1, one.inside?.length ?? 0),
      parameters,
      weightBytes: parameters * 4,
      macs,
      flops: typeof macs === "number" ? 2 * macs : macs,
      activationBytes: 802_816,
      shareOfParameters: parameters / TOTAL.parameters,
      shareOfMacs: typeof macs === "number" ? macs / TOTAL.macs : null,
    };
    rows.push(row);
    for (const child of one.inside ?? []) add(child, depth + 1, at);
    rows[at] = { ...row, inside: rows.length - at - 1 };
    return at;
  };
  for (const one of told) add(one, 0, -1);
  return rows;
}

function reportOf(rows: readonly LayerRow[]): LayersReport {
  const { parameters, macs } = TOTAL;
  const costs = {
    nodes: rows.length,
    weightBytes: parameters * 4,
    flops: 2 * macs,
    activationBytes: 40_140_800,
  };
  return { rows, totals: { ...costs, parameters, macs }, uncosted: [], supposed: 1000 };
}

const block = (name: string): Told => ({
  kind: "group",
  id: name,
  name: name === "layer1" ? "Bottleneck ×3" : "Bottleneck",
  operator: "Conv 1 · BatchNormalization 1 · Relu 1",
  role: "linear",
  outputShape: "1×64×56×56",
  parameters: name === "layer1" ? 36_928 : 73_856,
  macs: 400_000,
  inside: [
    { ...node("Conv", `${name}/conv1`, "linear"), parameters: 36_864, macs: 400_000 },
    { ...node("BatchNormalization", `${name}/bn1`, "normalization"), parameters: 64 },
    node("Relu", `${name}/relu`, "activation"),
    node("Add", `${name}/add`, "arithmetic"),
  ],
});

function node(operator: string, name: string, role: LayerRow["role"]): Told {
  return { kind: "node", id: name, name, operator, role, outputShape: "1×64×56×56" };
}

/** The layers of the model that model.ts draws. */
export const LAYERS: LayersReport = {
  ...reportOf(
    rowsOf([
      { ...node("Conv", "conv1", "linear"), parameters: 9_472, macs: 118_013_952 },
      node("Relu", "relu_<img src=x onerror=window.ran=1>", "activation"),
      node("MaxPool", "maxpool", "pooling"),
      block("layer1"),
      block("layer2"),
      node("GlobalAveragePool", "avgpool", "pooling"),
      { ...node("Constant", "axes", "constant"), quiet: true },
      { ...node("Flatten", "flatten", "shape"), outputShape: "(2*width + 1)×64" },
      {
        ...node("Gemm", "fc", "linear"),
        parameters: 65_000,
        macs: { text: "64000*batch", supposed: 64_000_000 },
      },
      { ...node("If", "choose", "control"), macs: null },
    ]),
  ),
  uncosted: ["choose"],
};

/** Groups of eight nodes each. */
export function manyLayers(groups: number): LayersReport {
  const inner = (group: number): readonly Told[] =>
    Array.from({ length: 8 }, (_, at) => ({
      ...node(at % 2 === 0 ? "Conv" : "Relu", `/block.${String(group)}/node.${String(at)}/Op`, "linear"),
      parameters: group * 8 + at,
      macs: (group * 8 + at) * 1000,
    }));
  return reportOf(
    rowsOf(
      Array.from({ length: groups }, (_, group) => ({
        kind: "group",
        id: `group:#block.${String(group)}`,
        name: `block.${String(group)}`,
        operator: "Conv 4 · Relu 4",
        role: "linear",
        outputShape: "1×64×56×56",
        parameters: group * 64 + 28,
        macs: (group * 64 + 28) * 1000,
        inside: inner(group),
      })),
    ),
  );
}
