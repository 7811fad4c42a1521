/** What an element is made with: attributes by name, `text`, listeners as `on…` functions. */
type Options = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>>;

/**
 * Makes an element. Texts become text nodes and attribute values, never markup: names come from files that may be
 * hostile. There is no way from here to innerHTML, and there shall be none.
 */
export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  options: Options = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  configure(element, options);
  element.append(...children);
  return element;
}

/** Sets attributes and listeners; `text` replaces the content, `true` is an empty attribute, `false` none. */
export function configure(element: Element, options: Options): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (name === "text") element.textContent = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** A codicon; decoration only, what it means stands beside it or in the label of its button. */
export function icon(name: string): HTMLElement {
  return make("span", { class: `codicon codicon-${name}`, "aria-hidden": "true" });
}
