import { expect, test } from "vitest";
import { tabTitle } from "../../src/extension/tab-title";

test.each([
  ["/models/mobilenet/model.json", "mobilenet/model.json"],
  ["/model.json", undefined],
  ["/models/mobilenet.onnx", undefined],
  ["/models/my-model.json", undefined],
])("the tab of %s says %s", (path, title) => {
  expect(tabTitle(path)).toBe(title);
});
