import {
  desiredState,
  isStackType,
  mayHaveRole,
  type PolicyCarrier,
  pulumiCarrier,
  readTemplate,
  type RoleShape,
  roleShapes,
  type StackParameters,
  stackView,
  templateContent,
  TemplateError,
  type TemplateResource,
} from "azure-to-aws-federation/policy-sources";
import { hasMark, isMark, isObject, itemsOf, unknownMark } from "azure-to-aws-federation/trust";
import { remembered } from "../engine/remembered";
import type { SeenResource } from "../engine/seen-resource";
import { marked, withoutMarks } from "../engine/unknown";
import { iamTypes, pascal } from "./iam-types";
import { shapedRole } from "./shaped-role";

/** An IAM resource, wherever a stack holds it, in the words of CloudFormation. */
export interface IamObject {
  /** The resource of the stack that holds it. */
  readonly holder: SeenResource;
  /** How messages name it, to be read after "role", "provider" and so on: `app`, or `Reader in app`. */
  readonly name: string;
  /** Logical name within a template; empty outside of templates. Part of a finding's detail. */
  readonly place: string;
  /** Type such as `AWS::IAM::Role`. What CloudFormation has no type for is named in the same way. */
  readonly type: string;
  /**
   * Properties such as `MaxSessionDuration`, with `UNKNOWN` in the place of each part that is not known. Only
   * `AssumeRolePolicyDocument` has marks instead, since the trust analysis judges it in parts.
   */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the IAM resources on a resource are, or why that cannot be told. */
export interface IamObjects {
  readonly objects: readonly IamObject[];
  /** Set if the resource holds a template that is not known yet. */
  readonly unknown?: true;
  /** Set if the resource holds a template that cannot be read: what is the matter with it. */
  readonly problem?: string;
  /** Set if the resource has its template elsewhere, at a URL. */
  readonly elsewhere?: true;
  /** Transforms of the resource's template that may add or change roles: their names. */
  readonly transforms?: readonly string[];
  /** What the resource has that may hold roles and cannot be read. Each is to be read after "has". */
  readonly unread?: readonly string[];
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
      const parameters = parametersOf(marked(holder.get("parameters")));
      return fromTemplate(holder, "", marked(holder.get(carrier.property)), parameters, accountId);
    }
    default: {
      const own = iamTypes.get(type);
      if (own === undefined) {
        return mayHaveRole(type, holder.raw)
          ? fromShapes(holder, type, propertiesOf(holder), accountId)
          : NONE;
      }
      const trust = carrier === undefined ? {} : { AssumeRolePolicyDocument: holder.get(carrier.property) };
      return { objects: [objectOf(holder, name, "", own.type, marked({ ...own.read(holder), ...trust }))] };
    }
  }
}

/** Reads the desired state of a Cloud Control resource. */
function fromDesiredState(
  holder: SeenResource,
  { property, typeProperty = "" }: PolicyCarrier,
  accountId: string | undefined,
): IamObjects {
  const state = marked(holder.get(property));
  const read = desiredState(marked(holder.get(typeProperty)), state, (text) => parsed(text, JSON.parse));
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
        return fromTemplate(holder, "", properties.TemplateBody, stackParameters(properties), accountId);
      }
      return type.startsWith("AWS::IAM::")
        ? { objects: [objectOf(holder, holder.name, "", type, properties)] }
        : fromShapes(holder, type === "" || isMark(type) ? holder.type : type, properties, accountId);
    }
  }
}

/** The parameters of a stack, or of a stack set, which can give each account other values. */
function stackParameters({
  Parameters,
  StackInstancesGroup,
}: Readonly<Record<string, unknown>>): StackParameters {
  return StackInstancesGroup === undefined
    ? parametersOf(Parameters)
    : unknownMark("a parameter that each account can override");
}

