import { ELSEWHERE } from "../../messages";
import {
  DEEPEST_TEMPLATE,
  desiredState,
  groupOverrides,
  holdsTemplate,
  isRole,
  isStackType,
  mayHaveRole,
  parametersOf,
  type PolicyCarrier,
  pulumiCarrier,
  readTemplate,
  type RoleShape,
  roleShapes,
  shapedRole,
  type StackParameters,
  stackView,
  templateContent,
  type TemplateElsewhere,
  TemplateError,
  type TemplateResource,
  TRUST_POLICY,
  withOverrides,
} from "../../policy-sources";
import { hasMark, hasMarks, isMark, unknownMark } from "../../trust";
import { remembered } from "../engine/remembered";
import type { SeenResource } from "../engine/seen-resource";
import type { HiddenParts } from "./hidden-parts";
import { iamTypes } from "./iam-types";

/** An IAM resource, wherever a stack holds it, in the words of CloudFormation. */
export interface IamObject {
  /** The resource of the stack that holds it. */
  readonly holder: SeenResource;
  /** How messages name it, to be read after "role", "provider" and so on: `app`, or `Reader in app`. */
  readonly name: string;
  /** Logical name within a template; empty outside of templates. It identifies findings. */
  readonly place: string;
  /** Type such as `AWS::IAM::Role`. What CloudFormation has no type for is named in the same way. */
  readonly type: string;
  /** Properties such as `MaxSessionDuration`, with a mark in the place of each part that is not known. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The unknown parts that only CloudFormation resolves. The update does not reveal them. */
  readonly hidden?: HiddenParts;
}

/** Something that may hold roles and cannot be read. */
export interface UnreadForm {
  /** What tells it from others of the resource: its place, or where it lies instead, which messages say of all such forms at once. */
  readonly place: string;
  /** What it is, to be read after "has". */
  readonly what: string;
}

/** The IAM resources that a resource holds, or why they cannot be read. */
export interface IamObjects {
  readonly objects: readonly IamObject[];
  /** Set if the resource holds a template that is not known yet. */
  readonly unknown?: true;
  /** Set if the resource holds a template that cannot be read: what is the matter with it. */
  readonly problem?: string;
  /** Set if the resource has its template elsewhere, at a URL. */
  readonly elsewhere?: true;
  /** Set if the resource uses a template that the program does not hold. */
  readonly outside?: true;
  /** Transforms of the resource's template that may add or change roles: their names. */
  readonly transforms?: readonly string[];
  /** What the resource has that may hold roles and cannot be read. */
  readonly unread?: readonly UnreadForm[];
  /** Resources of the template that create others from a template elsewhere. */
  readonly nested?: readonly TemplateElsewhere[];
  /**
   * The roles in a stack set's template, with a mark for each parameter: an instance can override it. Only those of
   * which the trust policy depends on parameters.
   */
  readonly overridable?: readonly IamObject[];
}

const NONE: IamObjects = { objects: [] };

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
  const { type, name } = holder;
  const carrier = pulumiCarrier(type);
  switch (carrier?.holds) {
    case "desired-state":
      return fromDesiredState(holder, carrier, accountId);
    case "template": {
      const parameters = parametersOf(holder.get("parameters"));
      const overrides = groupOverrides(holder.get("stackInstancesGroup"));
      const use: TemplateUse = isStackSet(holder) ? { parameters, overrides } : { parameters };
      return fromTemplate(holder, holder.get(carrier.property), use, accountId);
    }
    default: {
      const own = iamTypes.get(type);
      if (own === undefined) {
        return mayHaveRole(type, holder.raw)
          ? fromShapes(holder, type, propertiesOf(holder), accountId)
          : NONE;
      }
      const trust = carrier === undefined ? {} : { AssumeRolePolicyDocument: holder.get(carrier.property) };
      return { objects: [objectOf(holder, name, "", own.type, { ...own.read(holder), ...trust })] };
    }
  }
}

/** Reads the desired state of a Cloud Control resource. */
function fromDesiredState(
  holder: SeenResource,
  { property, typeProperty = "" }: PolicyCarrier,
  accountId: string | undefined,
): IamObjects {
  const read = desiredState(holder.get(typeProperty), holder.get(property));
  switch (read.holds) {
    case "nothing":
      return NONE;
    case "unknown":
      return { objects: [], unknown: true };
    case "unread":
      return { objects: [], problem: read.what };
    case "properties": {
      const { type, properties } = read;
      if (isStackType(type)) {
        return fromTemplate(holder, properties.TemplateBody, stackUse(type, properties), accountId);
      }
      return type.startsWith("AWS::IAM::")
        ? { objects: [objectOf(holder, holder.name, "", type, properties)] }
        : fromShapes(holder, type === "" || isMark(type) ? holder.type : type, properties, accountId);
    }
  }
}

