import type { Frame, Page } from "playwright-core";

export interface Frames {
  readonly perSecond: number;
  /** Between two frames, in milliseconds. */
  readonly longest: number;
}

export interface Panning extends Frames {
  /** Boxes that are drawn. */
  readonly boxes: number;
}

const SECONDS = 3;
/** Of the window's height that one drag goes: more than is drawn beyond it, so that new parts come into sight. */
const REACH = 0.8;
const STEPS = 40;
/** Pixels that the wheel goes at a time: two thirds of a window. */
const WHEEL = 600;

/** Drags the graph up and down and counts the frames that the page draws meanwhile. */
export async function pan(page: Page, frame: Frame): Promise<Panning> {
  const area = await frame.locator(".window").first().boundingBox();
  if (area === null) throw new Error("the page shows no graph");
  const x = area.x + area.width / 2;
  const top = area.y + (area.height * (1 - REACH)) / 2;
  const bottom = top + area.height * REACH;
  const boxes = await frame.locator("g.box").count();
  await page.mouse.move(x, bottom);
  await page.mouse.down();
  const counted = frame.evaluate(countFrames, SECONDS * 1000);
  const end = Date.now() + SECONDS * 1000;
  for (let drag = 0; Date.now() < end; drag++) {
    await page.mouse.move(x, drag % 2 === 0 ? top : bottom, { steps: STEPS });
  }
  await page.mouse.up();
  return { ...framesIn(await counted), boxes };
}

/** Scrolls down what is under the pointer, again and again, and counts the frames meanwhile. */
export async function scroll(page: Page, frame: Frame, selector: string): Promise<Frames> {
  await frame.locator(selector).first().hover();
  const counted = frame.evaluate(countFrames, SECONDS * 1000);
  const end = Date.now() + SECONDS * 1000;
  while (Date.now() < end) await page.mouse.wheel(0, WHEEL);
  return framesIn(await counted);
}

function framesIn(gaps: readonly number[]): Frames {
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { perSecond: (1000 * gaps.length) / total, longest: Math.max(...gaps) };
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
