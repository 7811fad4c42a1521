import type { MetricReport, UserMetricReport } from "../../src/document/protocol/colours";
import type { FindAnswer, Place } from "../../src/document/protocol/places";
import type { Breakdown, PackedBreakdown, RequestName, Requests } from "../../src/document/protocol/requests";
import type { Details } from "../../src/reports/types/details";
import type { ReportProblem } from "../../src/reports/types/parts";
import { CONCEPTS } from "./concepts";
import { GRADIENTS, parameterGradient } from "./gradients";
import { LAYERS } from "./layers";
import { type Layer, ITEMS, pictureOf } from "./picture";
import { RECIPE, RUN, wholeValue, MAPS } from "./runs";
import { storedTensors, wholeTensor, PICTURES, tensorWindow } from "./weights";
import { packRows } from "../../src/document/packed-rows";

const details = (id: string): Details => ({
  kind: id === "" ? "model" : "node",
  id,
  title: id === "" ? "resnet.onnx" : "Conv",
  name: id === "" ? "/models/resnet.onnx" : id,
  path: id === "" ? [] : [{ id: "", name: "Model" }],
  docString: "",
  costs: id === "" ? [] : [["MACs", "64·112·112·3·7·7 = 118,013,952"]],
  attributes: id === "" ? [] : [{ name: "kernel_shape", type: "ints", text: "3, 3" }],
  inputs:
    id === ""
      ? []
      : [
          {
            slot: "X",
            value: "images",
            type: "float32 batch×3×1,048,576×(2*width + 1)×(2*height + 1)×1,048,576×64",
            peers: [],
          },
        ],
  outputs:
    id === ""
      ? []
      : [
          {
            slot: "Y",
            value: "conv1_out",
            type: "float32 1×64×112×112",
            peers: [{ id: "maxpool", title: "MaxPool", name: "maxpool" }],
          },
        ],
  weights:
    id === ""
      ? []
      : [
          {
            slot: "W",
            name: "conv1.weight",
            dtype: "float32",
            shape: [64, 3, 7, 7],
            elements: 9408,
            bytes: 37632,
            role: "parameter",
            location: "in the file, at byte 1,024",
          },
        ],
  metadata: id === "" ? [["author", "<b>nobody</b>"]] : [],
  facts: id === "" ? [["Parameters", "1,171,841"]] : [["MACs", "unknown"]],
  graphs: id === "choose" ? [{ path: "choose/then_branch", name: "then_branch" }] : [],
  problems: [],
});

function allNodes(): readonly Layer[] {
  return ITEMS.flatMap((item) => ("group" in item ? item.layers : [item]));
}

function find(query: string): FindAnswer {
  const hits = allNodes().filter(({ name, operator }) =>
    `${operator} ${name}`.toLowerCase().includes(query.toLowerCase()),
  );
  return {
    hits: hits.map(({ operator, name, label }) => ({
      kind: "node",
      id: name,
      title: operator,
      name,
      detail: label,
      role: null,
    })),
    total: hits.length,
    problem: null,
  };
}

function locate(id: string): Place {
  const group = id.includes("/") ? id.split("/")[0] : undefined;
  return { graph: "", groups: group === undefined ? [] : [group], box: id };
}

/** Convolutions cost, and the more of them the later they stand; nobody knows what `choose` does. */
const MACS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(allNodes().map(({ name }) => [name, 0])),
  conv1: 118_013_952,
  "layer1/conv1": 1_000_000,
  "layer2/conv1": 30_000_000,
  fc: 64_000,
  layer1: 3_000_000,
  layer2: 30_000_000,
};

const KNOWN_MACS = Object.fromEntries(Object.entries(MACS).filter(([name]) => name !== "choose"));

function metric(name: string): MetricReport {
  if (name === "dtype") {
    const values = Object.fromEntries(allNodes().map(({ name }) => [name, name === "fc" ? 1 : 0]));
    return { kind: "kinds", kinds: ["float32", "int8"], values, missing: 0, open: [] };
  }
  return {
    kind: "amounts",
    unit: "MACs",
    values: KNOWN_MACS,
    range: [0, 118_013_952],
    leastPositive: 64_000,
    missing: 1,
    open: [],
    per: null,
  };
}

const USER_METRIC: UserMetricReport = {
  kind: "amounts",
  unit: "latency_ms",
  title: "latency_ms",
  values: { conv1: 1.5, fc: -0.25 },
  range: [-0.25, 1.5],
  leastPositive: 1.5,
  missing: 7,
  open: [],
  per: null,
  matched: 2,
  unmatched: 1,
  examples: ["nowhere"],
  repeated: 0,
  skipped: 0,
};

const GROUP_ROWS = ITEMS.flatMap((item) => ("group" in item ? [item.group] : []));

/** Memory rises to the maxpool and falls again; parameters are in the order of the layers. */
export const packed = ({ parts, ...others }: Breakdown): PackedBreakdown => ({
  ...others,
  parts: packRows(parts),
});

