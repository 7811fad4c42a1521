import type { Picture } from "./image";

/**
 * The middle of a picture in other sides: scaled so that it covers them, by triangles as wide as a pixel of the
 * smaller picture (bilinear, with antialiasing, as Pillow and torchvision do), what hangs over cut off evenly.
 */
export function resize(picture: Picture, width: number, height: number): Picture {
  const scale = Math.max(width / picture.width, height / picture.height);
  const columns = weights(picture.width, width, scale);
  const rows = weights(picture.height, height, scale);
  const narrow = new Float32Array(3 * width * picture.height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++) {
      gather(picture.rgb, columns[x], (at) => 3 * (y * picture.width + at), narrow, 3 * (y * width + x));
    }
  }
  const rgb = new Float32Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      gather(narrow, rows[y], (at) => 3 * (at * width + x), rgb, 3 * (y * width + x));
    }
  }
  return { width, height, rgb };
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** For each place of the result the places it is made of; the weights of each sum to one. */
function weights(from: number, to: number, scale: number): readonly Taps[] {
  const margin = (from - to / scale) / 2;
  const reach = Math.max(1, 1 / scale);
  return Array.from({ length: to }, (_, index) => {
    const centre = margin + (index + 0.5) / scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(from, Math.ceil(centre + reach));
    const raw = Array.from({ length: last - first }, (_unused, tap) =>
      Math.max(0, 1 - Math.abs(first + tap + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((total, one) => total + one, 0);
    return { first, weights: raw.map((one) => one / sum) };
  });
}

function gather(
  from: Float32Array,
  taps: Taps | undefined,
  offset: (at: number) => number,
  to: Float32Array,
  at: number,
): void {
  for (const [tap, weight] of taps?.weights.entries() ?? []) {
    const source = offset((taps?.first ?? 0) + tap);
    for (let colour = 0; colour < 3; colour++) {
      to[at + colour] = (to[at + colour] ?? 0) + weight * (from[source + colour] ?? 0);
    }
  }
}
