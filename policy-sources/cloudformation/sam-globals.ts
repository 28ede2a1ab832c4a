import { isObject } from "../../trust";
import type { DeclaredResource } from "./declared-resource";
import { ownMember, TRUST_POLICY } from "./template-view";

const FUNCTION = "AWS::Serverless::Function";

/**
 * Resources with the trust policies that SAM makes of `Globals` and of each function's own. Functions without an own
 * policy all have that of `Globals`: it is listed once, as a function, and also if there is no function.
 *
 * @param globals - The settings that SAM applies to every function.
 */
export function withGlobals(
  declared: readonly DeclaredResource[],
  globals: Readonly<Record<string, unknown>>,
): DeclaredResource[] {
  if (Object.keys(globals).length === 0) {
    return [...declared];
  }
  const functions = declared.filter(({ type }) => type === FUNCTION);
  const areAllOwn = functions.length > 0 && functions.every(hasOwnPolicy);
  return [
    ...declared.map((resource) => withGlobalPolicy(resource, ownMember(globals, TRUST_POLICY))),
    ...(areAllOwn ? [] : [everyFunction(globals)]),
  ];
}

function everyFunction(properties: Readonly<Record<string, unknown>>): DeclaredResource {
  return {
    logicalId: "(every function)",
    type: FUNCTION,
    resource: {},
    properties,
    path: ["Globals", "Function"],
    condition: undefined,
  };
}

function hasOwnPolicy({ properties }: DeclaredResource): boolean {
  return ownMember(properties, TRUST_POLICY) !== undefined;
}

function withGlobalPolicy(declared: DeclaredResource, policy: unknown): DeclaredResource {
  const { type, resource, properties } = declared;
  const isMerged =
    type === FUNCTION &&
    policy !== undefined &&
    hasOwnPolicy(declared) &&
    isObject(properties) &&
    ![ownMember(resource, "IgnoreGlobals")].flat().some((name) => name === "*" || name === TRUST_POLICY);
  return isMerged
    ? {
        ...declared,
        properties: { ...properties, [TRUST_POLICY]: merged(policy, properties[TRUST_POLICY]) },
        isMerged: true,
      }
    : declared;
}

/**
 * What SAM makes of a value of `Globals` and of a function's own: lists are appended, objects merged. Of anything else the
 * function's own value counts. A call of a function is no object here.
 *
 * Source: AWS, "Globals section of the AWS SAM template" (documented); aws/serverless-application-model,
 * `samtranslator/plugins/globals/globals.py` (source).
 */
function merged(global: unknown, own: unknown): unknown {
  if (Array.isArray(global) && Array.isArray(own)) {
    return [...(global as unknown[]), ...(own as unknown[])];
  }
  if (!isMergeable(global) || !isMergeable(own)) {
    return own;
  }
  const names = new Set([...Object.keys(global), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      Object.hasOwn(global, name) && Object.hasOwn(own, name)
        ? merged(global[name], own[name])
        : (ownMember(own, name) ?? ownMember(global, name)),
    ]),
  );
}

function isMergeable(value: unknown): value is Record<string, unknown> {
  const [name = "", ...others] = isObject(value) ? Object.keys(value) : [];
  return isObject(value) && (others.length > 0 || !/^(Ref$|Condition$|Fn::)/.test(name));
}