export const BREAKDOWN: Breakdown = {
  parts: [
    ...GROUP_ROWS.map((id) => ({
      kind: "group" as const,
      id,
      title: "Bottleneck",
      name: id,
      role: "linear" as const,
      parent: -1,
      parameters: 0,
      macs: 0,
      activationBytes: 0,
    })),
    ...allNodes().map(({ name, operator, role }, at) => ({
      kind: "node" as const,
      id: name,
      title: operator,
      name,
      role,
      parent: GROUP_ROWS.indexOf(name.replace(/\/.*/, "")),
      parameters: operator === "Conv" || operator === "Gemm" ? 1000 * (at + 1) : 0,
      macs: name === "choose" ? null : (MACS[name] ?? 0),
      activationBytes: 4096,
    })),
  ],
  roles: [
    { role: "linear", nodes: 4, macs: 149_077_952, unknown: 0 },
    { role: "activation", nodes: 3, macs: 0, unknown: 0 },
    { role: "control", nodes: 1, macs: 0, unknown: 1 },
  ],
  memory: {
    steps: 5,
    points: ["conv1", "maxpool", "avgpool", "flatten", "fc"].map((id, step) => ({
      step,
      id,
      name: id,
      bytes: step === 1 ? 9_000_000 : 4_000_000 - 1000 * step,
    })),
    peak: { step: 1, id: "maxpool", name: "maxpool", bytes: 9_000_000 },
  },
  open: [],
};

const PROBLEMS: readonly ReportProblem[] = [
  {
    severity: "warning",
    code: "missing-external-data",
    message: "weights.bin is not beside the model.",
    where: "fc.weight",
  },
];

type Answers = {
  readonly [N in RequestName]: (params: Requests[N]["params"]) => Requests[N]["result"];
};

export const ANSWERS: Omit<Answers, "inspect" | keyof typeof CONCEPTS> & typeof CONCEPTS = {
  facts: () => ({
    conventions: [{ id: "fvcore", title: "fvcore, torchvision", unit: "MACs", count: 1_820_000_000 }],
    macs: 168,
    peakActivationBytes: 1_024,
    dimensions: [],
    file: "/models/resnet.onnx",
    format: "onnx",
    size: 4_687_364,
    producer: "pytorch 2.4.0",
    irVersion: 8,
    opsets: { "ai.onnx": 17 },
    nodes: 122,
    parameters: 1_171_841,
    trainable: 1_170_000,
    weightBytes: 4_687_364,
    inputs: [{ name: "images", dtype: "float32", shape: [1, 3, 224, 224] }],
    outputs: [{ name: "logits", dtype: "float32", shape: [1, 1000] }],
    metadata: [],
    docString: "",
    problems: PROBLEMS,
    timings: {},
  }),
  layers: () => ({ ...LAYERS, rows: packRows(LAYERS.rows) }),
  layersText: ({ format, rows }) => `${format}: ${rows.join(",")}`,
  picture: ({ graph, open }) => pictureOf(graph, open ?? []),
  sketch: () => null,
  details: ({ id }) => details(id),
  find: ({ query }) => find(query),
  lint: () => ({
    command: "lint",
    file: "/models/resnet.onnx",
    format: "onnx",
    findings: [
      {
        rule: "linear-stack",
        severity: "info",
        message: "Conv conv1 feeds Conv conv2 with nothing non-linear between.",
        node: "conv1",
        tensor: null,
        value: null,
        id: "conv1",
        channels: null,
        measured: null,
        threshold: null,
        concept: 49,
        help: "docs/findings/linear-stack.md",
      },
    ],
    counts: { error: 0, warning: 0, info: 1, hint: 0 },
    suppressed: 0,
    looked: ["graph"],
    problems: [],
  }),
  reach: () => ({ nodes: ["maxpool", "fc"], groups: ["layer1"] }),
  paths: () => ({ nodes: ["maxpool"], groups: ["layer1"] }),
  locate: ({ id }) => locate(id),
  places: ({ ids }) => ids.map(locate),
  metrics: ({ metric: name }) => metric(name),
  userMetric: () => USER_METRIC,
  breakdown: () => packed(BREAKDOWN),
  runRecipe: () => RECIPE,
  run: () => RUN,
  runs: () => [],
  runValue: ({ value }) => wholeValue(value),
  activation: () => MAPS,
  weights: ({ measure }) => storedTensors(measure),
  tensor: ({ name }) => wholeTensor(name),
  tensorPictures: () => PICTURES,
  tensorWindow: ({ row, column }) => tensorWindow(row, column),
  ...CONCEPTS,
  gradients: () => GRADIENTS,
  lastGradients: () => null,
  parameterGradient: ({ name }) => parameterGradient(name),
  tensorFile: ({ name, format }) => ({ name: `${name}.${format}`, content: "text", encoding: "utf8" }),
};
