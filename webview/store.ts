import type { State } from "./state";

type Listener = (state: State, before: State) => void;

/** Holds the one state of the page and tells its views when it is another one. */
export interface Store {
  readonly get: () => State;
  readonly update: (change: (state: State) => State) => void;
  /** The listener gets the state it was told last beside the new one, so that it misses no difference. */
  readonly subscribe: (listener: Listener) => void;
}

export function createStore(initial: State): Store {
  let state = initial;
  const told = new Map<Listener, State>();
  return {
    get: () => state,
    update: (change) => {
      state = change(state);
      for (const [listener, before] of told) {
        if (before === state) continue;
        told.set(listener, state);
        listener(state, before);
      }
    },
    subscribe: (listener) => {
      told.set(listener, state);
    },
  };
}
