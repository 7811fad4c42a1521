import { describe, expect, test } from "vitest";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import { indexModel } from "../../src/analysis/model-index";
import { parseUserMetric, userMetricOf } from "../../src/reports/user-metric";
import { graph, model, node, value } from "../analysis/build";

const trace = (events: readonly object[]): string => JSON.stringify(events);

describe("a metric's file", () => {
  const good: [string, string, string, Readonly<Record<string, number>>][] = [
    ["a table with titles", "node,latency_ms\na,1.5\nb,2", "latency_ms", { a: 1.5, b: 2 }],
    ["a table without titles", "a,1.5\nb,2", "", { a: 1.5, b: 2 }],
    [
      "semicolons, quotes, an empty line and a mark at the start",
      '\uFEFFname;value\n"a;b";1\n\n',
      "value",
      { "a;b": 1 },
    ],
    ["tabs", "a\t1\nb\t2", "", { a: 1, b: 2 }],
    ["a name column that is not the first", "index,name,score\n1,a,7\n2,b,8", "score", { a: 7, b: 8 }],
    ["a text column before the numbers", "layer,type,flops\na,Conv,3", "flops", { a: 3 }],
    ["names that are numbers", "name,value\n12,1\n13,2", "value", { 12: 1, 13: 2 }],
    ["an object", '{"a": 1, "b": -2.5}', "", { a: 1, b: -2.5 }],
    ["an array of objects", '[{"name": "a", "value": 1}, {"name": "b", "value": 2}]', "", { a: 1, b: 2 }],
    [
      "a trace of onnxruntime: kernels of nodes only, runs added up",
      trace([
        { cat: "Session", name: "model_run", dur: 900 },
        { cat: "Node", name: "a_fence_before", dur: 0 },
        { cat: "Node", name: "a_kernel_time", dur: 10 },
        { cat: "Node", name: "a_fence_after", dur: 0 },
        { cat: "Node", name: "a_kernel_time", dur: 12 },
        { cat: "Node", name: "b_kernel_time", dur: 5 },
      ]),
      "µs",
      { a: 22, b: 5 },
    ],
    ["rows of one name are added up", "a,1\na,2\nb,3", "", { a: 3, b: 3 }],
    ["a name of the language", '{"__proto__": 4}', "", { ["__proto__"]: 4 }],
  ];
  test.each(good)("is read: %s", (_, text, title, values) => {
    const read = parseUserMetric({ name: "m", text });
    expect(read).toMatchObject({ ok: true, value: { title } });
    if (read.ok) expect([...read.value.values]).toEqual(Object.entries(values));
  });

  const bad: [string, string, string][] = [
    ["nothing", "", "no two columns"],
    ["one column", "a\nb", "no two columns"],
    ["no numbers", "name,value\na,high\nb,low", "no column of numbers"],
    ["only what is no finite number", "name,value\na,NaN\nb,inf", "no column of numbers"],
    ["broken JSON", '{"a": 1', "is no JSON"],
    ["an empty object", "{}", "holds no name with a number"],
    ["objects without a number", '[{"name": "a"}]', "no objects with a name and a value"],
    ["an object of objects", '{"a": {"b": 1}}', "holds no name with a number"],
  ];
  test.each(bad)("is refused with a reason: %s", (_, text, reason) => {
    const read = parseUserMetric({ name: "bad.csv", text });
    expect(read.ok ? "" : read.problem.message).toMatch(new RegExp(`^bad.csv: .*${reason}`));
  });

  test("rows without a number or name are left out and counted, repeated names too", () => {
    const read = parseUserMetric({ name: "m", text: "name,value\na,1\nb,NaN\nc,\n,4\na,2" });
    expect(read).toMatchObject({ ok: true, value: { skipped: 3, repeated: 1 } });
  });
});

describe("a person's metric of a graph", () => {
  const nodes = [
    node("Conv", ["x", "w"], ["y"], { name: "block/conv" }),
    node("Relu", ["y"], ["z"], { name: "block/relu" }),
    node("Sigmoid", ["z"], ["p"], { name: "head" }),
  ];
  const index = indexModel(model(graph({ inputs: [value("x"), value("w")], outputs: ["p"], nodes })));
  const hierarchy = buildHierarchy(index.model, "");
  if (hierarchy === undefined) throw new Error("the model has a main graph");
  const report = (text: string) => {
    const metric = parseUserMetric({ name: "m", text });
    if (!metric.ok) throw new Error(metric.problem.message);
    return userMetricOf(index, hierarchy, metric.value);
  };

  test("stands at nodes by their name or that of their output; groups have the largest", () => {
    const { values, range, missing } = report("name,value\nblock/conv,3\nz,5\n");
    expect(values).toMatchObject({ "block/conv": 3, "block/relu": 5 });
    expect(range).toEqual([3, 5]);
    expect(missing).toBe(1);
    const group = [...hierarchy.groups.keys()].find((id) => id !== hierarchy.root.id);
    if (group !== undefined) expect(values[group]).toBe(5);
  });

  test("says which names are not in the model", () => {
    const { matched, unmatched, examples } = report("head,1\nq1,1\nq2,1\nq3,1\nq4,1");
    expect({ matched, unmatched, examples }).toEqual({
      matched: 1,
      unmatched: 4,
      examples: ["q1", "q2", "q3"],
    });
  });

  test("without any match has no range", () => {
    expect(report("nowhere,1")).toMatchObject({ matched: 0, range: null, missing: 3 });
  });
});
