import { secretsAmong } from "../engine/secrets";
import type { StackResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";

/** The only text in a property, for a message about another resource. A secret is none: messages hide only their own resource's. */
export function openText(resource: StackResource, property: string): string | undefined {
  const [text, ...others] = knownStrings(resource.get(property));
  const isSecret = text !== undefined && secretsAmong(resource.raw).includes(text);
  return others.length > 0 || isSecret ? undefined : text;
}
