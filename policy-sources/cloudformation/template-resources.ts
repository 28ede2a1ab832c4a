import { isObject } from "../../trust";
import { callIn, TemplateValues } from "./template-values";
import { section, type TemplateView } from "./template-view";

/** A resource of a template, its intrinsic functions resolved as far as they can be. */
export interface TemplateResource {
  readonly logicalId: string;
  /** Type such as `AWS::IAM::Role`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Set if the properties as a whole cannot be told: what stands for them. */
  readonly untold?: unknown;
  /** The way from the template to the properties. */
  readonly path: readonly (string | number)[];
  /** How the conditions on which the properties depend are taken to turn out, by name. */
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

/** What a template makes. */
export interface TemplateContent {
  readonly resources: readonly TemplateResource[];
  readonly unread: readonly UnreadResources[];
  /** Transforms that may add or change roles: names as the template has them, and the member that has them. */
  readonly transforms: readonly { readonly name: string; readonly member: string }[];
}

/** Up to so many conditions in one resource each way is tried; beyond that `Fn::If` stays open. */
const MOST_CONDITIONS = 4;

/** Transforms that add no role for OpenID Connect identities and change none. */
const KNOWN_TRANSFORMS = /^AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)/;

/**
 * Lists the resources of a template. One whose properties depend on conditions is listed once for each way in which
 * they can turn out. What SAM gives to every function is listed as a function.
 */
export function templateContent(
  template: Readonly<Record<string, unknown>>,
  view: TemplateView,
): TemplateContent {
  const unread: UnreadResources[] = [];
  const globals = section(section(template, "Globals"), "Function");
  const declared = [
    ...declaredIn(section(template, "Resources"), ["Resources"], unread),
    ...(Object.keys(globals).length === 0
      ? []
      : [
          {
            logicalId: "(every function)",
            type: "AWS::Serverless::Function",
            properties: globals,
            path: ["Globals", "Function"],
            condition: undefined,
          },
        ]),
  ];
  return {
    resources: declared.flatMap((resource) =>
      outcomes(resource).map((conditions) => {
        const properties = new TemplateValues(template, view, conditions).resolve(resource.properties);
        const { logicalId, type, path } = resource;
        const listed = { logicalId, type, path, conditions };
        return isObject(properties) && callIn(properties) === undefined
          ? { ...listed, properties }
          : { ...listed, properties: {}, untold: properties };
      }),
    ),
    unread,
    transforms: ["Transform", "Fn::Transform"].flatMap((member) =>
      [template[member]]
        .flat()
        .filter((it) => it !== undefined && !(typeof it === "string" && KNOWN_TRANSFORMS.test(it)))
        .map((it) => ({ name: typeof it === "string" ? it : JSON.stringify(it), member })),
    ),
  };
}

interface Declared {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: unknown;
  readonly path: readonly (string | number)[];
  /** The condition without which the template does not make it. */
  readonly condition: unknown;
}

/**
 * The resources that a section declares, those within loops among them. A loop's resource is taken as it is written,
 * once: what its variable stands for is not told, so that a value made of it pins nothing.
 */
function declaredIn(
  resources: Record<string, unknown>,
  path: readonly (string | number)[],
  unread: UnreadResources[],
): Declared[] {
  return Object.entries(resources).flatMap(([logicalId, resource]): Declared[] => {
    const own = [...path, logicalId];
    const body: unknown =
      logicalId.startsWith("Fn::ForEach") && Array.isArray(resource) ? resource[2] : undefined;
    if (isObject(body)) {
      return declaredIn(body, [...own, 2], unread);
    }
    if (logicalId.startsWith("Fn::")) {
      unread.push({ logicalId, what: `resources from ${logicalId}`, path: own });
      return [];
    }
    if (!isObject(resource) || typeof resource.Type !== "string") {
      unread.push({ logicalId, what: `a resource ${logicalId} without a literal Type`, path: own });
      return [];
    }
    return [
      {
        logicalId,
        type: resource.Type,
        properties: resource.Properties ?? {},
        path: [...own, "Properties"],
        condition: resource.Condition,
      },
    ];
  });
}

/** Each way in which the conditions of a resource's `Fn::If` can turn out while there is the resource. */
function outcomes({ properties, condition }: Declared): Record<string, boolean>[] {
  const names = [...conditionNames(properties)];
  if (names.length > MOST_CONDITIONS) {
    return [{}];
  }
  return Array.from({ length: 2 ** names.length }, (_, way) =>
    Object.fromEntries(names.map((name, index) => [name, (way & (1 << index)) === 0])),
  ).filter((conditions) => typeof condition !== "string" || conditions[condition] !== false);
}

function conditionNames(value: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) {
    for (const item of value) {
      conditionNames(item, names);
    }
  } else if (isObject(value)) {
    const choice = value["Fn::If"];
    if (Array.isArray(choice) && typeof choice[0] === "string") {
      names.add(choice[0]);
    }
    for (const member of Object.values(value)) {
      conditionNames(member, names);
    }
  }
  return names;
}
