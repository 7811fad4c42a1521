import type { KeptGradients, Saliency, Score } from "../../src/document/protocol/gradients";
import type { FeatureMaps } from "../../src/document/protocol/tensors";
import { formatShape } from "../../src/reports/format";
import type { GradientsReport } from "../../src/reports/types/gradients";
import { HeatMap, type Colouring, type PicturePlace } from "../charts/heat-map";
import { make } from "../dom";
import { t } from "../l10n";
import type { Page } from "../page";
import { LOSS_NAMES } from "./state";

const NO_IMAGE = t(
  "No input of the model is an image: a floating array of four dimensions with one, three or four channels.",
);
const NO_GRADIENT = t("No gradient reaches this input: there is nothing that its pixels would change.");
const SALIENCY = t(
  "Saliency is the largest absolute derivative over a pixel's channels (Simonyan et al. 2013). Bright are pixels by which a small change would move it most; it does not say which way, and single pixels are noisy.",
);
const NO_CLASS = t(
  "Grad-CAM asks what speaks for a class, and this loss has none. Choose the loss “Cross-entropy with a class” and run again.",
);
const NO_PLACES = t(
  "There is no Grad-CAM: it needs a value that everything passes and that still has rows and columns, before an output that has none.",
);
const NOTHING_FOR = t(
  "Nothing in it speaks for the class: the map is zero everywhere. Another class, or another image, may show more.",
);

/** What the first sample's output hangs on: its image, the derivatives by its pixels, and what speaks for a class. */
export class ImagePage {
  readonly element = make("div", { class: "image-page reading" });
  private kept: KeptGradients | undefined;
  private shown: HeatMap[] = [];

  constructor(private readonly page: Page) {}

  show(kept: KeptGradients): void {
    if (this.kept === kept) return;
    this.kept = kept;
    this.shown = [];
    const { saliency } = kept;
    this.element.replaceChildren(
      ...(saliency === null ? [make("p", { class: "quiet", text: NO_IMAGE })] : this.draw(kept, saliency)),
    );
  }

  private draw(kept: KeptGradients, saliency: Saliency): readonly HTMLElement[] {
    const { score, images, camera } = saliency;
    const sources = kept.report.inputs.filter(({ name }) => images.some(({ input }) => input === name));
    const named = sources.map(({ source }) => source).join("; ");
    const reached = images.some(({ map }) => map !== undefined);
    const maps = images.flatMap(({ input, picture, map }) => [
      this.map(t("Input {0}", input), picture, "photograph"),
      ...(map === undefined ? [] : [this.map(t("Saliency of {0}", input), map, "scale")]),
    ]);
    if ("map" in camera) maps.push(this.map(t("Grad-CAM at {0}", camera.node), camera.map, "scale"));
    return [
      make("p", { text: t("First sample ({0}): {1}.", named, scoreText(score, kept.report.loss.kind)) }),
      ...(sources.some(({ source }) => source.startsWith("synthetic")) ? [this.caveat()] : []),
      make("div", { class: "heat-maps" }, ...maps),
      make("p", { text: reached ? SALIENCY : NO_GRADIENT }),
      this.cameraText(kept, camera),
    ];
  }

  private map(caption: string, maps: FeatureMaps, colouring: Colouring): HTMLElement {
    const made = new HeatMap(caption, maps, colouring, (place) => this.point(place));
    this.shown.push(made);
    return made.element;
  }

  /** The same place in all pictures. */
  private point(place: PicturePlace): void {
    for (const map of this.shown) map.point(place);
  }

  private cameraText({ camera: id }: KeptGradients, camera: Saliency["camera"]): HTMLElement {
    if ("missing" in camera) {
      return make("p", { text: camera.missing === "class" ? NO_CLASS : NO_PLACES });
    }
    const { value, node, map } = camera;
    const [cell] = map.maps;
    const grid = cell === undefined ? "" : `${cell.height}×${cell.width}`;
    const name =
      id === null ? node : make("button", { class: "link", text: node, onclick: () => this.showInGraph(id) });
    return make(
      "p",
      {},
      name,
      ` (${value}, ${formatShape(map.shape)}): `,
      t(
        "Grad-CAM weighs its channels by the mean of their derivatives, adds them up and leaves out what speaks against (Selvaraju et al. 2017). The {0} cells lie over the image as the layer's do: bright ones speak for the class.",
        grid,
      ),
      ...(map.range?.[1] === 0 ? [" ", NOTHING_FOR] : []),
    );
  }

  private caveat(): HTMLElement {
    const choose = (): void => this.page.store.update((state) => ({ ...state, view: "activations" }));
    return make(
      "p",
      { class: "image-caveat" },
      t(
        "The image is made up of noise: the maps show what the network would react to in it, not where it looks in a photograph.",
      ),
      " ",
      make("button", { class: "link", text: t("Choose an image"), onclick: choose }),
    );
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}

/** What is differentiated. */
function scoreText(score: Score, loss: GradientsReport["loss"]["kind"]): string {
  switch (score.kind) {
    case "logit":
      return t("derivatives of the logit of class {0}", score.label);
    case "log-probability":
      return t(
        "derivatives of the log-probability of class {0}: the file ends with a softmax, behind which no logit stands alone",
        score.label,
      );
    case "loss":
      return loss === "probe"
        ? t("derivatives of the outputs weighted by random signs, of the first probe")
        : t("derivatives of the loss {0}", LOSS_NAMES[loss]);
  }
}
