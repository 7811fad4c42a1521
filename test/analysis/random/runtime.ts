import * as ort from "onnxruntime-web";
import { writeModel } from "../../../src/formats/onnx/write";
import type { RandomNode } from "./node";
import { arrayOf, inputName, modelOf, outputName } from "./node";

ort.env.wasm.numThreads = 1;

/** Only what ends the process: that it refuses a node is no news here. */
const FATAL = 4;

/** The shapes that ONNX Runtime gives a node's outputs, with zeros as data; undefined where it refuses to run it. */
export async function shapesInRuntime(node: RandomNode): Promise<readonly (readonly number[])[] | undefined> {
  const bytes = writeModel(modelOf(node), () => undefined);
  let session: ort.InferenceSession | undefined;
  try {
    session = await ort.InferenceSession.create(bytes, {
      graphOptimizationLevel: "disabled",
      logSeverityLevel: FATAL,
    });
    const results = await session.run(feedsOf(node), { logSeverityLevel: FATAL });
    return Array.from({ length: node.outputs ?? 1 }, (_, index) => results[outputName(index)]?.dims ?? []);
  } catch (error) {
    // An abort of the wasm module would make every later run fail: that is a fault of the test's.
    if (!(error instanceof Error) || !error.message.includes("ERROR_CODE")) throw error;
    return undefined;
  } finally {
    await session?.release();
  }
}

function feedsOf({ operands }: RandomNode): Record<string, ort.Tensor> {
  const feeds: Record<string, ort.Tensor> = {};
  operands.forEach((operand, index) => {
    if (operand === undefined || operand.values !== undefined) return;
    feeds[inputName(index)] = new ort.Tensor(operand.dtype, arrayOf(operand), operand.shape);
  });
  return feeds;
}
