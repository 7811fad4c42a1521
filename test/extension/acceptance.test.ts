import { expect, test } from "vitest";
import { refusalFor } from "../../src/extension/acceptance";

const extension = { scheme: "file", path: "/home/ann/.vscode/extensions/layerscope-0.1.0" };
const file = (path: string, scheme = "file") => ({ scheme, path });

test.each([
  ["a sample", file(`${extension.path}/media/samples/healthy.onnx`), false, "shipped"],
  ["a sample, its folder read-only", file(`${extension.path}/media/samples/healthy.onnx`), true, "shipped"],
  ["a model of a person's own", file("/home/ann/net.onnx"), false, undefined],
  ["a model in a read-only folder", file("/mnt/share/net.onnx"), true, "read-only"],
  ["a folder whose name only begins alike", file(`${extension.path}-old/net.onnx`), false, undefined],
  [
    "the same path in another file system",
    file(`${extension.path}/net.onnx`, "vscode-vfs"),
    false,
    undefined,
  ],
])("%s: whether its findings can be accepted", (_, model, readOnly, expected) => {
  expect(refusalFor(model, extension, readOnly)).toBe(expected);
});
