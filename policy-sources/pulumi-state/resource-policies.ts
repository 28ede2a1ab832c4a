import { hasMark, unknownMark } from "../../trust";
import { groupOverrides, parametersOf } from "../cloudformation/stack-parameters";
import type { StackParameters } from "../cloudformation/stack-view";
import { findInStackSet, findInText } from "../cloudformation/template-policies";
import { findByShape, findInDesiredState, type ResourceInFile } from "../found-in-resource";
import { awsProviderOf, type FoundProvider, foundProvider } from "../found-provider";
import { accountOf, roleArnOf } from "../iam-api/account-of";
import { pulumiCarrier } from "../policy-carriers";
import type { FoundPolicies, FoundPolicy } from "../policy-source";
import type { Path } from "../positions/source-node";

/** The properties of a resource on one side: those a program asks for, or those a provider returns. */
export interface PropertySide {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where in the file something is, by its path in the properties. */
  readonly place: (path: Path) => Path;
  /** Why the deployed properties may differ from these. A policy among them is then rejected or unknown, never accepted. */
  readonly doubt?: string | undefined;
}

/** A resource of a Pulumi stack, as one of the files shows it that Pulumi writes. */
export interface PulumiResource {
  readonly urn: string | undefined;
  /** `""` if the file does not show it. */
  readonly type: string;
  /** In the order in which they count: the first one that has a property decides. */
  readonly sides: readonly [PropertySide, ...PropertySide[]];
  /** URN of the Pulumi provider that deploys it, if the file shows it. */
  readonly provider: string | undefined;
  /** Why the file may lack a property that the resource has. Default: it has all of them. */
  readonly gap?: string | undefined;
}

/** Finds the trust policies and the OpenID Connect providers in the resources of one stack. */
export function findInResources(resources: readonly PulumiResource[]): FoundPolicies {
  const found = resources.map((resource) => {
    const { documents, notSeen, providers = [] } = policiesOf(resource, resources);
    const own = providerOf(resource);
    const awsProvider = resource.provider && awsProviderOf(resource.provider);
    return {
      documents: documents.map((document) => ({ ...document, awsProvider })),
      notSeen,
      providers: [...(own === undefined ? [] : [own]), ...providers].map((provider) => ({
        ...provider,
        awsProvider,
      })),
    };
  });
  return {
    documents: found.flatMap(({ documents }) => documents),
    notSeen: found.flatMap(({ notSeen }) => notSeen),
    providers: found.flatMap(({ providers }) => providers),
  };
}

function policiesOf(resource: PulumiResource, all: readonly PulumiResource[]): FoundPolicies {
  const { urn, type, sides, gap } = resource;
  const carrier = pulumiCarrier(type);
  const role = urn?.split("::").at(-1) ?? "(a resource without a URN)";
  const found = { role, kind: type, urn, ...(urn === undefined ? { id: [] } : {}) };
  if (type === "" && gap !== undefined) {
    return { documents: [{ ...found, document: unknownMark(gap), path: [], embedded: false }], notSeen: [] };
  }
  if (carrier === undefined) {
    return shapedPoliciesOf(found, resource);
  }
  const { holds, property, typeProperty = "" } = carrier;
  const side = sides.find(({ properties }) => property in properties);
  const { properties, place, doubt } = side ?? sides.at(-1) ?? sides[0];
  const value = side === undefined && gap !== undefined ? unknownMark(gap) : properties[property];
  const path = place([property]);
  if (holds === "template") {
    const parameters = parametersOf(properties.parameters ?? {});
    const inTemplate = STACK_SETS.has(type)
      ? findInStackSet(value, role, path, parameters, overridesOf(properties, all))
      : findInText(value, role, path, typeof parameters === "string" ? undefined : parameters);
    const documents = inTemplate.documents.map((document) => doubted({ ...document, urn }, doubt));
    return { ...inTemplate, documents };
  }
  const arn = sides.find((other) => "arn" in other.properties)?.properties.arn;
  const own = { ...found, path, account: accountOf(arn), arn: roleArnOf(arn) };
  const given: FoundPolicies =
    holds === "desired-state"
      ? findInDesiredState(own, properties[typeProperty], value)
      : { documents: [{ ...own, document: value, embedded: typeof value !== "object" }], notSeen: [] };
  return { ...given, documents: given.documents.map((document) => doubted(document, doubt)) };
}

function doubted(document: FoundPolicy, doubt: string | undefined): FoundPolicy {
  return doubt === undefined ? document : { ...document, doubt };
}

/** Policies in a resource of another type, on the first side that has something of the kind. */
function shapedPoliciesOf(
  found: Pick<ResourceInFile, "role" | "kind" | "urn">,
  { type, sides }: PulumiResource,
): FoundPolicies {
  const arn = sides.find(({ properties }) => "arn" in properties)?.properties.arn;
  const own = { ...found, account: accountOf(arn), arn: roleArnOf(arn), path: [] };
  for (const { properties, place, doubt } of sides) {
    const given = findByShape(own, type, properties);
    if (given.documents.length + given.notSeen.length > 0) {
      const documents = given.documents.map((document) =>
        doubted({ ...document, path: place(document.path) }, doubt),
      );
      return { ...given, documents };
    }
  }
  return { documents: [], notSeen: [] };
}

const STACK_SETS = new Set(["aws:cloudformation/stackSet:StackSet", "aws-native:cloudformation:StackSet"]);

/** Types that create instances of a stack set, with parameters of their own. */
const INSTANCES = new Set([
  "aws:cloudformation/stackSetInstance:StackSetInstance",
  "aws:cloudformation/stackInstances:StackInstances",
]);

/** What the instances of a stack set override, as far as the file has them. */
function overridesOf(
  { name, stackSetName, stackInstancesGroup }: Readonly<Record<string, unknown>>,
  all: readonly PulumiResource[],
): StackParameters[] {
  const own = name ?? stackSetName;
  return [
    ...groupOverrides(stackInstancesGroup),
    ...all
      .filter(({ type }) => INSTANCES.has(type))
      .map(merged)
      .filter(({ stackSetName: of }) => own === undefined || hasMark(own) || hasMark(of) || of === own)
      .map(({ parameterOverrides }) => parametersOf(parameterOverrides ?? {})),
  ];
}

const PROVIDERS = new Map([
  ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", "clientIdLists"],
  ["aws-native:iam:OidcProvider", "clientIdList"],
]);

/** The OpenID Connect provider that a resource is, if it is one. */
function providerOf(resource: PulumiResource): FoundProvider | undefined {
  const list = PROVIDERS.get(resource.type);
  const { url, arn, ...others } = merged(resource);
  return list === undefined ? undefined : foundProvider(url, others[list], accountOf(arn));
}

/** All properties of a resource, each as the first side has it that has it. */
function merged({ sides }: PulumiResource): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...sides.toReversed().map(({ properties }) => properties)) as Record<
    string,
    unknown
  >;
}
