import type { StateResource } from "../../policy-sources";
import { normalType, type SeenStack, type StackResource } from "./seen-resource";

/** A stack as rules see it, from its state. Encrypted secrets are unknown. */
export function stackFromState(state: readonly StateResource[]): SeenStack {
  const seen = new Map<string, StackResource>();
  const find = (urns: readonly string[] = []): StackResource[] =>
    urns.map((urn) => seen.get(urn)).filter((resource) => resource !== undefined);
  return (
    state
      // The engine shows no rule what a stack only reads, so nobody can accept it either.
      .filter(({ isSettled, isExternal }) => isSettled && !isExternal)
      .map((resource) => {
        const { urn = "", inputs, outputs, dependencies, propertyDependencies } = resource;
        const common = {
          type: normalType(resource.type),
          name: urn.split("::").slice(3).join("::"),
          urn,
          provider: resource.provider,
        };
        const read: StackResource = {
          ...common,
          raw: { ...inputs, ...outputs },
          before: { ...common, raw: inputs, get: (property) => inputs[property] },
          get: (property) => outputs[property] ?? inputs[property],
          get dependencies() {
            return find(dependencies);
          },
          madeOf: (property) => find(propertyDependencies[property]),
        };
        seen.set(urn, read);
        return read;
      })
  );
}
