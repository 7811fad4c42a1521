import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { launch, NO_BROWSER } from "../webview/browser/window";
import { animate } from "./animation";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const WIDTH = 5;
const HEIGHT = 4;

type Spot = readonly [x: number, y: number, colour: readonly [number, number, number]];

/** A dark picture with some pixels in other colours. */
function picture(...spots: readonly Spot[]): number[] {
  const data = Array<number>(WIDTH * HEIGHT * 3).fill(40);
  for (const [x, y, colour] of spots) data.splice((y * WIDTH + x) * 3, 3, ...colour);
  return data;
}

const RED = [255, 0, 0] as const;
const PICTURES = [
  picture(),
  picture([1, 1, RED], [3, 2, RED]),
  picture([1, 1, RED], [3, 2, RED]),
  picture([4, 3, [0, 9, 255]]),
];

/** As the browser shows it: red, green and blue of every frame, and how long it stays. */
async function decoded(animation: Uint8Array): Promise<readonly { data: number[]; milliseconds: number }[]> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    // Decoders are to be had in secure pages only.
    await page.route("https://pictures.test/", (route) =>
      route.fulfill({ body: "", contentType: "text/html" }),
    );
    await page.goto("https://pictures.test/");
    return await page.evaluate(async (bytes) => {
      const decoder = new ImageDecoder({ data: Uint8Array.from(bytes), type: "image/png" });
      await Promise.all([decoder.tracks.ready, decoder.completed]);
      const frames = [];
      for (let at = 0; at < (decoder.tracks.selectedTrack?.frameCount ?? 0); at++) {
        const { image } = await decoder.decode({ frameIndex: at });
        const data = new Uint8Array(image.allocationSize({ format: "RGBA" }));
        await image.copyTo(data, { format: "RGBA" });
        frames.push({
          data: Array.from(data).filter((_, index) => index % 4 !== 3),
          milliseconds: (image.duration ?? 0) / 1000,
        });
      }
      return frames;
    }, Array.from(animation));
  } finally {
    await browser.close();
  }
}

describe.skipIf(NO_BROWSER !== undefined)("an animated PNG", { timeout: 60_000 }, () => {
  test("shows every frame whole, as long as it is said, in a browser", async () => {
    const frames = PICTURES.map((data, index) => ({
      png: encode({ width: WIDTH, height: HEIGHT, channels: 3, depth: 8, data: Uint8Array.from(data) }),
      milliseconds: 100 * (index + 1),
    }));
    expect(await decoded(animate(frames))).toEqual(
      PICTURES.map((data, index) => ({ data, milliseconds: 100 * (index + 1) })),
    );
  });
});
