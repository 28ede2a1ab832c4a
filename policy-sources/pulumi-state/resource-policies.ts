import { GAPS } from "../../messages/judged-files";
import { unknownMark } from "../../trust";
import type { StackParameters } from "../cloudformation/stack-view";
import { foundPolicies, viewOfFile } from "../found-in-resource";
import { awsProviderOf, type FoundProvider, foundProvider } from "../found-provider";
import { heldInResource } from "../held-in-resource";
import { accountOf, roleArnOf } from "../iam-api/account-of";
import { pulumiCarrier } from "../policy-carriers";
import type { FoundPolicies } from "../policy-source";
import type { Path } from "../positions/source-node";
import { createsInstances, isInstanceOf, overridesOf } from "../stack-set-instances";

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
  const name = urn?.split("::").at(-1) ?? "(a resource without a URN)";
  const id = urn === undefined ? { id: [] } : {};
  if (type === "" && gap !== undefined) {
    const found = { role: name, kind: type, urn, ...id };
    return { documents: [{ ...found, document: unknownMark(gap), path: [], embedded: false }], notSeen: [] };
  }
  if (createsInstances(type) && isSetMissing(resource, all)) {
    return { documents: [], notSeen: [GAPS.template(name)] };
  }
  const arn = sides.find(({ properties }) => "arn" in properties)?.properties.arn;
  const owner = { urn, ...id, account: accountOf(arn), arn: roleArnOf(arn) };
  const read = ({ properties }: PropertySide): FoundPolicies => {
    const instances = carrier?.isStackSet === true ? instancesOf(properties, all) : [];
    const held = heldInResource({ name, type, properties, carrier, instances }, viewOfFile);
    return foundPolicies(held, owner, properties[carrier?.property ?? ""]);
  };
  if (carrier === undefined) {
    return shapedPoliciesOf(sides, read);
  }
  const { property } = carrier;
  const side = sides.find(({ properties }) => property in properties);
  const { properties, ...others } = side ?? sides.at(-1) ?? sides[0];
  const isGap = side === undefined && gap !== undefined;
  return placed(
    read({ ...others, properties: isGap ? { ...properties, [property]: unknownMark(gap) } : properties }),
    others,
  );
}

/** Policies with their place in the file. */
function placed(found: FoundPolicies, { place, doubt }: Omit<PropertySide, "properties">): FoundPolicies {
  const own = doubt === undefined ? {} : { doubt };
  return {
    ...found,
    documents: found.documents.map((document) => ({ ...document, path: place(document.path), ...own })),
  };
}

/** Policies in a resource of another type, on the first side that has something of the kind. */
function shapedPoliciesOf(
  sides: readonly PropertySide[],
  read: (side: PropertySide) => FoundPolicies,
): FoundPolicies {
  for (const side of sides) {
    const found = read(side);
    if (found.documents.length + found.notSeen.length > 0) {
      return placed(found, side);
    }
  }
  return { documents: [], notSeen: [] };
}

/** Whether an instance has parameters of its own, and the file does not have its stack set. */
function isSetMissing(resource: PulumiResource, all: readonly PulumiResource[]): boolean {
  const instance = getterOf(merged(resource));
  return (
    overridesOf(instance) !== undefined &&
    !all.some(
      (other) =>
        pulumiCarrier(other.type)?.isStackSet === true && isInstanceOf(instance, getterOf(merged(other))),
    )
  );
}

/** What the instances of a stack set override, as far as the file has them. */
function instancesOf(
  set: Readonly<Record<string, unknown>>,
  all: readonly PulumiResource[],
): StackParameters[] {
  return all
    .filter(({ type }) => createsInstances(type))
    .map((instance) => getterOf(merged(instance)))
    .filter((instance) => isInstanceOf(instance, getterOf(set)))
    .map(overridesOf)
    .filter((overrides) => overrides !== undefined);
}

function getterOf(properties: Readonly<Record<string, unknown>>): (property: string) => unknown {
  return (property) => properties[property];
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
