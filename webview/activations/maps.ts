import { interpolateViridis, rgb } from "d3";
import type { FeatureMap, FeatureMaps } from "../../src/document/protocol";
import { formatInteger, formatPlural, formatReal, formatShape } from "../../src/reports/format";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { Latest } from "../latest";
import type { Page } from "../page";
import { button, numberField, row } from "../toolkit";
import { Waiting } from "../waiting";

/** A map is drawn at least this many pixels wide, so that small ones are seen. */
const LEAST_SIDE = 64;
const MOST_SIDE = 512;

/** One sample's value as pictures, a map for each channel; the model is run again for it when a person asks. */
export class Maps {
  readonly element = make("div", { class: "maps" });
  private readonly waiting = new Waiting();
  private readonly asked = new Latest();
  private readonly place = make("div", { class: "maps-place" });
  private readonly note = make("p", { class: "quiet", role: "status" });
  private shown: { readonly run: number; readonly value: string; readonly samples: number } | undefined;
  private sample = 0;

  constructor(private readonly page: Page) {}

  /** Offers the maps of a value. */
  show(run: number, value: string, samples: number): void {
    this.asked.cancel();
    this.shown = { run, value, samples };
    this.sample = 0;
    this.note.textContent = "";
    this.place.replaceChildren();
    const field = numberField("Sample", "1", 1, (text) => {
      const given = Number(text);
      if (Number.isSafeInteger(given) && given >= 1 && given <= samples) this.sample = given - 1;
    });
    this.element.replaceChildren(
      row(
        "maps-tools",
        button({ text: "Show this value of sample", onclick: () => void this.ask() }),
        field,
        make("span", { class: "quiet", text: `of ${formatInteger(samples)}; runs the model again` }),
      ),
      this.waiting.element,
      this.note,
      this.place,
    );
  }

  private async ask(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) return;
    this.waiting.begin(() => this.asked.cancel());
    try {
      const { run, value } = shown;
      const maps = await this.asked.run((signal) =>
        this.page.host.request(
          "activation",
          { run, value, sample: this.sample },
          { signal, onprogress: (progress) => this.waiting.progress(progress) },
        ),
      );
      if (maps !== undefined && this.shown === shown) this.draw(maps);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.note.textContent = error.problem.message;
    } finally {
      this.waiting.end();
    }
  }

  private draw({ maps, channels, range, shape }: FeatureMaps): void {
    const [least, most] = range?.map((end) => formatReal(end)) ?? ["–", "–"];
    const step = maps[0]?.step ?? 1;
    const parts = [
      formatShape(shape),
      `dark ${least ?? ""} to bright ${most ?? ""}`,
      ...(channels > maps.length ? [`the first ${maps.length} of ${formatPlural(channels, "map")}`] : []),
      ...(step > 1 ? [`each cell the mean of ${step}×${step} elements`] : []),
    ];
    this.note.textContent = parts.join(" · ");
    this.place.replaceChildren(...maps.map((map) => drawMap(map, maps.length > 1, range)));
  }
}

function drawMap(map: FeatureMap, named: boolean, range: FeatureMaps["range"]): HTMLElement {
  const { width, height, channel } = map;
  const scale = Math.max(1, Math.floor((named ? LEAST_SIDE : MOST_SIDE) / Math.max(width, height, 1)));
  const canvas = make("canvas", { width, height, role: "img", "aria-label": `Map of channel ${channel}` });
  canvas.style.width = `${width * scale}px`;
  canvas.style.height = `${height * scale}px`;
  const levels = atob(map.levels);
  const context = canvas.getContext("2d");
  if (context !== null && width > 0 && height > 0) {
    const image = context.createImageData(width, height);
    for (let at = 0; at < levels.length; at++) image.data.set(COLOURS[levels.charCodeAt(at)] ?? [], at * 4);
    context.putImageData(image, 0, 0);
  }
  const text = make("figcaption", { class: "quiet", text: named ? formatInteger(channel) : "" });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = [Math.floor(event.offsetX / scale), Math.floor(event.offsetY / scale)];
    canvas.title = `row ${y * map.step}, column ${x * map.step}: ${levelText(levels.charCodeAt(y * width + x), range)}`;
  });
  return make("figure", { class: "map" }, canvas, text);
}

const LEVELS = 254;

function levelText(level: number, range: FeatureMaps["range"]): string {
  if (range === undefined || !(level > 0)) return "not finite";
  return `about ${formatReal(range[0] + ((level - 1) / LEVELS) * (range[1] - range[0]))}`;
}

/** By level: viridis, whose lightness alone tells the order; what is not finite is a red that is not in it. */
const COLOURS: readonly (readonly number[])[] = Array.from({ length: LEVELS + 2 }, (_, level) => {
  if (level === 0) return [255, 0, 60, 255];
  const { r, g, b } = rgb(interpolateViridis((level - 1) / LEVELS));
  return [r, g, b, 255];
});
