import { hasMark } from "../../trust";
import { groupOverrides, parametersOf } from "../cloudformation/stack-parameters";
import type { StackParameters } from "../cloudformation/stack-view";
import { findInStackSet, findInText } from "../cloudformation/template-policies";
import { findByShape, findInDesiredState, type ResourceInFile } from "../found-in-resource";
import { type FoundProvider, foundProvider } from "../found-provider";
import { accountOf, roleArnOf } from "../iam-api/account-of";
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
    const found = state.map((resource) => policiesOf(resource, state));
    return {
      documents: found.flatMap(({ documents }) => documents),
      notSeen: found.flatMap(({ notSeen }) => notSeen),
      providers: [
        ...state.flatMap((resource) => providerOf(resource) ?? []),
        ...found.flatMap(({ providers = [] }) => providers),
      ],
      state,
    };
  },
};

function policiesOf(resource: StateResource, state: readonly StateResource[]): FoundPolicies {
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
    const parameters = parametersOf(properties.parameters ?? {});
    const inTemplate = STACK_SETS.has(type)
      ? findInStackSet(value, role, place, parameters, overridesOf(properties, state))
      : findInText(value, role, place, typeof parameters === "string" ? undefined : parameters);
    const documents = inTemplate.documents.map((document): FoundPolicy => ({ ...document, urn }));
    return { ...inTemplate, documents };
  }
  const own = {
    ...found,
    path: place,
    account: accountOf(properties.arn),
    arn: roleArnOf(properties.arn),
  };
  return holds === "desired-state"
    ? findInDesiredState(own, properties[typeProperty], value)
    : { documents: [{ ...own, document: value, embedded: typeof value !== "object" }], notSeen: [] };
}

/** Policies in a resource of another type. Its outputs count, unless the provider gives nothing of the kind back. */
function shapedPoliciesOf(
  found: Pick<ResourceInFile, "role" | "kind" | "urn">,
  { path, type, inputs, outputs }: StateResource,
): FoundPolicies {
  const own = { ...found, account: accountOf(outputs.arn), arn: roleArnOf(outputs.arn) };
  const given = findByShape({ ...own, path: [...path, "outputs"] }, type, outputs);
  return given.documents.length + given.notSeen.length > 0
    ? given
    : findByShape({ ...own, path: [...path, "inputs"] }, type, inputs);
}

const STACK_SETS = new Set(["aws:cloudformation/stackSet:StackSet", "aws-native:cloudformation:StackSet"]);

/** Types that create instances of a stack set, with parameters of their own. */
const INSTANCES = new Set([
  "aws:cloudformation/stackSetInstance:StackSetInstance",
  "aws:cloudformation/stackInstances:StackInstances",
]);

/** What the instances of a stack set override, as far as the state has them. */
function overridesOf(
  { name, stackSetName, stackInstancesGroup }: Readonly<Record<string, unknown>>,
  state: readonly StateResource[],
): StackParameters[] {
  const own = name ?? stackSetName;
  return [
    ...groupOverrides(stackInstancesGroup),
    ...state
      .filter(({ type }) => INSTANCES.has(type))
      .map(({ inputs, outputs }) => ({ ...inputs, ...outputs }))
      .filter(({ stackSetName: of }) => own === undefined || hasMark(own) || hasMark(of) || of === own)
      .map(({ parameterOverrides }) => parametersOf(parameterOverrides ?? {})),
  ];
}

const PROVIDERS = new Map([
  ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", "clientIdLists"],
  ["aws-native:iam:OidcProvider", "clientIdList"],
]);

/** The OpenID Connect provider that a resource is, if it is one. */
function providerOf({ type, inputs, outputs }: StateResource): FoundProvider | undefined {
  const list = PROVIDERS.get(type);
  const { url, arn, ...others }: Record<string, unknown> = { ...inputs, ...outputs };
  return list === undefined ? undefined : foundProvider(url, others[list], accountOf(arn));
}
