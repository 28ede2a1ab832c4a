import { type ELSEWHERE, UNREAD, UNREADABLE_TEXT } from "../messages/judged-files";
import { hasMarks, isMark, isObject, repeatedMember } from "../trust";
import type { Path } from "./positions/source-node";
import { parseTemplateYaml } from "./positions/template-yaml";
import { TemplateError } from "./unreadable";

/** A part of a resource that has the shape of a trust policy, or may contain trust policies. */
export type RoleShape = PolicyShape | TemplateShape | ElsewhereShape | UnreadShape;

/** Where a part is. */
interface ShapePlace {
  /** The way from the resource's properties to the part, or to the string that holds it. */
  readonly path: Path;
  /** The same for messages, with the way within a string: `spec.assumeRolePolicyDocument`. */
  readonly place: string;
  /** Whether the part is within a string. */
  readonly inText: boolean;
}

/** A trust policy. */
export interface PolicyShape extends ShapePlace {
  readonly holds: "policy";
  /** The policy as JSON text or as an object, or a mark for one that is not known. */
  readonly document: unknown;
  /** The object of which the policy is a member: the role, in the words of its tool. */
  readonly role: Readonly<Record<string, unknown>>;
}

/** A CloudFormation template. */
export interface TemplateShape extends ShapePlace {
  readonly holds: "template";
  /** The template as a string or an object, or a mark for one that is not known. */
  readonly body: unknown;
  /** The value of `parameters` next to it; `undefined` if there is none. */
  readonly parameters: unknown;
}

/** A template that is fetched from somewhere. */
export interface ElsewhereShape extends ShapePlace {
  readonly holds: "elsewhere";
  readonly of: keyof typeof ELSEWHERE;
}

/** Something that may hold roles and cannot be read. */
export interface UnreadShape extends ShapePlace {
  readonly holds: "unread";
  /** What it is, to be read after "has". */
  readonly what: string;
}

/** Names under which tools keep a trust policy, such as `assume_role_policy`. All are longer forms of one beginning. */
const POLICY_NAME = /^assume[_-]?role[_-]?policy/i;
/** The names that mean the policy itself, with `_` and `-` removed. */
const WHOLE_POLICY = new Set(["assumerolepolicy", "assumerolepolicydocument"]);
const TAGS_NAME = /^(tags([_-]?all)?|labels)$/i;
const TEMPLATE_NAME = /^template[_-]?body$/i;
const TEMPLATE_URL_NAME = /^template[_-]?url$/i;

/** A name of a trust policy within a string, or a string within it, with the colon of a member. Not `iam:UpdateAssumeRolePolicy`, an action. */
const POLICY_IN_TEXT = /(?<![A-Za-z])assume[_-]?role[_-]?policy[A-Za-z_-]*\\*["']?\s*:/i;
/** `templateUrl`, and a member `assumeRolePolicy:`. Nothing shorter is of interest. */
const SHORTEST_NAME = 11;
const SHORTEST_TEXT = 17;
/** Escapes by which JSON and YAML can write a letter, so that no name shows. */
const ESCAPED = /\\[ux]/;
const ESCAPE = /\\(?:u00|x)([0-9a-f]{2})/gi;

/** Type tokens that have no properties of a resource of their own: stacks, references to others, and providers. */
const DATA_ONLY = /^pulumi:(?:pulumi|providers):/;
/** Stacks of templates that are kept in a repository or a catalog of AWS's. */
const TEMPLATE_ELSEWHERE =
  /serverless(?:application)?repository.*stack|servicecatalog.*provisioned_?product$|servicecatalog.*provisionedproduct:/i;
/** Roles by their type alone: `awscc:index/iamRole:IamRole`, `aws_iam_role`, `kubernetes:iam.aws.upbound.io/v1beta1:Role`. */
const ROLE_TYPE = /(?:[:/_.]iam_?role|[:/.]iam\.[^:]*:role)$/i;

/** Deeper values are not walked: no resource of a provider nests so deep, and the machine's stack is limited. */
const DEEPEST = 200;

/**
 * Whether a resource may hold a trust policy in a form that {@link roleShapes} finds. A cheap look for the many
 * resources that hold none. It also takes properties of which unknown parts are written in another way.
 */
export function mayHaveRole(type: string, properties: Readonly<Record<string, unknown>>): boolean {
  return (
    !DATA_ONLY.test(type) &&
    (ROLE_TYPE.test(type) || TEMPLATE_ELSEWHERE.test(type) || mentionsRole(properties, 0))
  );
}

function mentionsRole(value: unknown, depth: number): boolean {
  if (typeof value === "string") {
    return mentionsPolicy(value);
  }
  if (typeof value !== "object" || value === null) {
    return false;
  }
  if (depth > DEEPEST) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.some((item) => mentionsRole(item, depth + 1));
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) {
    if (isNoted(name) || mentionsRole(object[name], depth + 1)) {
      return true;
    }
  }
  return false;
}

/** Most names differ by their length or their first letter. */
function isNoted(name: string): boolean {
  const first = name.length < SHORTEST_NAME ? "" : name.charAt(0);
  return first === "a" || first === "A"
    ? POLICY_NAME.test(name)
    : (first === "t" || first === "T") && (TEMPLATE_NAME.test(name) || TEMPLATE_URL_NAME.test(name));
}

/** Whether a string has a trust policy as a member, however the member's name is escaped. */
function mentionsPolicy(text: string): boolean {
  if (text.length < SHORTEST_TEXT) {
    return false;
  }
  return (
    // Searching for a word costs a tenth of an expression's time, and most strings have neither word nor escape.
    ((text.includes("ssume") || text.includes("SSUME")) && POLICY_IN_TEXT.test(text)) ||
    (text.includes("\\") &&
      ESCAPED.test(text) &&
      POLICY_IN_TEXT.test(text.replace(ESCAPE, (_, digits: string) => letter(digits))))
  );
}

