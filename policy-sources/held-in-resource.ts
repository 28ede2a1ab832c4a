import { TEMPLATE_PROBLEMS, UNREAD } from "../messages/judged-files";
import { grouped, hasMark, isMark, isObject, unknownMark } from "../trust";
import { readTemplate } from "./cloudformation/read-template";
import { groupOverrides, parametersOf, withOverrides } from "./cloudformation/stack-parameters";
import type { StackParameters } from "./cloudformation/stack-view";
import { templateContent, type TemplateResource } from "./cloudformation/template-resources";
import { ownMember, type TemplateView, TRUST_POLICY } from "./cloudformation/template-view";
import { DEEPEST_TEMPLATE, holdsTemplate } from "./cloudformation/templates-elsewhere";
import { desiredState, isStackType } from "./desired-state";
import type { Held, HeldPlace, HeldResource, StackSetReading } from "./held";
import type { PolicyCarrier } from "./policy-carriers";
import type { Path } from "./positions/source-node";
import { mayHaveRole, type RoleShape, roleShapes } from "./role-shapes";
import { shapedRole } from "./shaped-role";
import { TemplateError } from "./unreadable";

/** How a template looks to a reader who knows the parameters of its stack. A mark says that none is known. */
export type ViewOf = (parameters: StackParameters) => TemplateView;

/** A resource to look into. */
export interface LookedAt {
  /** Its name, for {@link HeldPlace.names}. */
  readonly name: string;
  /** Its type, in the words of its tool. */
  readonly type: string;
  /** Its properties, with a mark for each part that is not known. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where a resource of its type has a policy or a template, if a table has the type. */
  readonly carrier?: PolicyCarrier | undefined;
  /** For a stack set: what instances that are resources themselves override. */
  readonly instances?: readonly StackParameters[];
}

/** How a template is used. */
export interface TemplateUse {
  readonly parameters: StackParameters;
  /** Set for a stack set: what its known instances override. */
  readonly overrides?: readonly StackParameters[];
}

/** Where the walk is. */
interface Walk extends HeldPlace {
  readonly viewOf: ViewOf;
  /** What is put in front of the place of a part. */
  readonly within: string;
  /** How many templates a template here is within. */
  readonly depth: number;
  readonly isInStackSet: boolean;
}

/** The parameters of an instance of which nothing is known. */
const NOTHING_KNOWN = unknownMark("parameters that an instance can override");

/** Finds the IAM resources that a resource is or holds, in whatever form, and what in it cannot be read. */
export function* heldInResource(looked: LookedAt, viewOf: ViewOf): Iterable<Held> {
  const { name, type, properties, carrier, instances = [] } = looked;
  const start = walkFrom([name], type, viewOf);
  if (carrier === undefined) {
    yield* heldInShapes(type, properties, start);
    return;
  }
  const { holds, property, typeProperty = "" } = carrier;
  const value = properties[property];
  const at = { ...start, path: [property], embedded: typeof value !== "object" };
  switch (holds) {
    case "policy":
      yield role({ [TRUST_POLICY]: value }, at);
      return;
    case "desired-state":
      yield* heldInDesiredState(properties[typeProperty], value, at);
      return;
    case "template": {
      const parameters = parametersOf(properties.parameters ?? {});
      const overrides = [...groupOverrides(properties.stackInstancesGroup), ...instances];
      yield* heldInTemplate(
        value,
        carrier.isStackSet === true ? { parameters, overrides } : { parameters },
        at,
      );
    }
  }
}

/** Where a walk begins. */
export function walkFrom(names: readonly string[], kind: string, viewOf: ViewOf, path: Path = []): Walk {
  const outside = { place: "", within: "", depth: 0, isInStackSet: false, embedded: false, readings: [] };
  return { ...outside, viewOf, names, kind, path };
}

function placeOf({ place, names, kind, path, embedded, readings, template }: Walk): HeldPlace {
  return { place, names, kind, path, embedded, readings, ...(template === undefined ? {} : { template }) };
}

function role(properties: HeldResource["properties"], at: Walk): HeldResource {
  const plain = { conditions: {}, mayBeAbsent: false };
  return { ...placeOf(at), holds: "resource", type: "AWS::IAM::Role", isRole: true, properties, ...plain };
}

/**
 * Finds what the desired state of a Cloud Control resource holds.
 *
 * @param typeName - The resource's CloudFormation type, or a mark.
 * @param state - Its properties as JSON text or as an object, or a mark.
 */
