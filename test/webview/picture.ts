import type { Role, NodeBox, Picture, Box, Edge, GroupBox, Stub } from "../../src/layout/picture";

/** A model that is made up, answered as the document would: a column of layers, two of them groups. */
export interface Layer {
  readonly operator: string;
  readonly name: string;
  readonly label: string;
  readonly role: Role;
  readonly weights: NodeBox["weights"];
  readonly shape: string;
}

const conv = (name: string, shape: string, weight: string): Layer => ({
  operator: "Conv",
  name,
  label: "3×3, stride 1, pad 1",
  role: "linear",
  weights: [
    { name: "weight", shape: weight },
    { name: "bias", shape: "64" },
  ],
  shape,
});

const plain = (operator: string, name: string, role: Role, shape: string): Layer => ({
  operator,
  name,
  label: "",
  role,
  weights: [],
  shape,
});

type Item = Layer | { readonly group: string; readonly repeat: number; readonly layers: readonly Layer[] };

const block = (name: string): Item => ({
  group: name,
  repeat: name === "layer1" ? 3 : 1,
  layers: [
    conv(`${name}/conv1`, "1×64×56×56", "64×64×3×3"),
    plain("BatchNormalization", `${name}/bn1`, "normalization", "1×64×56×56"),
    plain("Relu", `${name}/relu`, "activation", "1×64×56×56"),
    plain("Add", `${name}/add`, "arithmetic", "1×64×56×56"),
  ],
});

export const ITEMS: readonly Item[] = [
  conv("conv1", "1×64×112×112", "64×3×7×7"),
  plain("Relu", "relu_<img src=x onerror=window.ran=1>", "activation", "1×64×112×112"),
  plain("MaxPool", "maxpool", "pooling", "1×64×56×56"),
  block("layer1"),
  block("layer2"),
  plain("GlobalAveragePool", "avgpool", "pooling", "1×64×1×1"),
  plain("Flatten", "flatten", "shape", "1×64"),
  { ...conv("fc", "1×1000", "1000×64"), operator: "Gemm", label: "1000 units" },
  plain("If", "choose", "control", "1×1000"),
];

const WIDTH = 190;

const GAP = 44;

function heightOf({ label, weights }: Layer): number {
  return 26 + 16 * (1 + (label === "" ? 0 : 1) + weights.length) + 6;
}

export function pictureOf(graph: string, open: readonly string[]): Picture {
  const boxes: Box[] = [];
  const edges: Edge[] = [];
  let y = 0;
  let last:
    { readonly id: string; readonly x: number; readonly y: number; readonly label: string } | undefined;
  const put = (box: Box, label: string): void => {
    boxes.push(box);
    const x = box.x + box.width / 2;
    if (last !== undefined)
      edges.push({
        id: `${last.id}>${box.id}`,
        from: last.id,
        to: box.id,
        values: [`${last.id}_out`],
        label: last.label,
        points: [last.x, last.y, x, box.y],
      });
    last = { id: box.id, x, y: box.y + box.height, label };
    y = box.y + box.height + GAP;
  };
  const node = (layer: Layer, parent: string | null, x: number): void =>
    put(
      {
        kind: "node",
        id: layer.name,
        parent,
        x,
        y,
        width: WIDTH,
        height: heightOf(layer),
        operator: layer.operator,
        name: layer.name,
        label: layer.label,
        role: layer.role,
        weights: layer.weights,
        graphs: layer.operator === "If" ? ["choose/then_branch"] : [],
      },
      layer.shape,
    );
  const value = (kind: "input" | "output", name: string, type: string): void =>
    put(
      { kind, id: `${kind}:${name}`, parent: null, x: 70, y, width: 150, height: 38, name, type },
      "1×3×224×224",
    );

  value("input", "images", "float32 1×3×224×224");
  for (const item of graph === "" ? ITEMS : ITEMS.slice(0, 2)) {
    if (!("group" in item)) {
      node(item, null, 50);
      continue;
    }
    const isOpen = open.includes(item.group);
    const group: GroupBox = {
      kind: "group",
      id: item.group,
      parent: null,
      x: isOpen ? 30 : 50,
      y,
      width: isOpen ? 230 : WIDTH,
      height: isOpen ? 60 + item.layers.reduce((sum, layer) => sum + heightOf(layer) + GAP, 0) - GAP : 66,
      title: "Bottleneck",
      name: item.group,
      repeat: item.repeat,
      open: isOpen,
      nodes: item.layers.length * item.repeat,
      alike: 1,
      passing: 1,
      summary: "Conv 1 · BatchNormalization 1 · Relu 1",
      role: "linear",
    };
    if (!isOpen) {
      put(group, "1×64×56×56");
      continue;
    }
    boxes.push(group);
    y += 40;
    for (const layer of item.layers) node(layer, item.group, 50);
    y += 20;
  }
  value("output", "logits", "float32 1×1000");
  const stubs: Stub[] = [
    {
      id: "stub-mask",
      box: "conv1",
      side: "in",
      value: "images_mask",
      label: "1×1",
      peers: ["input:images"],
      x: 245,
      y: 92,
      width: 110,
    },
    {
      id: "stub-skip",
      box: "conv1",
      side: "out",
      value: "conv1_skip",
      label: "1×64×112×112",
      peers: ["maxpool", "fc"],
      x: 245,
      y: 112,
      width: 110,
    },
  ];
  return {
    graph,
    width: 360,
    height: y,
    boxes,
    edges,
    stubs,
    open: open.filter((id) => id !== ""),
    settled: true,
  };
}
