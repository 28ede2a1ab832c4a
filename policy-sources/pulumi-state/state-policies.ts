import { isObject } from "../../trust";
import { findInText } from "../cloudformation/template-policies";
import { findByShape, findInDesiredState, type ResourceInFile } from "../found-in-resource";
import { accountOf } from "../iam-api/account-of";
import { pulumiCarrier } from "../policy-carriers";
import type { FoundPolicies, FoundPolicy, PolicySource } from "../policy-source";
import { isPulumiState, readPulumiState, type StateResource } from "./read-state";

/** What `pulumi stack export` writes: a stack's state. */
export const pulumiState: PolicySource = {
  code: "pulumi-state",
  name: "a Pulumi stack's state",
  recognizes: isPulumiState,
  find: (value) => {
    const state = readPulumiState(value);
    const found = state.map(policiesOf);
    return {
      documents: found.flatMap(({ documents }) => documents),
      notSeen: found.flatMap(({ notSeen }) => notSeen),
      state,
    };
  },
};

function policiesOf(resource: StateResource): FoundPolicies {
  const { path, urn, type, inputs, outputs } = resource;
  const carrier = pulumiCarrier(type);
  const role = urn?.split("::").at(-1) ?? "(a resource without a URN)";
  const found = { role, kind: type, urn };
  if (carrier === undefined) {
    return shapedPoliciesOf(found, resource);
  }
  const { holds, property, typeProperty = "" } = carrier;
  // What the provider says is there counts; what the program asked for only until the provider has answered.
  const side = property in outputs ? "outputs" : "inputs";
  const properties = side === "outputs" ? outputs : inputs;
  const value = properties[property];
  const place = [...path, side, property];
  if (holds === "template") {
    const { parameters } = properties;
    const { documents, notSeen } = findInText(value, role, place, isObject(parameters) ? parameters : {});
    return { documents: documents.map((document): FoundPolicy => ({ ...document, urn })), notSeen };
  }
  const account = accountOf(properties.arn);
  return holds === "desired-state"
    ? findInDesiredState({ ...found, path: place, account }, properties[typeProperty], value)
    : {
        documents: [{ ...found, path: place, account, document: value, embedded: typeof value !== "object" }],
        notSeen: [],
      };
}

/** Policies in a resource of another type. Its outputs count, unless the provider gives nothing of the kind back. */
function shapedPoliciesOf(
  found: Pick<ResourceInFile, "role" | "kind" | "urn">,
  { path, type, inputs, outputs }: StateResource,
): FoundPolicies {
  const account = accountOf(outputs.arn);
  const given = findByShape({ ...found, path: [...path, "outputs"], account }, type, outputs);
  return given.documents.length + given.notSeen.length > 0
    ? given
    : findByShape({ ...found, path: [...path, "inputs"], account }, type, inputs);
}