export function* heldInDesiredState(typeName: unknown, state: unknown, at: Walk): Iterable<Held> {
  const read = desiredState(typeName, state);
  switch (read.holds) {
    case "nothing":
      return;
    case "unknown":
      yield { ...placeOf(at), holds: "unknown", of: "desired-state", value: String(state), isNested: false };
      return;
    case "unread":
      yield { ...placeOf(at), holds: "unreadable", of: "desired-state", what: read.what };
      return;
  }
  const { type, properties } = read;
  if (isStackType(type)) {
    yield* heldInTemplate(properties.TemplateBody, stackUse(type, properties), at);
    return;
  }
  const isOfIam = type.startsWith("AWS::IAM::");
  if (isOfIam) {
    const own = type === "AWS::IAM::Role" ? stepInto(at, TRUST_POLICY) : at;
    yield { ...role(properties, own), type, isRole: type === "AWS::IAM::Role" };
  }
  if (type !== "AWS::IAM::Role") {
    yield* heldInShapes(type === "" || isMark(type) ? at.kind : type, properties, at);
  }
}

/** A member of a value. What is within a string or a template has no position of its own. */
function stepInto(at: Walk, ...steps: Path): Walk {
  return at.embedded ? at : { ...at, path: [...at.path, ...steps] };
}

/** How the template of a stack or a stack set is used, in CloudFormation's words. */
function stackUse(
  type: string,
  { Parameters, StackInstancesGroup }: Readonly<Record<string, unknown>>,
): TemplateUse {
  const parameters = parametersOf(Parameters ?? {});
  return type.endsWith("Set")
    ? { parameters, overrides: groupOverrides(StackInstancesGroup) }
    : { parameters };
}

/** Finds roles in a resource of any type by the names of its properties. */
export function* heldInShapes(
  type: string,
  properties: Readonly<Record<string, unknown>>,
  at: Walk,
): Iterable<Held> {
  const all = roleShapes(type, properties);
  // A template lists its resources that have a template elsewhere.
  const shapes = at.template === undefined ? all : all.filter(({ holds }) => holds !== "elsewhere");
  for (const shape of shapes) {
    const place = `${at.within}${shape.place}`;
    const names =
      shapes.length > 1 && shape.place !== ""
        ? at.names.with(-1, `${at.names.at(-1) ?? ""} ${shape.place}`.trim())
        : at.names;
    yield* heldInShape(shape, { ...stepInto(at, ...shape.path), place, names });
  }
}

function* heldInShape(shape: RoleShape, at: Walk): Iterable<Held> {
  switch (shape.holds) {
    case "policy": {
      const embedded = at.embedded || shape.inText || typeof shape.document !== "object";
      yield role({ ...shapedRole(shape.role), [TRUST_POLICY]: shape.document }, { ...at, embedded });
      return;
    }
    case "template": {
      const { parameters } = shape;
      const given = parameters === undefined ? unknownMark("a parameter") : parametersOf(parameters);
      yield* heldInTemplate(shape.body, { parameters: given }, { ...at, within: `${at.place}/` });
      return;
    }
    case "elsewhere":
      yield { ...placeOf(at), holds: "elsewhere", of: shape.of };
      return;
    case "unread":
      yield { ...placeOf(at), holds: "unreadable", of: "part", what: shape.what };
  }
}

/**
 * Finds what a template holds that is a value of a resource. The template of a stack set is read with its own parameters, with those of
 * each known instance, and with unknown ones.
 *
 * @param body - The template as a string or an object, or a mark.
 */
export function* heldInTemplate(
  body: unknown,
  { parameters, overrides }: TemplateUse,
  at: Walk,
): Iterable<Held> {
  if (body === undefined || body === null || body === "") {
    yield { ...placeOf(at), holds: "elsewhere", of: "template" };
    return;
  }
  if (isMark(body)) {
    yield { ...placeOf(at), holds: "unknown", of: "template", value: body, isNested: false };
    return;
  }
  const inside = { ...at, embedded: true };
  const template = templateIn(body, at.depth);
  if (typeof template === "string") {
    yield { ...placeOf(inside), holds: "unreadable", of: "template", what: template };
    return;
  }
  if (overrides === undefined) {
    yield* heldInContent(template, parameters, inside);
    return;
  }
  const inSet = { ...inside, isInStackSet: true };
  const as = (reading: StackSetReading): Walk => ({ ...inSet, readings: [reading, ...at.readings] });
  yield* heldInContent(template, parameters, inSet);
  for (const own of overrides) {
    yield* heldInContent(template, withOverrides(parameters, own), as("instance"));
  }
  yield* heldInContent(template, NOTHING_KNOWN, as("overridden"));
}

