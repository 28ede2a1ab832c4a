import { UNREAD } from "../../messages/judged-files";
import { hasMark, isObject } from "../../trust";
import type { DeclaredResource } from "./declared-resource";
import { markReplaced } from "./replaced-text";
import { withGlobals } from "./sam-globals";
import { TemplateConditions } from "./template-conditions";
import { TemplateLoops } from "./template-loops";
import { TemplateValues } from "./template-values";
import { ownMember, section, type TemplateView, TRUST_POLICY } from "./template-view";
import { hasTemplateElsewhere, type TemplateElsewhere } from "./templates-elsewhere";

/** A resource of a template, its intrinsic functions resolved as far as they can be. */
export interface TemplateResource {
  readonly logicalId: string;
  /** Type such as `AWS::IAM::Role`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Set if the properties as a whole are unknown: the mark for them. */
  readonly unknownProperties?: unknown;
  /** The way from the template to the properties. */
  readonly path: readonly (string | number)[];
  /** Whether it is unknown if the template creates the resource at all. */
  readonly mayBeAbsent: boolean;
  /** Whether the trust policy is put together from several places of the template. */
  readonly isMerged: boolean;
  /** How the unknown conditions on which the properties depend are assumed to turn out, by name. */
  readonly conditions: Readonly<Record<string, boolean>>;
}

/** A part of a template's resources that cannot be read, so that there may be any resource in it. */
export interface UnreadResources {
  readonly logicalId: string;
  /** What is there, to be read after "has". */
  readonly what: string;
  /** The way from the template to it. */
  readonly path: readonly (string | number)[];
}

/** What a template creates. */
export interface TemplateContent {
  readonly resources: readonly TemplateResource[];
  readonly unread: readonly UnreadResources[];
  /** Resources that create others from a template that is not part of this one. */
  readonly elsewhere: readonly TemplateElsewhere[];
  /** Transforms that may add or change roles: names as the template has them, and the member that has them. */
  readonly transforms: readonly { readonly name: string; readonly member: string }[];
}

/** Up to so many unknown conditions in one resource each way is tried. Beyond that the result of `Fn::If` is unknown. */
const MOST_CONDITIONS = 4;

/** Transforms that add no role for OpenID Connect identities and change none. */
const KNOWN_TRANSFORMS = /^AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)/;

/**
 * Lists the resources of a template. A resource whose properties depend on unknown conditions is listed once per possible
 * outcome. The settings that SAM applies to every function are listed as a function.
 */
export function templateContent(
  template: Readonly<Record<string, unknown>>,
  view: TemplateView,
): TemplateContent {
  const unread: UnreadResources[] = [];
  const known = new TemplateConditions(template, view);
  const values = new TemplateValues(template, view, (name) => known.holds(name));
  const loops = new TemplateLoops(view, (value) => values.resolve(value));
  const declared = withGlobals(
    declaredIn(section(template, "Resources"), ["Resources"], loops, unread),
    section(section(template, "Globals"), "Function"),
  );
  const resources = declared.flatMap((resource) =>
    outcomes(resource, template, view, known).map(({ guesses, conditions }): TemplateResource => {
      const own = new TemplateValues(template, view, (name) => conditions.holds(name));
      const properties = withoutHiddenReferences(own.resolve(resource.properties), view);
      const { logicalId, type, path, condition, isMerged = false } = resource;
      const mayBeAbsent = typeof condition === "string" && known.holds(condition) !== true;
      const listed = { logicalId, type, path, mayBeAbsent, isMerged, conditions: guesses };
      return isObject(properties)
        ? { ...listed, properties }
        : { ...listed, properties: {}, unknownProperties: properties };
    }),
  );
  const elsewhere = resources.filter(({ type, properties, unknownProperties }) =>
    hasTemplateElsewhere(type, unknownProperties === undefined ? properties : unknownProperties),
  );
  return {
    resources,
    unread,
    elsewhere: [
      ...new Map(elsewhere.map(({ logicalId, type }) => [logicalId, { logicalId, type }])).values(),
    ],
    transforms: ["Transform", "Fn::Transform"].flatMap((member) =>
      [ownMember(template, member)]
        .flat()
        .filter((it) => it !== undefined && !(typeof it === "string" && KNOWN_TRANSFORMS.test(it)))
        .map((it) => ({ name: typeof it === "string" ? it : JSON.stringify(it), member })),
    ),
  };
}

