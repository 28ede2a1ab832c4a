import { readPulumiState, type StateResource } from "../../../policy-sources";
import { type TestedResource, urnOf } from "./validate";

type Json = Record<string, unknown>;

/** The resources of a stack, read from what `pulumi stack export` prints. */
export function exported(resources: readonly TestedResource[]): StateResource[] {
  return readPulumiState(exportOf(resources));
}

/** The same as Pulumi writes it, with the properties as inputs and as outputs. */
export function exportOf(resources: readonly TestedResource[]): Json {
  const urn = (name: string): string => {
    const found = resources.find((resource) => resource.name === name);
    return found === undefined ? "" : urnOf(found);
  };
  return {
    version: 3,
    deployment: {
      resources: resources.map((resource) => {
        const { type, props, madeOf = {} } = resource;
        const propertyDependencies = Object.fromEntries(
          Object.entries(madeOf).map(([property, names]) => [property, names.map(urn)]),
        );
        return {
          urn: urnOf(resource),
          custom: true,
          type,
          inputs: props,
          outputs: props,
          propertyDependencies,
          dependencies: Object.values(propertyDependencies).flat(),
        };
      }),
    },
  };
}
