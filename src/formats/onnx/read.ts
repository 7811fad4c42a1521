import type { Result } from "../../bytes/problem";
import type { ByteSource } from "../../bytes/source";
import type { Model } from "../../model/model";
import { nameGraphs } from "./names";
import { pathOf } from "./place";
import { Problems } from "./problems";
import type { ModelDraft } from "./proto";
import { readModelProto } from "./proto";
import { checkExternalFiles } from "./siblings";
import type { SkimOptions } from "./skim";
import { skim } from "./skim";
import { checkStructure } from "./structure";
import { Wire } from "./wire";

/** Before this version of the IR a model without opset import meant opset 1. */
const IR_WITH_IMPORTS = 3;

/** Reads an ONNX model: see docs/architecture.md, "Reading lazily". A Problem where nothing useful could be read. */
export async function readOnnx(source: ByteSource, options?: SkimOptions): Promise<Result<Model>> {
  const resident = await skim(source, options);
  const problems = new Problems(source.name);
  if (!resident.whole) {
    const message =
      `only the first ${resident.size} bytes are read: they hold ${resident.bytes.length} bytes that are no elements ` +
      "of tensors, more than any network needs. Was data written as text or attributes?";
    problems.error("skeleton-too-large", message, "");
    problems.cut = true;
  }
  const draft = readModelProto(new Wire(resident, problems));
  if (!isUseful(draft)) return { ok: false, problem: nothingUseful(source.name, problems.count > 0) };
  if (draft.opsets.size === 0 && (draft.irVersion ?? IR_WITH_IMPORTS) < IR_WITH_IMPORTS) {
    draft.opsets.set("ai.onnx", 1);
  }
  const scopes = nameGraphs(draft.graph, draft.functions);
  checkStructure(scopes, draft, problems);
  await checkExternalFiles(
    source,
    scopes.map(({ graph }) => graph),
    problems,
  );
  const { producerName, producerVersion, ...parts } = draft;
  return {
    ok: true,
    value: {
      ...parts,
      file: source.name,
      size: source.size,
      format: "onnx",
      producer: [producerName, producerVersion].filter((text) => text !== "").join(" ") || undefined,
      problems: problems.list((offset) => pathOf(resident, offset)),
    },
  };
}

/** Noise may look like a few fields of a model; a model has something in its graph. */
function isUseful({ graph, functions }: ModelDraft): boolean {
  return (
    graph.nodes.some(({ operator }) => operator !== "") ||
    graph.inputs.length > 0 ||
    graph.outputs.length > 0 ||
    graph.tensors.size > 0 ||
    functions.length > 0
  );
}

function nothingUseful(file: string, broken: boolean) {
  const message = broken
    ? `${file}: this is no ONNX model, or too little of one is left to read. Export or copy it again.`
    : `${file}: this may be protobuf, but it holds no ONNX graph. Is it another kind of file?`;
  return { severity: "error", code: "not-a-model", message, where: "" } as const;
}
