import { stringsIn } from "azure-to-aws-federation/trust";
import { remembered } from "./remembered";
import type { SeenStack, StackResource } from "./seen-resource";

/** The resources of a type, in the stack's order. */
export function ofType(stack: SeenStack, type: string): readonly StackResource[] {
  return indexOf(stack).byType.get(type) ?? [];
}

/**
 * The first resource of some types for each text that one of some properties has, by the text in lower case. Made once
 * for each question: whoever goes through the stack for each of its roles takes time by the square of them.
 */
export function firstByText(
  stack: SeenStack,
  types: readonly string[],
  properties: readonly string[],
): ReadonlyMap<string, StackResource> {
  const { byText } = indexOf(stack);
  const question = JSON.stringify([types, properties]);
  let known = byText.get(question);
  if (known === undefined) {
    known = new Map<string, StackResource>();
    for (const resource of stack) {
      for (const text of types.includes(resource.type)
        ? properties.flatMap((name) => stringsIn(resource.get(name)))
        : []) {
        const key = text.toLowerCase();
        if (!known.has(key)) {
          known.set(key, resource);
        }
      }
    }
    byText.set(question, known);
  }
  return known;
}

/** Resources of a type by what one property is made of: by the resources that it comes from, and by its texts. */
export function bySource(
  stack: SeenStack,
  type: string,
  property: string,
): ReadonlyMap<StackResource | string, readonly StackResource[]> {
  const { bySources } = indexOf(stack);
  const question = JSON.stringify([type, property]);
  let known = bySources.get(question);
  if (known === undefined) {
    const lists = new Map<StackResource | string, StackResource[]>();
    for (const resource of ofType(stack, type)) {
      for (const source of [...resource.madeOf(property), ...stringsIn(resource.get(property))]) {
        append(lists, source, resource);
      }
    }
    known = lists;
    bySources.set(question, lists);
  }
  return known;
}

interface StackIndex {
  readonly byType: ReadonlyMap<string, readonly StackResource[]>;
  readonly byText: Map<string, Map<string, StackResource>>;
  readonly bySources: Map<string, Map<StackResource | string, StackResource[]>>;
}

const indexOf = remembered((stack: SeenStack): StackIndex => {
  const byType = new Map<string, StackResource[]>();
  for (const resource of stack) {
    append(byType, resource.type, resource);
  }
  return { byType, byText: new Map(), bySources: new Map() };
});

function append<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [item]);
  } else {
    list.push(item);
  }
}
