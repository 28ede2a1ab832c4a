/** Creates elements. Text only ever becomes text: nothing here reads HTML, and no attribute can hold a script. */
import { printable } from "../../../report/printable";

type Value = string | number | boolean | undefined;
type Child = Node | string | undefined;

/** Text for people: characters that are invisible or change the direction of writing are shown by their codes. */
export function shown(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/**
 * Creates an element.
 *
 * @param attributes - `true` sets an empty attribute; `undefined` and `false` set none. There are no handlers: use {@link on}.
 * @param children - Elements and text. `undefined` is left out.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAll(element, attributes);
  element.append(...children.filter((child) => child !== undefined).map(asNode));
  return element;
}

/** Creates an element of SVG. */
export function s(tag: "svg" | "path", attributes: Readonly<Record<string, Value>> = {}): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAll(element, attributes);
  return element;
}

function setAll(element: Element, attributes: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : shown(String(value)));
    }
  }
}

function asNode(child: Node | string): Node {
  return typeof child === "string" ? document.createTextNode(shown(child)) : child;
}

/** A button that does something. */
export function button(
  attributes: Readonly<Record<string, Value>>,
  onClick: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", onClick);
  return element;
}

/** A link to another site, if the address is one of `https:`; else its text. */
export function link(address: string): Node {
  return /^https:\/\/[^\s]+$/.test(address)
    ? h("a", { href: address, rel: "noopener noreferrer" }, address.replace(/^https:\/\//, ""))
    : document.createTextNode(shown(address));
}

/** A small label in the color of a reach, power, or severity. */
export function badge(tone: string, text: string, title?: string): HTMLElement {
  return h("span", { class: "badge", "data-tone": tone, title }, text);
}

/** A term and its values. */
export function term(name: string, ...values: readonly Child[]): HTMLElement {
  return h("div", { class: "term" }, h("dt", {}, name), h("dd", {}, ...values));
}

/** A list, or `undefined` if there is nothing to list. */
export function list(items: readonly (Node | string)[], className = ""): HTMLElement | undefined {
  return items.length === 0
    ? undefined
    : h("ul", { class: className }, ...items.map((item) => h("li", {}, item)));
}

/** Names in code, with commas between them. */
export function codes(names: readonly string[]): HTMLElement {
  return h(
    "span",
    {},
    ...names.flatMap((name, place) => [place === 0 ? undefined : ", ", h("code", {}, name)]),
  );
}
