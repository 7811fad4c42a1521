import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import { configure, icon, make } from "./dom";
import { t } from "./l10n";

/**
 * The page's buttons, fields, tabs, badges and progress. Only this file knows which library draws them, so that it
 * can be changed for another.
 */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeBadge(),
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
  hideUntilThemed();
}

/** The components have the colours of a dark theme until the page is loaded: only then they read VS Code's. */
function hideUntilThemed(): void {
  if (document.readyState === "complete") return;
  document.documentElement.classList.add("unthemed");
  window.addEventListener("load", () => document.documentElement.classList.remove("unthemed"));
}

interface ButtonOptions {
  readonly text: string;
  readonly appearance?: "primary" | "secondary";
  readonly onclick: () => void;
}

export function button({ text, appearance = "secondary", onclick }: ButtonOptions): HTMLElement {
  return custom("vscode-button", { appearance, text, onclick });
}

/** A button that shows an icon only; `label` is its name for screen readers and its tooltip, `key` its shortcut. */
export function iconButton(name: string, label: string, onclick: () => void, key?: string): HTMLElement {
  const title = key === undefined ? label : `${label} (${key})`;
  const element = custom("vscode-button", { appearance: "icon", "aria-label": label, title, onclick });
  element.append(icon(name));
  return element;
}

/** A button that stays pressed; `setPressed` of the answer says so to eyes and screen readers. */
export function toggleButton(text: string, onclick: () => void): HTMLElement {
  const element = custom("vscode-button", { appearance: "secondary", onclick });
  // Always there, so that nothing moves when it is filled.
  const mark = make("span", { class: "toggle-mark codicon", slot: "start", "aria-hidden": "true" });
  const balance = make("span", { class: "toggle-balance", slot: "end", "aria-hidden": "true" });
  element.append(mark, text, balance);
  setPressed(element, false);
  return element;
}

export function setPressed(element: HTMLElement, pressed: boolean): void {
  // The component takes no notice of the attribute, which follows from the property.
  element.ariaPressed = String(pressed);
  element.querySelector(".toggle-mark")?.classList.toggle("codicon-check", pressed);
}

export interface TextField {
  readonly element: HTMLElement;
  readonly value: () => string;
  readonly clear: () => void;
  /** Focuses it and selects what is in it, so that typing replaces. */
  readonly focus: () => void;
}

/** The component names itself by its content, which the page hides: the placeholder or what stands beside it says it. */
export function textField(label: string, placeholder: string, oninput: () => void): TextField {
  const element = custom("vscode-text-field", { text: label, placeholder, title: placeholder, oninput });
  const field = element as HTMLElement & { value: string; control?: HTMLInputElement };
  return {
    element,
    value: () => field.value,
    clear: () => {
      field.value = "";
    },
    focus: () => {
      field.focus();
      field.control?.select();
    },
  };
}

/** A field for a whole number; `onchange` comes when it is left or Enter is pressed. */
export function numberField(
  label: string,
  placeholder: string,
  value: number | undefined,
  onchange: (text: string) => void,
): HTMLElement {
  const element = custom("vscode-text-field", { text: label, placeholder, size: 6 });
  const field = element as HTMLElement & { value: string };
  if (value !== undefined) element.setAttribute("value", String(value));
  element.addEventListener("change", () => onchange(field.value));
  return element;
}

/** Shows a number in such a field, unless somebody is typing there just now. */
export function showNumber(element: HTMLElement, value: number | undefined): void {
  if (document.activeElement === element) return;
  const text = value === undefined ? "" : String(value);
  if (element.isConnected) (element as HTMLElement & { value: string }).value = text;
  else element.setAttribute("value", text);
}

export interface Dropdown {
  readonly element: HTMLElement;
  /** Puts these in place of what there was; nothing is reported. */
  readonly offer: (options: readonly DropdownOption[], chosen: string) => void;
}

export interface SliderRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A slider with its name before it and its value, as `tell` says it, behind it; the toolkit has none of its own. */
export function slider(
  label: string,
  { from, to, step }: SliderRange,
  value: number,
  tell: (value: number) => string,
  onchange: (value: number) => void,
): HTMLElement {
  const told = make("span", { class: "slider-value", text: tell(value), "aria-hidden": "true" });
  const input = make("input", { type: "range", min: from, max: to, step, "aria-valuetext": tell(value) });
  input.value = String(value);
  input.addEventListener("input", () => {
    const now = input.valueAsNumber;
    told.textContent = tell(now);
    input.setAttribute("aria-valuetext", tell(now));
    onchange(now);
  });
  return make("label", { class: "slider" }, make("span", { text: label }), input, told);
}

interface DropdownOption {
  readonly value: string;
  readonly text: string;
}

/** One of several; `onchange` gets the value that a person chose. */
export function dropdown(label: string, onchange: (value: string) => void): Dropdown {
  const element = custom("vscode-dropdown", { "aria-label": label, title: label });
  const field = element as HTMLElement & { value: string };
  element.addEventListener("change", () => onchange(field.value));
  return {
    element,
    offer: (options, chosen) => {
      element.replaceChildren(
        ...options.map(({ value, text }) =>
          custom("vscode-option", { value, text, selected: value === chosen }),
        ),
      );
      field.value = chosen;
    },
  };
}

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: HTMLElement;
}

/** Tabs with one panel each; `onchange` gets the id of the tab that was chosen. */
export function tabs(all: readonly Tab[], active: string, onchange: (id: string) => void): HTMLElement {
  const element = custom("vscode-panels", { activeid: `tab-${active}`, "aria-label": t("Views") });
  for (const { id, title } of all)
    element.append(custom("vscode-panel-tab", { id: `tab-${id}`, text: title }));
  for (const { id, content } of all) {
    const view = custom("vscode-panel-view", { id: `view-${id}` });
    view.append(content);
    element.append(view);
  }
  element.addEventListener("change", () => {
    // The attribute of the same name still says which tab was active before.
    onchange((element as HTMLElement & { activeid: string }).activeid.replace(/^tab-/, ""));
  });
  return element;
}

/** Brings the panel with this id to the front. */
export function showTab(tabs: HTMLElement, id: string): void {
  tabs.setAttribute("activeid", `tab-${id}`);
  // Where the window is narrow its tab may be out of sight.
  tabs.querySelector(`#tab-${id}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function badge(text: string): HTMLElement {
  return custom("vscode-badge", { text });
}

export function progressRing(): HTMLElement {
  return custom("vscode-progress-ring", { "aria-hidden": "true" });
}

function custom(tag: string, options: Parameters<typeof configure>[1]): HTMLElement {
  const element = document.createElement(tag);
  configure(element, options);
  return element;
}

/** A row of controls. */
export function row(className: string, ...children: readonly HTMLElement[]): HTMLElement {
  return make("div", { class: className }, ...children);
}
