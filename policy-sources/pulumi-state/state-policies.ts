import type { PolicySource } from "../policy-source";
import { isPulumiState, readPulumiState, type StateResource } from "./read-state";
import { findInResources, type PulumiResource } from "./resource-policies";

/** What `pulumi stack export` writes: a stack's state. */
export const pulumiState: PolicySource = {
  code: "pulumi-state",
  name: "a Pulumi stack's state",
  recognizes: isPulumiState,
  find: (value) => {
    const state = readPulumiState(value);
    return { ...findInResources(state.map(asResource)), state };
  },
};

/** What the provider says is there counts. What the program asked for counts only until the provider has answered. */
function asResource({ urn, type, provider, path, inputs, outputs }: StateResource): PulumiResource {
  return {
    urn,
    type,
    provider,
    sides: [
      { properties: outputs, place: (within) => [...path, "outputs", ...within] },
      { properties: inputs, place: (within) => [...path, "inputs", ...within] },
    ],
  };
}
