import {
  pulumiCarrier,
  readTemplate,
  type StackParameters,
  stackView,
  templateContent,
  TemplateError,
  type TemplateResource,
} from "azure-to-aws-federation/policy-sources";
import { hasMark, isMark, isObject, itemsOf } from "azure-to-aws-federation/trust";
import { remembered } from "../engine/remembered";
import type { SeenResource } from "../engine/seen-resource";
import { marked, withoutMarks } from "../engine/unknown";
import { iamTypes, pascal } from "./iam-types";

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
      return fromText(holder, holder.get(carrier.typeProperty ?? ""), marked(holder.get(carrier.property)));
    case "template": {
      const parameters = parametersOf(marked(holder.get("parameters")));
      return fromTemplate(holder, "", marked(holder.get(carrier.property)), parameters, accountId);
    }
    default: {
      const own = iamTypes.get(type);
      if (own === undefined) {
        return NONE;
      }
      const trust = carrier === undefined ? {} : { AssumeRolePolicyDocument: holder.get(carrier.property) };
      return { objects: [objectOf(holder, name, "", own.type, marked({ ...own.read(holder), ...trust }))] };
    }
  }
}

/** Reads a resource whose properties are given as JSON text or as an object, in CloudFormation's words. */
function fromText(holder: SeenResource, type: unknown, state: unknown): IamObjects {
  if (typeof type !== "string" || !type.startsWith("AWS::IAM::")) {
    return NONE;
  }
  if (isMark(state)) {
    return { objects: [], unknown: true };
  }
  try {
    const properties: unknown = typeof state === "string" ? parsed(state, JSON.parse) : state;
    return isObject(properties)
      ? { objects: [objectOf(holder, holder.name, "", type, properties)] }
      : { objects: [], problem: "properties that are no object" };
  } catch {
    return { objects: [], problem: "properties that are no JSON" };
  }
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
