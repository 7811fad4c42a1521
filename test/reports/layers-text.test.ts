import { expect, test } from "vitest";
import { layersText } from "../../src/reports/layers-text";
import type { LayerRow, LayersReport } from "../../src/reports/types/layers";

const COSTS = {
  nodes: 2,
  parameters: 9472,
  weightBytes: 37_888,
  macs: { text: "118013952*batch", supposed: 118_013_952_000 },
  flops: { text: "236027904*batch", supposed: 236_027_904_000 },
  activationBytes: null,
};

const row = (parts: Partial<LayerRow>): LayerRow => ({
  ...COSTS,
  kind: "node",
  id: "/stem/conv",
  name: "/stem/conv",
  operator: "Conv",
  role: "linear",
  depth: 1,
  parent: 0,
  inside: 0,
  quiet: false,
  outputShape: "batch×64×112×112",
  dtype: "float32",
  shareOfParameters: 0.5,
  shareOfMacs: 1,
  ...parts,
});

const ROWS = [
  row({ kind: "group", id: "group:#stem", name: "stem, |first|", operator: "Conv 1", depth: 0, inside: 1 }),
  row({ name: '=1+"1"', macs: 0, flops: 0, shareOfMacs: 0 }),
];

const REPORT: LayersReport = { rows: ROWS, totals: COSTS, uncosted: ["If_0"], supposed: 1000 };

test("CSV has a line for each row, quoted where it must be, no formulas, and the totals", () => {
  expect(layersText("m.onnx", REPORT, ROWS, "csv").split("\r\n")).toEqual([
    "depth,kind,id,name,operator,role,outputShape,dtype,nodes,parameters,shareOfParameters,weightBytes,macs,shareOfMacs,flops,activationBytes",
    '0,group,group:#stem,"stem, |first|",Conv 1,linear,batch×64×112×112,float32,2,9472,0.5,37888,118013952*batch,1,236027904*batch,',
    `1,node,/stem/conv,"'=1+""1""",Conv,linear,batch×64×112×112,float32,2,9472,0.5,37888,0,0,0,`,
    ",model,,Total,,,,,2,9472,,37888,118013952*batch,,236027904*batch,",
    "",
  ]);
});

test("Markdown has numbers as people read them, deeper rows moved in, no markup from names", () => {
  expect(layersText("m.onnx", REPORT, ROWS, "markdown").split("\n")).toEqual([
    "| Name | Operator | Output shape | Parameters |  | MACs |  | Activations |",
    "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    "| stem, \\|first\\| | Conv 1 | batch×64×112×112 | 9,472 | 50.0 % | 118,013,952\\*batch | 100.0 % | unknown |",
    '| · =1\\+"1" | Conv | batch×64×112×112 | 9,472 | 50.0 % | 0 | 0.0 % | unknown |',
    "| Total |  |  | 9,472 |  | 118,013,952\\*batch |  | unknown |",
    "",
  ]);
});

test("JSON says counts as the reports do", () => {
  const written: unknown = JSON.parse(layersText("m.onnx", REPORT, ROWS.slice(1), "json"));
  expect(written).toMatchObject({
    file: "m.onnx",
    layers: [{ kind: "node", name: '=1+"1"', macs: 0, activationBytes: null, depth: 1 }],
    totals: { parameters: 9472, macs: "118013952*batch" },
    uncosted: ["If_0"],
  });
});
