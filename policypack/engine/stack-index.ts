import { stringsIn } from "azure-to-aws-federation/trust";
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
    known = new Map<StackResource | string, StackResource[]>();
    for (const resource of ofType(stack, type)) {
      for (const source of [...resource.madeOf(property), ...stringsIn(resource.get(property))]) {
        const before = known.get(source);
        if (before === undefined) {
          known.set(source, [resource]);
        } else {
          before.push(resource);
        }
      }
    }
    bySources.set(question, known);
  }
  return known;
}

interface StackIndex {
  readonly byType: ReadonlyMap<string, readonly StackResource[]>;
  readonly byText: Map<string, Map<string, StackResource>>;
  readonly bySources: Map<string, Map<StackResource | string, StackResource[]>>;
}

/** Each rule looks at the same stack. */
const indices = new WeakMap<SeenStack, StackIndex>();

function indexOf(stack: SeenStack): StackIndex {
  let index = indices.get(stack);
  if (index === undefined) {
    const byType = new Map<string, StackResource[]>();
    for (const resource of stack) {
      const before = byType.get(resource.type);
      if (before === undefined) {
        byType.set(resource.type, [resource]);
      } else {
        before.push(resource);
      }
    }
    index = { byType, byText: new Map(), bySources: new Map() };
    indices.set(stack, index);
  }
  return index;
}
