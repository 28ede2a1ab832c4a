import { hasMark, isObject, itemsOf } from "../../trust";
import type { TemplateView } from "./template-view";

/** How many copies of loops' bodies are made of one template. CloudFormation takes templates with 500 resources. */
const MOST_COPIES = 500;

/**
 * The bodies of a template's loops, with their variables replaced.
 *
 * Source: AWS, "Fn::ForEach".
 */
export class TemplateLoops {
  readonly #view: TemplateView;
  readonly #resolve: (value: unknown) => unknown;
  #copies = 0;

  /** @param resolve - Resolves functions in the collection of a loop. */
  constructor(view: TemplateView, resolve: (value: unknown) => unknown) {
    this.#view = view;
    this.#resolve = resolve;
  }

  /**
   * The body of a loop, once for each item of its collection. If the collection is not known, the body is there once,
   * with a mark in place of the variable.
   *
   * @returns `undefined` if it is not a loop over a body.
   */
  bodiesOf(name: string, loop: unknown): readonly Record<string, unknown>[] | undefined {
    const [variable, collection, body, ...others] = itemsOf(loop);
    if (
      !name.startsWith("Fn::ForEach::") ||
      typeof variable !== "string" ||
      !isObject(body) ||
      others.length > 0
    ) {
      return undefined;
    }
    const items = [this.#resolve(collection)].flat(2);
    const areKnown = items.every(
      (item): item is string => typeof item === "string" && !hasMark(item) && item !== "",
    );
    const values =
      areKnown && this.#copies + items.length <= MOST_COPIES
        ? items
        : [this.#view.open({ name: "Fn::ForEach", argument: variable }, items)];
    this.#copies += values.length;
    return values.map((value) => replaced(body, `\${${variable}}`, value) as Record<string, unknown>);
  }
}

/** A value with a variable replaced in all strings, member names included. */
function replaced(value: unknown, variable: string, text: string): unknown {
  if (typeof value === "string") {
    return value.replaceAll(variable, () => text);
  }
  if (Array.isArray(value)) {
    return value.map((item) => replaced(item, variable, text));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          name.replaceAll(variable, () => text),
          replaced(member, variable, text),
        ]),
      )
    : value;
}
