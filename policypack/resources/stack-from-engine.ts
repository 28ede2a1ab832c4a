import type { PolicyResource } from "@pulumi/policy";
import { rememberedInputs } from "./remembered-inputs";
import { normalType, type SeenStack, type StackResource } from "./seen-resource";
import { readProperty, UNKNOWN } from "./unknown";

/** The part of the engine's view of a resource that rules use. */
type EngineResource = Pick<
  PolicyResource,
  "type" | "name" | "urn" | "props" | "dependencies" | "propertyDependencies"
>;

/** A stack as the engine shows it once it is there: properties are outputs, and inputs where there is no such output. */
export function stackFromEngine(resources: readonly EngineResource[]): SeenStack {
  const seen = new Map<string, StackResource>();
  const find = (found: readonly EngineResource[]): StackResource[] =>
    found.map(({ urn }) => seen.get(urn)).filter((resource) => resource !== undefined);
  for (const resource of resources) {
    const { urn, name, props } = resource;
    const common = { type: normalType(resource.type), name, urn };
    const before = rememberedInputs(urn);
    seen.set(urn, {
      ...common,
      before: before ?? { ...common, get: (property) => readProperty(props, property) },
      get: (property) => {
        const output = readProperty(props, property);
        return output === undefined || output === UNKNOWN ? (before?.get(property) ?? output) : output;
      },
      get dependencies() {
        return find(resource.dependencies);
      },
      madeOf: (property) => find(resource.propertyDependencies[property] ?? []),
    });
  }
  return [...seen.values()];
}
