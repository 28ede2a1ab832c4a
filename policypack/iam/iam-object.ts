import {
  type Held,
  heldInResource,
  type HeldResource,
  mayHaveRole,
  pulumiCarrier,
  stackView,
  TRUST_POLICY,
  type ViewOf,
} from "../../policy-sources";
import { hasMarks } from "../../trust";
import { remembered } from "../engine/remembered";
import type { SeenResource } from "../engine/seen-resource";
import type { HiddenParts } from "./hidden-parts";
import { iamTypes } from "./iam-types";

/** An IAM resource of a stack, inside any other resource too, with the names of CloudFormation. */
export interface IamObject {
  /** The resource of the stack that holds it. */
  readonly holder: SeenResource;
  /** How messages name it, to be read after "role", "provider" and so on: `app`, or `Reader in app`. */
  readonly name: string;
  /** Where in the resource it is: see `HeldPlace`. It identifies findings. */
  readonly place: string;
  /** Type such as `AWS::IAM::Role`. What CloudFormation has no type for is named in the same way. */
  readonly type: string;
  /** Properties such as `MaxSessionDuration`, with a mark in the place of each part that is not known. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The unknown parts that only CloudFormation resolves. The update does not reveal them. */
  readonly hidden?: HiddenParts;
  /** Set if it is unknown if its template creates it at all. */
  readonly mayBeAbsent?: true;
}

/** What of a resource may hold roles and cannot be read. */
export type Gap = Exclude<Held, HeldResource>;

/** The IAM resources that a resource holds, and what of it cannot be read. */
export interface IamObjects {
  readonly objects: readonly IamObject[];
  readonly gaps: readonly Gap[];
  /**
   * The roles in a stack set's template, with a mark for each parameter: an instance can override it. Only those of
   * which the trust policy depends on parameters.
   */
  readonly overridable: readonly IamObject[];
}

/** What a resource holds that has nothing to do with IAM. */
export const NOTHING_OF_IAM: IamObjects = { objects: [], gaps: [], overridable: [] };

/**
 * Finds the IAM resources that a resource is or holds.
 *
 * @param accountId - The account of the resource, 12 digits, if it is known.
 */
export function iamObjects(holder: SeenResource, accountId?: string): IamObjects {
  return accountId === undefined ? objectsOf(holder) : findObjects(holder, accountId);
}

const objectsOf = remembered((holder: SeenResource) => findObjects(holder, undefined));

function findObjects(holder: SeenResource, accountId: string | undefined): IamObjects {
  const { type, name, raw } = holder;
  const carrier = pulumiCarrier(type);
  const own = iamTypes.get(type);
  if (own !== undefined) {
    const trust = carrier === undefined ? {} : { [TRUST_POLICY]: holder.get(carrier.property) };
    const properties = { ...own.read(holder), ...trust };
    return { ...NOTHING_OF_IAM, objects: [{ holder, name, place: "", type: own.type, properties }] };
  }
  if (carrier === undefined && !mayHaveRole(type, raw)) {
    return NOTHING_OF_IAM;
  }
  const properties = Object.fromEntries(Object.keys(raw).map((property) => [property, holder.get(property)]));
  return objectsAmong(holder, heldInResource({ name, type, properties, carrier }, viewOfStack(accountId)));
}

/** How a template looks to a stack in an account, if that is known. */
export function viewOfStack(accountId: string | undefined): ViewOf {
  return (parameters) => stackView(parameters, accountId);
}

/** Whether a resource is a stack set: its instances can override its parameters. */
export function isStackSet({ type }: Pick<SeenResource, "type">): boolean {
  return pulumiCarrier(type)?.isStackSet === true;
}

/** The IAM resources among the parts of a resource, and what cannot be read. */
export function objectsAmong(holder: SeenResource, held: Iterable<Held>): IamObjects {
  const parts = [...held];
  const resources = parts.filter((part) => part.holds === "resource");
  const isOpen = ({ readings }: Held): boolean => readings.includes("overridden");
  return {
    objects: resources.filter((part) => !isOpen(part)).map((part) => objectOf(holder, part)),
    // The template of a stack set is read several times, and has the same gaps each time.
    gaps: parts.filter((part) => part.holds !== "resource").filter(({ readings }) => readings.length === 0),
    overridable: resources
      .filter((part) => isOpen(part) && hasMarks(part.properties[TRUST_POLICY]))
      .map((part) => objectOf(holder, part)),
  };
}

function objectOf(
  holder: SeenResource,
  { place, type, properties, template, mayBeAbsent }: HeldResource,
): IamObject {
  const name = template !== undefined || place.includes(".") ? `${place} in ${holder.name}` : holder.name;
  return {
    holder,
    name,
    place,
    type,
    properties,
    ...(template === undefined ? {} : { hidden: template.hidden }),
    ...(mayBeAbsent ? { mayBeAbsent } : {}),
  };
}