/** Finds roles in a resource of a type that is not in the tables, by the names of its properties. */
function fromShapes(
  holder: SeenResource,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  accountId: string | undefined,
): IamObjects {
  const found = roleShapes(type, properties).map((shape) => fromShape(holder, shape, accountId));
  const problem = found.find((one) => one.problem !== undefined)?.problem;
  return {
    objects: found.flatMap(({ objects }) => objects),
    transforms: found.flatMap(({ transforms = [] }) => transforms),
    unread: found.flatMap(({ unread = [] }) => unread),
    ...(found.some(({ unknown }) => unknown) ? { unknown: true } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

function fromShape(holder: SeenResource, shape: RoleShape, accountId: string | undefined): IamObjects {
  switch (shape.holds) {
    case "policy": {
      const name = shape.place.includes(".") ? `${shape.place} in ${holder.name}` : holder.name;
      const properties = { ...shapedRole(shape.role), AssumeRolePolicyDocument: shape.document };
      return { objects: [objectOf(holder, name, shape.place, "AWS::IAM::Role", properties)] };
    }
    case "template": {
      const { parameters } = shape;
      const given = parameters === undefined ? unknownMark("a parameter") : parametersOf(parameters);
      return fromTemplate(holder, `${shape.place}/`, shape.body, given, accountId);
    }
    case "elsewhere":
    case "unread":
      return { objects: [], unread: [shape.what] };
  }
}

/** All properties of a resource, with marks. */
function propertiesOf(holder: SeenResource): Record<string, unknown> {
  return marked(Object.fromEntries(Object.keys(holder.raw).map((name) => [name, holder.get(name)])));
}

/** Parses a string. JSON escapes could forge the characters of a mark, so marks that the string does not have are replaced. */
function parsed<B, T>(body: B, read: (body: B) => T): T {
  const value = read(body);
  return hasMark(body) ? value : marked(value);
}

/**
 * Reads a template and those within it.
 *
 * @param within - Where in a template the template is; empty for the holder's own.
 */
function fromTemplate(
  holder: SeenResource,
  within: string,
  body: unknown,
  parameters: StackParameters,
  accountId: string | undefined,
): IamObjects {
  if (isMark(body)) {
    return { objects: [], unknown: true };
  }
  if (body === undefined || body === null || body === "") {
    return holder.get("templateUrl") === undefined ? NONE : { objects: [], elsewhere: true };
  }
  try {
    const content = templateContent(parsed(body, readTemplate), stackView(parameters, accountId));
    const [unread] = content.unread;
    const read = content.resources.map((resource) => fromResource(holder, within, resource, accountId));
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
      ...(problem === undefined ? {} : { problem }),
    };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { objects: [], problem: `a template that ${error.message}` };
    }
    throw error;
  }
}

function fromResource(
  holder: SeenResource,
  within: string,
  { logicalId, type, properties, untold }: TemplateResource,
  accountId: string | undefined,
): IamObjects {
  const place = `${within}${logicalId}`;
  if (type === "AWS::CloudFormation::StackSet" && properties.TemplateBody !== undefined) {
    const parameters = parametersOf(properties.Parameters);
    return fromTemplate(holder, `${place}/`, properties.TemplateBody, parameters, accountId);
  }
  // A trust policy that is an object with a function in it is refused as malformed.
  const own = untold === undefined ? properties : { AssumeRolePolicyDocument: untold };
  return { objects: [objectOf(holder, `${place} in ${holder.name}`, place, type, own)] };
}

/** @param properties - With marks. */
function objectOf(
  holder: SeenResource,
  name: string,
  place: string,
  type: string,
  { AssumeRolePolicyDocument, ...others }: Readonly<Record<string, unknown>>,
): IamObject {
  return {
    holder,
    name,
    place,
    type,
    properties: {
      ...withoutMarks(others),
      ...(AssumeRolePolicyDocument === undefined ? {} : { AssumeRolePolicyDocument }),
    },
  };
}

/** The parameters of a stack: an object, or a list of keys and values as CloudFormation's own API has it. */
function parametersOf(parameters: unknown): StackParameters {
  if (isMark(parameters) || isObject(parameters)) {
    return parameters;
  }
  return Object.fromEntries(
    itemsOf(parameters)
      .filter(isObject)
      .map((entry) => {
        const { ParameterKey: key, ParameterValue: value } = pascal(entry);
        return [String(key), value];
      }),
  );
}
