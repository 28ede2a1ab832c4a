/** Recognizes the input files of import: JSON that the AWS and Azure command lines print. */
import { isObject } from "../../trust";

/** What the two clouds' command lines print of a set-up, by kind. Each is JSON of the vendor's API, as it is. */
export interface CloudExports {
  /** `aws iam get-role`. */
  readonly roles: readonly Json[];
  /** `aws iam get-role-policy`. */
  readonly rolePolicies: readonly Json[];
  /** `aws iam list-role-policies`: names alone, of one role. */
  readonly rolePolicyNames: readonly string[];
  /** `aws iam list-attached-role-policies`, of one role. */
  readonly attachedPolicies: readonly Json[];
  /** `aws iam get-open-id-connect-provider`. */
  readonly providers: readonly Json[];
  /** `az ad app show`. */
  readonly applications: readonly Json[];
  /** `az ad sp show`. */
  readonly servicePrincipals: readonly Json[];
  /** `az identity show`. */
  readonly identities: readonly Json[];
  /** `az vm show`. */
  readonly machines: readonly Json[];
  /** `az rest` on `…/servicePrincipals/<ID>/appRoleAssignedTo`: each page as it is, also an empty one. */
  readonly assignmentPages: readonly Json[];
}

/** An object in JSON. */
export type Json = Readonly<Record<string, unknown>>;

type Kind = keyof CloudExports;

/** How each kind is known. The first that fits counts. */
const KINDS: readonly (readonly [kind: Kind, items: (value: Json) => readonly unknown[] | undefined])[] = [
  ["roles", ({ Role }) => (isObject(Role) ? [Role] : undefined)],
  ["rolePolicies", (it) => ("PolicyDocument" in it && "RoleName" in it ? [it] : undefined)],
  ["rolePolicyNames", ({ PolicyNames }) => (Array.isArray(PolicyNames) ? PolicyNames : undefined)],
  ["attachedPolicies", ({ AttachedPolicies: list }) => (Array.isArray(list) ? list : undefined)],
  ["providers", (it) => ("ClientIDList" in it && "Url" in it ? [it] : undefined)],
  ["assignmentPages", (it) => (isAssignmentPage(it) ? [it] : undefined)],
  ["servicePrincipals", (it) => ("servicePrincipalType" in it && "appId" in it ? [it] : undefined)],
  ["applications", (it) => ("appId" in it && "identifierUris" in it ? [it] : undefined)],
  [
    "identities",
    (it) => (isArmType(it, "microsoft.managedidentity/userassignedidentities") ? [it] : undefined),
  ],
  ["machines", (it) => (isArmType(it, "microsoft.compute/virtualmachines") ? [it] : undefined)],
];

/**
 * Sorts what was exported by its kind. A list, such as `az identity list` prints, is taken for its items.
 *
 * @param value - One file, parsed.
 * @returns What it holds; `undefined` if it is nothing of these.
 */
export function readCloudExport(value: unknown): Partial<CloudExports> | undefined {
  if (Array.isArray(value)) {
    const items = value.map(readCloudExport);
    const known = items.filter((item) => item !== undefined);
    return items.length > 0 && known.length === items.length ? mergeExports(known) : undefined;
  }
  if (!isObject(value)) {
    return undefined;
  }
  for (const [kind, itemsOf] of KINDS) {
    const items = itemsOf(value);
    if (items !== undefined) {
      return { [kind]: items };
    }
  }
  return undefined;
}

/** Puts together what several files hold. */
export function mergeExports(exports: readonly Partial<CloudExports>[]): CloudExports {
  const all = <K extends Kind>(kind: K): CloudExports[K] =>
    exports.flatMap((it): readonly unknown[] => it[kind] ?? []) as unknown as CloudExports[K];
  return {
    roles: all("roles"),
    rolePolicies: all("rolePolicies"),
    rolePolicyNames: all("rolePolicyNames"),
    attachedPolicies: all("attachedPolicies"),
    providers: all("providers"),
    applications: all("applications"),
    servicePrincipals: all("servicePrincipals"),
    identities: all("identities"),
    machines: all("machines"),
    assignmentPages: all("assignmentPages"),
  };
}

/** The app-role assignments of a page. One assignment alone is such a page too. */
export function assignmentsIn(page: Json): readonly Json[] {
  const items: readonly unknown[] = Array.isArray(page.value) ? page.value : [page];
  return items.filter(isAssignment);
}

function isAssignmentPage(value: Json): boolean {
  const list: unknown = value.value;
  if (!Array.isArray(list)) {
    return isAssignment(value);
  }
  // An empty page says by its context alone what it would list.
  return list.length === 0
    ? /#.*appRoleAssign/.test(text(value, "@odata.context"))
    : list.every((it) => isAssignment(it));
}

function isAssignment(value: unknown): value is Json {
  return isObject(value) && "appRoleId" in value && "principalId" in value && "resourceId" in value;
}

function isArmType({ type }: Json, expected: string): boolean {
  return typeof type === "string" && type.toLowerCase() === expected;
}

/** A member that is a string; an empty string for any other. */
export function text(value: unknown, name: string): string {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === "string" ? member : "";
}
