/**
 * Texts gathered one by one for lists of the right length: a list that grows is given room for sixteen more, which the
 * collector has to take away again. A node within a node puts its texts on top and takes them off first.
 */
export class TextStack {
  private readonly texts: string[] = [];
  private top = 0;

  get height(): number {
    return this.top;
  }

  push(text: string): void {
    this.texts[this.top++] = text;
  }

  /** Takes off all above that height. */
  take(height: number): readonly string[] {
    const taken = this.texts.slice(height, this.top);
    this.top = height;
    return taken;
  }
}
