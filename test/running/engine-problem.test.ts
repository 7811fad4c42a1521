import { expect, test } from "vitest";
import { engineProblem } from "../../src/running/engine-problem";

// Texts as onnxruntime-web 1.30.0 gives them.
const CASES: [string, string, { code: string; where: string; message: string }][] = [
  [
    "the innermost node of several is the place",
    "failed to call OrtRun(). ERROR_CODE: 2, ERROR_MESSAGE: Non-zero status code returned while running If node. Name:'If_0' Status Message: Non-zero status code returned while running Pad node. Name:'If_0/Pad' Status Message: Pad reflect: post-pad (64) exceeds maximum allowed (7) for axis 1. Input shape:{1,8}",
    {
      code: "run-failed",
      where: "If_0/Pad",
      message:
        "m.onnx: cannot be run: If 'If_0': Pad 'If_0/Pad': Pad reflect: post-pad (64) exceeds maximum allowed (7) for axis 1. Input shape:{1,8}.",
    },
  ],
  [
    "paths of the build are left out",
    "Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: /mnt/a/_work/1/s/onnxruntime/core/optimizer/initializer.cc:51 onnxruntime::Initializer::Initializer(const onnx::TensorProto &, const std::filesystem::path &) [ONNXRuntimeError] : 1 : FAIL : Failed to load external data file",
    {
      code: "run-failed",
      where: "",
      message: "m.onnx: cannot be run: [ONNXRuntimeError] : 1 : FAIL : Failed to load external data file.",
    },
  ],
  [
    "an input's shape is said as it is, with the way out",
    "failed to call OrtRun(). ERROR_CODE: 2, ERROR_MESSAGE: Invalid rank for input: x Got: 1 Expected: 2 Please fix either the inputs/outputs or the model.",
    {
      code: "wrong-input",
      where: "",
      message:
        "m.onnx: cannot be run: Invalid rank for input: x Got: 1 Expected: 2 Please fix either the inputs/outputs or the model. Give another shape with --shape or --dim.",
    },
  ],
  [
    "a lack of memory is told from other faults",
    "failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc",
    {
      code: "out-of-memory",
      where: "",
      message:
        "m.onnx: cannot be run: std::bad_alloc. The model and its values need more than the 4 GB that WebAssembly has. Assume smaller dimensions or fewer samples.",
    },
  ],
  [
    "an abort, after which nothing more can be asked, is told from all",
    "Aborted(). Build with -sASSERTIONS for more info.",
    {
      code: "runtime-aborted",
      where: "",
      message:
        "m.onnx: cannot be run: Aborted(). Build with -sASSERTIONS for more info. The runtime is gone with it: start anew.",
    },
  ],
];

test.each(CASES)("%s", (_, text, problem) => {
  expect(engineProblem("m.onnx", "cannot be run", new Error(text))).toEqual({
    severity: "error",
    ...problem,
  });
});
