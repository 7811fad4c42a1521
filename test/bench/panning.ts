import type { Frame, Page } from "playwright-core";

export interface Panning {
  readonly perSecond: number;
  /** Between two frames, in milliseconds. */
  readonly longest: number;
  /** Boxes that are drawn in the end. */
  readonly boxes: number;
}

const SECONDS = 3;
/** As a hand drags: to and fro, so that new parts come into sight all the time. */
const REACH = 300;
const STEPS = 60;

/** Drags the graph and counts the frames that the page draws meanwhile. */
export async function pan(page: Page, frame: Frame): Promise<Panning> {
  const area = await frame.locator(".window svg.graph").first().boundingBox();
  if (area === null) throw new Error("the page shows no graph");
  const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const counted = frame.evaluate(countFrames, SECONDS * 1000);
  const end = Date.now() + SECONDS * 1000;
  for (let step = 0; Date.now() < end; step++) {
    const angle = (2 * Math.PI * step) / STEPS;
    await page.mouse.move(x + (REACH / 3) * Math.sin(2 * angle), y + REACH * Math.sin(angle));
  }
  const gaps = await counted;
  await page.mouse.up();
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    perSecond: (1000 * gaps.length) / total,
    longest: Math.max(...gaps),
    boxes: await frame.locator("g.box").count(),
  };
}

/** In the page: the times between frames. */
function countFrames(duration: number): Promise<readonly number[]> {
  return new Promise((done) => {
    const gaps: number[] = [];
    const start = performance.now();
    let last = start;
    const next = (): void => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      if (now - start < duration) requestAnimationFrame(next);
      else done(gaps);
    };
    requestAnimationFrame(next);
  });
}