function letter(digits: string): string {
  return String.fromCharCode(parseInt(digits, 16));
}

/**
 * Finds trust policies and templates in a resource of any type by the names of its properties, at any depth and within
 * strings in JSON or YAML. It also returns properties with such a name that cannot be read.
 *
 * @param type - The resource's type token, or its type in Terraform or CloudFormation.
 * @param properties - Its properties, with a mark for each part that is not known.
 */
export function roleShapes(type: string, properties: Readonly<Record<string, unknown>>): RoleShape[] {
  if (!mayHaveRole(type, properties)) {
    return [];
  }
  const shapes = [...shapesIn(properties, { ...START, type })];
  if (TEMPLATE_ELSEWHERE.test(type)) {
    shapes.push({ ...at(START), holds: "elsewhere", of: "repository" });
  }
  if (shapes.length === 0 && ROLE_TYPE.test(type) && hasMarks(properties)) {
    shapes.push({ ...at(START), holds: "unread", what: UNREAD.notKnownYet() });
  }
  return shapes;
}

interface Walk {
  readonly path: Path;
  /** The steps within a string, after `path`. */
  readonly within: Path;
  readonly type: string;
  /** Whether the value is part of a string. */
  readonly inText?: true;
  /** Whether the value is a tag or a label, which can have the name of a policy and be any string. */
  readonly inTags?: true;
}

const START: Walk = { path: [], within: [], type: "" };

function* shapesIn(value: unknown, walk: Walk): Iterable<RoleShape> {
  if (walk.path.length + walk.within.length > DEEPEST) {
    yield unread(walk, UNREAD.tooDeep());
  } else if (typeof value === "string") {
    yield* shapesInText(value, walk);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* shapesIn(item, step(walk, index));
    }
  } else if (isTemplate(value)) {
    yield { ...at(walk), holds: "template", body: value, parameters: undefined };
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      yield* shapesInMember(name, member, value, step(walk, name));
    }
  }
}

function* shapesInMember(
  name: string,
  member: unknown,
  owner: Readonly<Record<string, unknown>>,
  walk: Walk,
): Iterable<RoleShape> {
  if (member === undefined || member === null || member === "" || typeof member === "boolean") {
    return;
  }
  if (TAGS_NAME.test(name)) {
    yield* shapesIn(member, { ...walk, inTags: true });
  } else if (POLICY_NAME.test(name)) {
    if (
      walk.inTags === true &&
      !hasStatement(typeof member === "string" ? parsedOrUndefined(member) : member)
    ) {
      return;
    }
    const isPolicy =
      isMark(member) ||
      (typeof member === "string"
        ? WHOLE_POLICY.has(folded(name)) || hasStatement(parsedOrUndefined(member))
        : hasStatement(member));
    yield isPolicy
      ? { ...at(walk), holds: "policy", document: member, role: owner }
      : unread(walk, UNREAD.noJsonPolicy(walkedTo(walk)));
  } else if (TEMPLATE_NAME.test(name) && isOfAws(walk.type)) {
    const parameters = Object.entries(owner).find(([other]) => folded(other) === "parameters")?.[1];
    yield { ...at(walk), holds: "template", body: member, parameters };
  } else if (TEMPLATE_URL_NAME.test(name) && isOfAws(walk.type)) {
    yield { ...at(walk), holds: "elsewhere", of: "url" };
  } else {
    yield* shapesIn(member, walk);
  }
}

function* shapesInText(text: string, walk: Walk): Iterable<RoleShape> {
  if (isMark(text) || !mentionsPolicy(text)) {
    return;
  }
  const values = valuesOf(text);
  if (typeof values === "string") {
    yield unread(walk, UNREAD.text(walkedTo(walk), values));
    return;
  }
  for (const value of values) {
    if (typeof value === "object") {
      yield* shapesIn(value, { ...walk, inText: true });
    }
  }
}

/** The documents in a JSON or YAML string; why it cannot be read, to be read after "that". */
function valuesOf(text: string): readonly unknown[] | string {
  const json = parsedOrUndefined(text);
  if (json !== undefined) {
    const repeated = repeatedMember(text, json);
    return repeated === undefined ? [json] : UNREADABLE_TEXT.memberTwice(repeated);
  }
  try {
    return text
      .split(/^---[ \t]*$/m)
      .filter((part) => part.trim() !== "")
      .map((part) => parseTemplateYaml(part).value);
  } catch (error) {
    if (error instanceof TemplateError) {
      return UNREADABLE_TEXT.neither();
    }
    throw error;
  }
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isTemplate(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    isObject(value.Resources) &&
    Object.values(value.Resources).some(
      (resource) => isObject(resource) && typeof resource.Type === "string" && resource.Type.includes("::"),
    )
  );
}

function hasStatement(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((name) => name.toLowerCase() === "statement");
}

/** Other clouds have properties of these names too. */
function isOfAws(type: string): boolean {
  return /aws|cloudformation/i.test(type);
}

function folded(name: string): string {
  return name.replace(/[_-]/g, "").toLowerCase();
}

function step(walk: Walk, next: string | number): Walk {
  return walk.inText === true
    ? { ...walk, within: [...walk.within, next] }
    : { ...walk, path: [...walk.path, next] };
}

function at(walk: Walk): ShapePlace {
  return { path: walk.path, place: walkedTo(walk), inText: walk.inText === true };
}

function walkedTo({ path, within }: Walk): string {
  return [...path, ...within].join(".");
}

function unread(walk: Walk, what: string): UnreadShape {
  return { ...at(walk), holds: "unread", what };
}
