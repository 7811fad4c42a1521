import { readFile } from "node:fs/promises";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { ConceptLibrary } from "../../src/document/concepts";
import type { ConceptOfRequest, ConceptPage, ConceptRequest } from "../../src/document/protocol/concepts";
import { openModel } from "../../src/formats/open";

const NOTHING = { run: undefined, gradients: undefined };
const library = new ConceptLibrary((language) => readFile(`media/concepts/${language}.md`, "utf8"));

/** The true answers, with the places of a small model. */
export const CONCEPTS = {
  concepts: () => library.list(),
  concept: async ({ number, language }: ConceptRequest): Promise<ConceptPage> => {
    const source = await openFile("test/fixtures/torch/training-mode/model.onnx");
    if (!source.ok) throw new Error(source.problem.message);
    const model = await openModel(source.value);
    await source.value.close();
    if (!model.ok) throw new Error(model.problem.message);
    const index = indexModel(model.value);
    const analysed = { index, analysis: analyse(index, NO_ASSUMPTIONS) };
    const page = await library.page(number, language, analysed, NOTHING, []);
    if (page === undefined) throw new Error(`there is no concept ${String(number)}`);
    // Concept 9 is about a node of the tests' own model.
    return number === 9 ? { ...page, places: [{ id: "conv1", title: "conv1", detail: "Conv" }] } : page;
  },
  conceptSummary: async ({ number, language }: ConceptRequest) => {
    const summary = await library.summary(number, language);
    if (summary === undefined) throw new Error(`there is no concept ${String(number)}`);
    return summary;
  },
  conceptOf: ({ id }: ConceptOfRequest) =>
    id.startsWith("conv")
      ? { number: 9, title: "Convolutional neural network", summary: "A CNN is a type of network." }
      : null,
};
