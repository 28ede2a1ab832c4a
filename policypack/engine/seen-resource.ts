/** A resource as a rule sees it. */
export interface SeenResource {
  /** Type token; for azure-native without the API version that it may name. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly urn: string;
  /** URN of the Pulumi provider that deploys it, if it has one. */
  readonly provider?: string | undefined;
  /**
   * The properties as the engine sends them. A part that is not known is one of the engine's placeholders, so this is
   * for a cheap look only: {@link get} reads values.
   */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Reads a property as a plain value, with a mark in the place of each part that is not known. */
  readonly get: (property: string) => unknown;
}

/** A resource in a whole stack. */
export interface StackResource extends SeenResource {
  /**
   * The resource as it was before it was created or changed: with its inputs. In a preview an output can be unknown
   * where the input says clearly that there is none.
   */
  readonly before: SeenResource;
  /** The resources that this one waits for. */
  readonly dependencies: readonly StackResource[];
  /** The resources of whose outputs a property is made. */
  madeOf(property: string): readonly StackResource[];
}

/** Each custom resource and component of a stack. */
export type SeenStack = readonly StackResource[];

/**
 * Resources by their URNs. A program registers resources in another order each time. A rule that names the first of several
 * must name the same one each time.
 */
export function inOrder<T extends Pick<SeenResource, "urn">>(resources: readonly T[]): T[] {
  return resources.toSorted((one, other) => (one.urn < other.urn ? -1 : one.urn > other.urn ? 1 : 0));
}

/** Type tokens of this package's components begin so. */
const OWN_TYPES = "azure-to-aws-federation:index:";

/** Whether a resource is one of this package's components or belongs to one. */
export function isOwn({ urn }: Pick<SeenResource, "urn">): boolean {
  return typesOf(urn).some((type) => type.startsWith(OWN_TYPES));
}

/** Whether a resource belongs to this package's component of a class, at any depth, or is one. */
export function isWithin({ urn }: Pick<SeenResource, "urn">, component: string): boolean {
  return typesOf(urn).includes(OWN_TYPES + component);
}

/**
 * The types in a URN, from the outermost parent to the resource itself:
 * `urn:pulumi:<stack>::<project>::<type>$<type>::<name>`.
 */
function typesOf(urn: string): readonly string[] {
  return (urn.split("::")[2] ?? "").split("$");
}

/**
 * Type tokens without the API version that azure-native's may have: `azure-native:compute/v20240301:VirtualMachine`,
 * or, from a package made for one version, `azure-native_compute_v20240301:compute:VirtualMachine`.
 */
export function normalType(type: string): string {
  return type.startsWith("azure-native")
    ? type.replace(/^azure-native_[^:]*:/, "azure-native:").replace(/^(azure-native:[^:/]+)\/v[^:]*:/, "$1:")
    : type;
}
