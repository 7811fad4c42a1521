import type { Box, Edge, Picture, Stub } from "../../src/layout/picture";
import { endsOf, type Ends } from "./describe";
import { placeLabels, type EdgeLabel } from "./edge-labels";
import { STUB_HEIGHT } from "./edges";
import { around, Sight, type Rectangle } from "./sight";
import { waysOf, type Ways } from "./walk";

interface Placed<T> extends Rectangle {
  readonly of: T;
}

/** A picture made ready for drawing: what is where, and what hangs together. */
export interface Scene {
  readonly picture: Picture;
  readonly ends: Ends;
  readonly ways: Ways;
  readonly boxes: Sight<Box>;
  readonly edges: Sight<Placed<Edge>>;
  readonly stubs: Sight<Placed<Stub>>;
  readonly labels: Sight<EdgeLabel>;
}

export function sceneOf(picture: Picture): Scene {
  return {
    picture,
    ends: endsOf(picture),
    ways: waysOf(picture),
    boxes: new Sight(picture.boxes),
    edges: new Sight(picture.edges.map((edge) => ({ of: edge, ...around(edge.points) }))),
    stubs: new Sight(
      picture.stubs.map((stub) => ({
        of: stub,
        x: stub.x,
        y: stub.y,
        width: stub.width,
        height: STUB_HEIGHT,
      })),
    ),
    labels: new Sight(placeLabels(picture)),
  };
}
