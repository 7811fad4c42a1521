import { expect, test } from "vitest";
import { withShortName } from "../../src/extension/short-name";

test("a problem names the model by its name, and its other files as they were", () => {
  const problem = {
    severity: "error",
    code: "not-a-model",
    message: "/home/ann/my models/net.onnx: this is a text file. /home/ann/other.bin is not beside it.",
    where: "byte 0",
  } as const;
  expect(withShortName(problem, "/home/ann/my models/net.onnx", "net.onnx")).toEqual({
    ...problem,
    message: "net.onnx: this is a text file. /home/ann/other.bin is not beside it.",
  });
});
