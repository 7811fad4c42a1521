import type { Host } from "./host";
import type { Store } from "./store";

/** What every part of the page works with. */
export interface Page {
  readonly host: Host;
  readonly store: Store;
  /** Says it to screen readers. */
  readonly announce: (text: string) => void;
  /** Goes to a node, group, value or tensor, wherever in the model it is. */
  readonly goTo: (id: string) => void;
  /** Opens a subgraph or function body. */
  readonly openGraph: (path: string, name: string) => void;
  /** Closes the find box, wherever the focus is; whether it was open. */
  readonly closeFind: () => boolean;
  /** Goes to the field for the size of an open dimension. */
  readonly assumeSize: (dimension: string) => void;
}
