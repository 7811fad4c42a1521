/** In milliseconds: whoever asks meanwhile waits no longer than this. */
const LONGEST = 30;

/** Lets everything else that waits for this thread go first. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** For work in many small steps, none of which waits for anything: between them others have a turn now and then. */
export class Turns {
  private last = performance.now();

  async pass(): Promise<void> {
    if (performance.now() - this.last < LONGEST) return;
    await nextTurn();
    this.last = performance.now();
  }
}
