import { isObject } from "../resources/seen-resource";
import type { UNKNOWN } from "../resources/unknown";
import { readTemplate, TemplateError } from "./read-template";
import { resolve } from "./resolve";
import { section, type TemplateScope } from "./template-scope";

/** A resource of a template, its intrinsic functions resolved as far as they can be. */
export interface TemplateResource {
  readonly logicalId: string;
  /** Type such as `AWS::IAM::Role`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Up to so many conditions in one resource each way is tried; beyond that `Fn::If` stays unresolved. */
const MOST_CONDITIONS = 4;

/**
 * Lists the resources of a template. One whose properties depend on conditions is listed once for each way in which
 * they can turn out.
 *
 * @param body - The template as text or as an object.
 * @param parameters - The stack's parameters by name.
 * @throws {TemplateError} If it is no template.
 */
export function templateResources(
  body: unknown,
  parameters: Readonly<Record<string, unknown>> | typeof UNKNOWN,
): TemplateResource[] {
  const template = readTemplate(body);
  const listed: TemplateResource[] = [];
  for (const [logicalId, resource] of declared(section(template, "Resources"))) {
    for (const conditions of outcomes(resource.Properties)) {
      const scope: TemplateScope = { template, parameters, conditions };
      const properties = resolve(resource.Properties, scope);
      listed.push({
        logicalId,
        type: String(resource.Type),
        properties: isObject(properties) ? properties : {},
      });
    }
  }
  return listed;
}

/**
 * The resources that a section declares, those within loops among them. A loop's resource is taken as it is written,
 * once: what its variable stands for is not told, so that a value made of it pins nothing.
 *
 * @throws {TemplateError} If the section includes a text from elsewhere.
 */
function* declared(resources: Record<string, unknown>): Iterable<[string, Record<string, unknown>]> {
  for (const [logicalId, resource] of Object.entries(resources)) {
    if (logicalId.startsWith("Fn::ForEach")) {
      const body = Array.isArray(resource) ? (resource as unknown[])[2] : undefined;
      yield* declared(isObject(body) ? body : {});
    } else if (logicalId.startsWith("Fn::")) {
      throw new TemplateError(`takes resources from ${logicalId}`);
    } else if (isObject(resource) && typeof resource.Type === "string") {
      yield [logicalId, resource];
    }
  }
}

/** Each way in which the conditions of a resource's `Fn::If` can turn out. */
function outcomes(properties: unknown): Record<string, boolean>[] {
  const names = [...conditionNames(properties)];
  if (names.length > MOST_CONDITIONS) {
    return [{}];
  }
  return Array.from({ length: 2 ** names.length }, (_, way) =>
    Object.fromEntries(names.map((name, index) => [name, (way & (1 << index)) === 0])),
  );
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
