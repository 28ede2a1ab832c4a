import { hasMark } from "../../trust";
import { groupOverrides, parametersOf } from "../cloudformation/stack-parameters";
import type { StackParameters } from "../cloudformation/stack-view";
import { findInStackSet, findInText } from "../cloudformation/template-policies";
import { type FoundProvider, foundProvider } from "../found-provider";
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

function policiesOf(
  { path, urn, type, inputs, outputs }: StateResource,
  state: readonly StateResource[],
): FoundPolicies {
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
    const parameters = parametersOf(properties.parameters ?? {});
    const found = STACK_SETS.has(type)
      ? findInStackSet(value, role, place, parameters, overridesOf(properties, state))
      : findInText(value, role, place, typeof parameters === "string" ? undefined : parameters);
    const documents = found.documents.map((document): FoundPolicy => ({ ...document, urn }));
    return { ...found, documents };
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
