import { make } from "../dom";
import type { Crumb } from "../state";

/** The graphs from the main one to this; hidden where there is only the main one. */
export function drawBreadcrumbs(nav: HTMLElement, trail: readonly Crumb[], go: (crumb: Crumb) => void): void {
  nav.hidden = trail.length < 2;
  nav.replaceChildren(
    ...trail.map((crumb, index) => {
      const last = index === trail.length - 1;
      const options = { class: "crumb", text: crumb.name, title: crumb.path };
      return last
        ? make("span", { ...options, "aria-current": "page" })
        : make("button", { ...options, onclick: () => go(crumb) });
    }),
  );
}