/** The template in a value; why it cannot be read, to be read after "has". */
function templateIn(body: unknown, depth: number): Record<string, unknown> | string {
  if (depth > DEEPEST_TEMPLATE) {
    return UNREAD.templatesTooDeep(DEEPEST_TEMPLATE);
  }
  try {
    const template = readTemplate(body);
    return isObject(ownMember(template, "Resources"))
      ? template
      : UNREAD.templateThat(TEMPLATE_PROBLEMS.noResources());
  } catch (error) {
    if (error instanceof TemplateError) {
      return UNREAD.templateThat(error.message);
    }
    throw error;
  }
}

/** Finds what a template declares. */
export function* heldInContent(
  template: Readonly<Record<string, unknown>>,
  parameters: StackParameters,
  at: Walk,
): Iterable<Held> {
  const view = at.viewOf(parameters);
  const { resources, unread, transforms, elsewhere } = templateContent(template, view);
  const { depth, isInStackSet } = at;
  const hidden = new Set([...(at.template?.hidden ?? []), ...(view.hidden ?? [])]);
  const inTemplate: Walk = { ...at, template: { depth, isInStackSet, hidden } };
  const named = (logicalId: string, kind: string, path: Path): Walk => ({
    ...stepInto(inTemplate, ...path),
    kind,
    place: `${at.within}${logicalId}`,
    within: `${at.within}${logicalId}/`,
    names: [...at.names, logicalId],
    depth: depth + 1,
  });
  for (const { name, member } of transforms) {
    yield { ...placeOf(stepInto(inTemplate, member)), holds: "transform", name, member };
  }
  for (const { logicalId, what, path } of unread) {
    yield { ...placeOf(named(logicalId, "resource", path)), holds: "unreadable", of: "resource", what };
  }
  for (const { logicalId, type } of elsewhere) {
    yield { ...placeOf(named(logicalId, type, [])), holds: "elsewhere", of: "template" };
  }
  const byPlace = grouped(resources, ({ path, logicalId }) => JSON.stringify([logicalId, path]));
  for (const outcomes of byPlace.values()) {
    for (const resource of distinct(outcomes)) {
      yield* heldInDeclared(resource, named(resource.logicalId, resource.type, resource.path));
    }
  }
}

/** The ways in which a resource can turn out, each once. */
function distinct(outcomes: readonly TemplateResource[]): TemplateResource[] {
  const byContent = new Map<string, TemplateResource>();
  for (const outcome of outcomes) {
    const content = JSON.stringify([outcome.properties, outcome.unknownProperties]);
    byContent.set(content, byContent.get(content) ?? outcome);
  }
  const [only, ...others] = byContent.values();
  return only !== undefined && others.length === 0 ? [{ ...only, conditions: {} }] : [...byContent.values()];
}

/** Finds what a resource of a template is or holds. */
function* heldInDeclared(resource: TemplateResource, at: Walk): Iterable<Held> {
  const { type, properties, unknownProperties, conditions, mayBeAbsent, isMerged } = resource;
  if (holdsTemplate(type)) {
    const inBody = stepInto(at, "TemplateBody");
    const body = unknownProperties ?? properties.TemplateBody ?? undefined;
    if (hasMark(body)) {
      yield { ...placeOf(inBody), holds: "unknown", of: "template", value: body, isNested: true };
    }
    // The template lists its resources that have a template elsewhere.
    if (body !== undefined && !isMark(body)) {
      yield* heldInTemplate(body, stackUse(type, properties), inBody);
    }
    return;
  }
  const isOne = isRole(resource);
  // A role of which the properties are unknown as a whole has an unknown trust policy. Other resources have none.
  const own = unknownProperties !== undefined && isOne ? { [TRUST_POLICY]: unknownProperties } : properties;
  const document = own[TRUST_POLICY];
  const embedded = at.embedded || isMerged || (typeof document === "string" && !isMark(document));
  const place = isOne ? { ...stepInto(at, TRUST_POLICY), embedded } : at;
  yield {
    ...placeOf(place),
    holds: "resource",
    type,
    isRole: isOne,
    properties: own,
    conditions,
    mayBeAbsent,
  };
  if (!isOne && mayHaveRole(type, properties)) {
    yield* heldInShapes(type, properties, at);
  }
}

/** Types of resources that have a trust policy, and roles that AWS creates for them. */
const ROLES = new Set(["AWS::IAM::Role", "AWS::Serverless::Function"]);

/**
 * Whether a resource is judged as a role: by its type, or because it has the property of one. Only a role's own
 * properties can hide a trust policy if they are unknown.
 */
function isRole({ type, properties }: Pick<TemplateResource, "type" | "properties">): boolean {
  return ROLES.has(type) || Object.hasOwn(properties, TRUST_POLICY);
}
