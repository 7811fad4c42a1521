import { describe, expect, test } from "vitest";
import type { OpenTfjsModels, Reaction } from "../../src/extension/json-reaction";
import { reactionTo } from "../../src/extension/json-reaction";
import { viewTypeFor } from "../../src/extension/view-types";

const MODEL = '{"format": "layers-model", "modelTopology": {';

describe("a JSON file that is shown as text", () => {
  const cases: [what: string, head: string, setting: OpenTfjsModels, seen: boolean, reaction: Reaction][] = [
    ["a model is offered", MODEL, "offer", false, "offer"],
    ["a model is opened where the setting says so", MODEL, "always", false, "open"],
    ["a model is left as text where the setting says so", MODEL, "never", false, "mark"],
    ["a model is offered once", MODEL, "offer", true, "mark"],
    ["a model is opened once: who goes back wants the text", MODEL, "always", true, "mark"],
    ["a manifest of weights is a model", '[{"paths": ["a.bin"], "weights": [', "offer", false, "offer"],
    [
      "a model cut by the end of the head is one",
      `{"signature": {}, "modelTopology": {"node": [`,
      "offer",
      false,
      "offer",
    ],
    ["a package is none", '{"name": "modelTopology", "version": "1.0.0"}', "always", false, "nothing"],
    ["a list is none", '[{"path": "weights"}]', "always", false, "nothing"],
    ["a text that speaks of models is none", 'Write "modelTopology": first', "always", false, "nothing"],
    ["an empty file is none", "", "always", false, "nothing"],
  ];
  test.each(cases)("%s", (_what, head, setting, seen, reaction) => {
    expect(reactionTo(head, setting, seen)).toBe(reaction);
  });
});

test.each([
  ["/a/model.json", "layerscope.tfjs"],
  ["/a/MODEL.JSON", "layerscope.tfjs"],
  ["/a/model.onnx", "layerscope.onnx"],
  ["/a.json/model", "layerscope.onnx"],
])("%s opens in the editor %s", (path, view) => {
  expect(viewTypeFor(path)).toBe(view);
});