/** How the template of a Cloud Control stack or stack set is used. */
function stackUse(
  type: string,
  { Parameters, StackInstancesGroup }: Readonly<Record<string, unknown>>,
): TemplateUse {
  const parameters = parametersOf(Parameters);
  return type.endsWith("Set")
    ? { parameters, overrides: groupOverrides(StackInstancesGroup) }
    : { parameters };
}

/** Finds roles in a resource of a type that is not in the tables, by the names of its properties. */
function fromShapes(
  holder: SeenResource,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  accountId: string | undefined,
  template?: TemplatePlace,
): IamObjects {
  const shapes = roleShapes(type, properties);
  const read = template === undefined ? shapes : shapes.filter(({ holds }) => holds !== "elsewhere");
  const found = read.map((shape) => fromShape(holder, shape, accountId, template));
  const problem = found.find((one) => one.problem !== undefined)?.problem;
  return {
    objects: found.flatMap(({ objects }) => objects),
    transforms: found.flatMap(({ transforms = [] }) => transforms),
    nested: found.flatMap(({ nested = [] }) => nested),
    overridable: found.flatMap(({ overridable = [] }) => overridable),
    unread: found.flatMap(({ unread = [] }) => unread),
    ...(found.some(({ unknown }) => unknown) ? { unknown: true } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** @param template - Where the resource is, if it is in a template. */
function fromShape(
  holder: SeenResource,
  shape: RoleShape,
  accountId: string | undefined,
  { within = "", depth = 0 }: Partial<TemplatePlace> = {},
): IamObjects {
  const place = `${within}${shape.place}`;
  switch (shape.holds) {
    case "policy": {
      const name = within !== "" || place.includes(".") ? `${place} in ${holder.name}` : holder.name;
      const properties = { ...shapedRole(shape.role), AssumeRolePolicyDocument: shape.document };
      return { objects: [objectOf(holder, name, place, "AWS::IAM::Role", properties)] };
    }
    case "template": {
      const { parameters } = shape;
      const given = parameters === undefined ? unknownMark("a parameter") : parametersOf(parameters);
      return fromTemplate(holder, shape.body, { parameters: given, within: `${place}/`, depth }, accountId);
    }
    case "elsewhere":
      return { objects: [], unread: [{ place: shape.of, what: ELSEWHERE[shape.of]() }] };
    case "unread":
      return { objects: [], unread: [{ place, what: shape.what }] };
  }
}

/** All properties of a resource, with marks. */
function propertiesOf(holder: SeenResource): Record<string, unknown> {
  return Object.fromEntries(Object.keys(holder.raw).map((name) => [name, holder.get(name)]));
}

/** Whether a resource is a stack set: its instances can override its parameters. */
export function isStackSet({ type }: Pick<SeenResource, "type">): boolean {
  return type === "aws:cloudformation/stackSet:StackSet" || type === "aws-native:cloudformation:StackSet";
}

/** How a template is used. */
export interface TemplateUse {
  readonly parameters: StackParameters;
  /** Set for a stack set: what its known instances override. */
  readonly overrides?: readonly StackParameters[];
  /** Where in the holder's template the template is; empty for the holder's own. */
  readonly within?: string;
  /** How many templates the template is within. */
  readonly depth?: number;
}

/**
 * Reads a template and those within it. The template of a stack set is read with its own parameters, with those of each
 * known instance, and with unknown ones.
 */
export function fromTemplate(
  holder: SeenResource,
  body: unknown,
  use: TemplateUse,
  accountId: string | undefined,
): IamObjects {
  if (isMark(body)) {
    return { objects: [], unknown: true };
  }
  if (body === undefined || body === null || body === "") {
    return holder.get("templateUrl") === undefined ? NONE : { objects: [], elsewhere: true };
  }
  let template: Record<string, unknown>;
  try {
    template = readTemplate(body);
  } catch (error) {
    if (error instanceof TemplateError) {
      return { objects: [], problem: `a template that ${error.message}` };
    }
    throw error;
  }
  const { parameters, overrides, within = "", depth = 0 } = use;
  if (depth > DEEPEST_TEMPLATE) {
    return { objects: [], problem: `a template that is within more than ${DEEPEST_TEMPLATE} others` };
  }
  const place = { within, depth };
  const read = (own: StackParameters): IamObjects => readContent(holder, template, own, place, accountId);
  const base = read(parameters);
  if (overrides === undefined) {
    return base;
  }
  const variants = overrides.map((own) => read(withOverrides(parameters, own)));
  const open = read(withOverrides(parameters, NOTHING_KNOWN));
  return {
    ...base,
    objects: [base, ...variants].flatMap(({ objects }) => objects),
    overridable: [
      ...(base.overridable ?? []),
      ...open.objects.filter(({ properties }) => hasMarks(properties[TRUST_POLICY])),
    ],
  };
}

/** The parameters of an instance of which nothing is known. */
const NOTHING_KNOWN = unknownMark("parameters that an instance can override");

function readContent(
  holder: SeenResource,
  template: Record<string, unknown>,
  parameters: StackParameters,
  { within, depth }: TemplatePlace,
  accountId: string | undefined,
): IamObjects {
  const view = stackView(parameters, accountId);
  const content = templateContent(template, view);
  const read = content.resources.map((resource) =>
    fromResource(holder, { within, depth }, resource, view.hidden, accountId),
  );
  const [unread] = content.unread;
  const problem =
    unread === undefined
      ? read.find((found) => found.problem !== undefined)?.problem
      : `a template that has ${unread.what}`;
  return {
    objects: read.flatMap(({ objects }) => objects),
    transforms: [
      ...content.transforms.map(({ name }) => name),
      ...read.flatMap(({ transforms = [] }) => transforms),
    ],
    nested: [
      ...content.elsewhere.map(({ logicalId, type }) => ({ logicalId: `${within}${logicalId}`, type })),
      ...read.flatMap(({ nested = [] }) => nested),
    ],
    overridable: read.flatMap(({ overridable = [] }) => overridable),
    unread: read.flatMap(({ unread: shapes = [] }) => shapes),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Where a template is in that of the holder. */
type TemplatePlace = Required<Pick<TemplateUse, "within" | "depth">>;

function fromResource(
  holder: SeenResource,
  { within, depth }: TemplatePlace,
  resource: TemplateResource,
  hidden: HiddenParts,
  accountId: string | undefined,
): IamObjects {
  const { logicalId, type, properties, untold } = resource;
  const place = `${within}${logicalId}`;
  if (holdsTemplate(type)) {
    return fromNested(holder, { within: `${place}/`, depth: depth + 1 }, resource, accountId);
  }
  const isOne = isRole(resource);
  // A role of which the properties are unknown as a whole has an unknown trust policy. Other resources have none.
  const own = untold !== undefined && isOne ? { [TRUST_POLICY]: untold } : properties;
  const object = objectOf(holder, `${place} in ${holder.name}`, place, type, own, hidden);
  if (isOne || !mayHaveRole(type, properties)) {
    return { objects: [object] };
  }
  const shaped = fromShapes(holder, type, properties, accountId, { within: `${place}/`, depth: depth + 1 });
  return { ...shaped, objects: [object, ...shaped.objects] };
}

/** Reads a stack or a stack set within a template. One that has its template at a URL is listed by the template. */
function fromNested(
  holder: SeenResource,
  place: TemplatePlace,
  { logicalId, type, properties, untold }: TemplateResource,
  accountId: string | undefined,
): IamObjects {
  const body = untold ?? properties.TemplateBody;
  if (body === undefined || body === null) {
    return NONE;
  }
  if (hasMark(body)) {
    return { objects: [], problem: `a template in ${logicalId} that only CloudFormation resolves` };
  }
  const parameters = parametersOf(properties.Parameters);
  const overrides = groupOverrides(properties.StackInstancesGroup);
  const use: TemplateUse = { parameters, ...place };
  return fromTemplate(holder, body, type.endsWith("Set") ? { ...use, overrides } : use, accountId);
}

function objectOf(
  holder: SeenResource,
  name: string,
  place: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  hidden?: HiddenParts,
): IamObject {
  return {
    holder,
    name,
    place,
    type,
    properties,
    ...(hidden === undefined ? {} : { hidden }),
  };
}