/**
 * A role's properties, with a mark for a trust policy in a string that has a dynamic reference behind escapes of JSON:
 * nobody says whether CloudFormation sees it.
 */
function withoutHiddenReferences(properties: unknown, view: TemplateView): unknown {
  const policy = ownMember(properties, TRUST_POLICY);
  if (typeof policy !== "string" || !policy.includes("\\u") || !isObject(properties)) {
    return properties;
  }
  const shown = policy.replace(/\\u00([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  return markReplaced(shown, () => "") === shown
    ? properties
    : { ...properties, [TRUST_POLICY]: view.open({ name: "Fn::Resolve", argument: TRUST_POLICY }, []) };
}

/** The resources that a section declares, and those that its loops make. */
function declaredIn(
  resources: Record<string, unknown>,
  path: readonly (string | number)[],
  loops: TemplateLoops,
  unread: UnreadResources[],
): DeclaredResource[] {
  return Object.entries(resources).flatMap(([logicalId, resource]): DeclaredResource[] => {
    const own = [...path, logicalId];
    const bodies = loops.bodiesOf(logicalId, resource);
    if (bodies !== undefined) {
      return bodies.flatMap((body) => declaredIn(body, [...own, 2], loops, unread));
    }
    if (logicalId.startsWith("Fn::")) {
      unread.push({ logicalId, what: UNREAD.generated(logicalId), path: own });
      return [];
    }
    if (!isObject(resource) || !isLiteralType(resource.Type)) {
      unread.push({ logicalId, what: UNREAD.withoutType(logicalId), path: own });
      return [];
    }
    const written = Object.keys(resource).find((name) => name.startsWith("Fn::"));
    if (written !== undefined) {
      unread.push({ logicalId, what: UNREAD.generatedParts(logicalId, written), path: own });
      return [];
    }
    return [
      {
        logicalId,
        type: resource.Type,
        resource,
        properties: resource.Properties ?? {},
        path: [...own, "Properties"],
        condition: resource.Condition,
      },
    ];
  });
}

/** Whether a type is written as it is: no part of it is a loop's variable. */
function isLiteralType(type: unknown): type is string {
  return typeof type === "string" && !hasMark(type) && !/[$&]\{/.test(type);
}

/** One way in which the unknown conditions of a resource can turn out. */
interface Outcome {
  /** How those that make a difference to its properties turn out. */
  readonly guesses: Readonly<Record<string, boolean>>;
  readonly conditions: TemplateConditions;
}

/** Each way in which the unknown conditions of a resource's `Fn::If` can turn out while the resource exists. */
function outcomes(
  { properties, condition }: DeclaredResource,
  template: Readonly<Record<string, unknown>>,
  view: TemplateView,
  known: TemplateConditions,
): Outcome[] {
  const exists = typeof condition === "string" ? known.holds(condition) : true;
  if (exists === false) {
    return [];
  }
  const isOpen = (name: string): boolean => name !== condition && known.holds(name) === undefined;
  const all = [...conditionNames(properties)].filter(isOpen);
  // The trust policy comes first: the other properties can stay partly unknown.
  const names =
    all.length <= MOST_CONDITIONS
      ? all
      : [...conditionNames(ownMember(properties, TRUST_POLICY))].filter(isOpen);
  const ways = names.length > MOST_CONDITIONS ? [[]] : waysOf(names);
  const tried = ways.map((way): Outcome => {
    const guesses = Object.fromEntries(way);
    const assumed =
      exists === undefined ? { ...guesses, ...Object.fromEntries([[String(condition), true]]) } : guesses;
    const conditions =
      Object.keys(assumed).length === 0 ? known : new TemplateConditions(template, view, assumed);
    return { guesses, conditions };
  });
  const possible = tried.filter(({ conditions }) => conditions.areConsistent());
  return possible.length === 0 ? tried : possible;
}

function waysOf(names: readonly string[]): [name: string, holds: boolean][][] {
  return Array.from({ length: 2 ** names.length }, (_, way) =>
    names.map((name, index): [string, boolean] => [name, (way & (1 << index)) === 0]),
  );
}

function conditionNames(value: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) {
    for (const item of value) {
      conditionNames(item, names);
    }
  } else if (isObject(value)) {
    const choice = ownMember(value, "Fn::If");
    if (Array.isArray(choice) && typeof choice[0] === "string") {
      names.add(choice[0]);
    }
    for (const member of Object.values(value)) {
      conditionNames(member, names);
    }
  }
  return names;
}
