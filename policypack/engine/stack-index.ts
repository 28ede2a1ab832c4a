import { grouped } from "../../trust";
import { remembered } from "./remembered";
import type { SeenStack, StackResource } from "./seen-resource";
import { knownStrings } from "./unknown";

/** The resources of a type, in the stack's order. */
export function ofType(stack: SeenStack, type: string): readonly StackResource[] {
  return indexOf(stack).byType.get(type) ?? [];
}

/**
 * The first resource of some types for each string that one of some properties has, by the string in lower case. Computed
 * once per question: a search of the stack for each of its roles would take time by the square of their number.
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
    for (const resource of stack.filter(({ type }) => types.includes(type))) {
      for (const text of properties.flatMap((name) => knownStrings(resource.get(name)))) {
        const key = text.toLowerCase();
        known.set(key, known.get(key) ?? resource);
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
    const pairs = ofType(stack, type).flatMap((resource) =>
      [...resource.madeOf(property), ...knownStrings(resource.get(property))].map((source) => ({
        source,
        resource,
      })),
    );
    const bySource = [...grouped(pairs, ({ source }) => source)];
    known = new Map(bySource.map(([source, group]) => [source, group.map(({ resource }) => resource)]));
    bySources.set(question, known);
  }
  return known;
}

interface StackIndex {
  readonly byType: ReadonlyMap<string, readonly StackResource[]>;
  readonly byText: Map<string, Map<string, StackResource>>;
  readonly bySources: Map<string, Map<StackResource | string, StackResource[]>>;
}

const indexOf = remembered((stack: SeenStack): StackIndex => ({
  byType: grouped(stack, ({ type }) => type),
  byText: new Map(),
  bySources: new Map(),
}));
