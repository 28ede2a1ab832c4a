import { isObject } from "../../trust";
import { findInText } from "../cloudformation/template-policies";
import { accountOf } from "../iam-api/account-of";
import { pulumiCarrier } from "../policy-carriers";
import type { FoundPolicies, FoundPolicy, PolicySource } from "../policy-source";
import { resourcePolicy } from "../resource-policy";
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

function policiesOf({ path, urn, type, inputs, outputs }: StateResource): FoundPolicies {
  const carrier = pulumiCarrier(type);
  if (carrier === undefined) {
    return { documents: [], notSeen: [] };
  }
  const { holds, property, typeProperty = "" } = carrier;
  const role = urn?.split("::").at(-1) ?? "(a resource without a URN)";
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
  const policy = holds === "policy" ? { document: value } : resourcePolicy(properties[typeProperty], value);
  const found = {
    role,
    kind: type,
    path: place,
    embedded: typeof value !== "object",
    account: accountOf(properties.arn),
    urn,
  };
  return { documents: policy === undefined ? [] : [{ ...found, ...policy }], notSeen: [] };
}
