import type { SeenResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import type { IamObject } from "../iam/iam-object";
import { ATTACHMENT } from "../iam/iam-types";
import { sourcesOf } from "../iam/trust";

/** Properties in which Pulumi's resources name a role or a managed policy. */
const ROLE_PROPERTIES = ["role", "roles", "roleName"];
const POLICY_PROPERTIES = ["policyArn", "policyArns", "managedPolicyArns"];

/** The names by which others in a stack can speak of these objects. */
export function namesOf(objects: readonly IamObject[], properties: readonly string[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap(({ holder, place, properties: values }) => [
      place === "" ? holder.urn : within(holder, `(${place})`),
      ...properties.flatMap((property) => knownStrings(values[property])),
    ]),
  );
}

/** The names by which others in a stack can speak of these roles. */
export function namesOfRoles(roles: readonly IamObject[]): ReadonlySet<string> {
  return namesOf(roles, ["RoleName"]);
}

/**
 * The objects that give something to roles other than the roles themselves: policies that name them, attachments, and the
 * stack's own managed policies that are attached to them. Each once.
 *
 * @param roles - The names of the roles, as {@link namesOfRoles} gives them.
 */
export function objectsGranting(
  roles: ReadonlySet<string>,
  objects: readonly IamObject[],
): ReadonlySet<IamObject> {
  const granting = new Set<IamObject>();
  const attached = new Set<string>();
  for (const object of objects) {
    const isRole = object.type === "AWS::IAM::Role";
    const concerns = isRole
      ? [...namesOfRoles([object])].some((name) => roles.has(name))
      : rolesNamedBy(object).some((name) => roles.has(name));
    if (concerns) {
      if (!isRole) {
        granting.add(object);
      }
      if (isRole || object.type === ATTACHMENT) {
        named(object, "ManagedPolicyArns", POLICY_PROPERTIES).forEach((name) => attached.add(name));
      }
    }
  }
  // Before it is made, a policy has a name but no ARN yet.
  const attachedNames = new Set([...attached].map(ownPolicyName));
  for (const object of objects) {
    if (object.type === "AWS::IAM::ManagedPolicy") {
      const isAttached =
        [...namesOf([object], ["Arn", "PolicyArn"])].some((name) => attached.has(name)) ||
        knownStrings(object.properties.ManagedPolicyName).some((name) => attachedNames.has(name));
      if (isAttached) {
        granting.add(object);
      }
    }
  }
  return granting;
}

/** The name in the ARN of a managed policy that is not AWS's own. */
function ownPolicyName(arn: string): string | undefined {
  return /^arn:[^:]+:iam::\d{12}:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

function rolesNamedBy(object: IamObject): readonly string[] {
  return [...named(object, "RoleName", ROLE_PROPERTIES), ...named(object, "Roles", ROLE_PROPERTIES)];
}

/** What an object names in a property: by value, within its template, and by whose outputs the value is made of. */
function named(
  { holder, place, properties }: IamObject,
  property: string,
  made: readonly string[],
): string[] {
  const values = knownStrings(properties[property]);
  const sources = made.flatMap((name) => sourcesOf(holder, name)).map(({ urn }) => urn);
  return place === ""
    ? [...values, ...sources]
    : [...values, ...values.map((value) => within(holder, value))];
}

function within({ urn }: SeenResource, name: string): string {
  return `${urn} ${name}`;
}
