import { DOUBTS, OPEN_VALUES, UNREAD } from "../../messages/judged-files";
import { isObject, unknownMark } from "../../trust";
import { foundPolicies, viewOfFile } from "../found-in-resource";
import { heldInDesiredState, walkFrom } from "../held-in-resource";
import { markPlaceholders } from "../placeholders";
import type { FoundPolicies, FoundPolicy, PolicySource } from "../policy-source";
import type { Path } from "../positions/source-node";
import { wholePolicies } from "../whole-policies";

/**
 * Kubernetes manifests: one, a list of them, or several documents. Roles of AWS Controllers for Kubernetes and of
 * Crossplane are among them.
 *
 * Source: ACK, "Role, iam.services.k8s.aws/v1alpha1"; Upbound, "Role, iam.aws.upbound.io/v1beta1"; Crossplane
 * provider-aws, "Role, iam.aws.crossplane.io/v1beta1".
 */
export const manifests: PolicySource = {
  code: "kubernetes",
  name: "Kubernetes manifests",
  yaml: true,
  recognizes: (value) => isManifest(value) || (Array.isArray(value) && value.some(isManifest)),
  find: (value) => {
    const documents: FoundPolicy[] = [];
    walk(value, [], { name: "(no manifest)", kind: "kubernetes", isPatched: false }, documents);
    // A job or a controller may create a role from a policy in a ConfigMap.
    const known = new Set(documents.map(({ path }) => path.join("/")));
    return { documents: [...documents, ...wholePolicies(value, known)], notSeen: [] } satisfies FoundPolicies;
  },
};

function isManifest(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value.apiVersion === "string" && typeof value.kind === "string";
}

/** The manifest that a value is in. */
interface Owner {
  readonly name: string;
  readonly kind: string;
  /** Whether a composition or a patch changes it before it is applied. */
  readonly isPatched: boolean;
}

/** A member that has a role's trust policy, by any of the controllers. */
const POLICY = /^assume_?role_?policy(_?document)?$/i;
/** The same within a string: a template, or Terraform source. Not `iam:UpdateAssumeRolePolicy`, an action. */
const POLICY_IN_TEXT = /(?<![a-z])assume_?role_?policy/i;
/** API groups with roles of AWS. */
const ROLE_GROUP = /^iam\.(services\.k8s\.aws|aws\.(m\.)?(upbound|crossplane)\.io)\//;

function walk(value: unknown, path: Path, owner: Owner, found: FoundPolicy[]): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walk(item, [...path, index], owner, found);
    });
    return;
  }
  if (typeof value === "string") {
    if (POLICY_IN_TEXT.test(value)) {
      found.push(unread(owner, path, UNREAD.manifestText()));
    }
    return;
  }
  if (!isObject(value)) {
    return;
  }
  const own = isManifest(value) ? ownerOf(value, owner) : owner;
  const isPatched = own.isPatched || "patches" in value || "patchSets" in value;
  const within = { ...own, isPatched };
  const before = found.length;
  for (const [name, member] of Object.entries(value)) {
    const place = [...path, name];
    if (POLICY.test(name) && !isWrapped(member)) {
      found.push(policyOf(member, place, within));
    } else if (name === "desiredState") {
      const at = walkFrom([within.name], within.kind, viewOfFile, place);
      const { documents } = foundPolicies(heldInDesiredState(value.typeName, member, at), {}, member);
      found.push(...documents.map(({ document }) => policyOf(document, place, within, true)));
    } else {
      walk(member, place, within, found);
    }
  }
  if (isManifest(value) && isRole(value) && found.length === before) {
    found.push(unread(within, path, OPEN_VALUES.manifestPolicy()));
  }
}

/** Whether a function makes a policy of a whole one, as in a program in Pulumi YAML: `fn::toJSON`. */
function isWrapped(member: unknown): boolean {
  return (
    isObject(member) &&
    Object.keys(member).every((name) => name.startsWith("fn::")) &&
    wholePolicies(member, new Set()).length > 0
  );
}

function isRole({ apiVersion, kind }: Record<string, unknown>): boolean {
  return kind === "Role" && typeof apiVersion === "string" && ROLE_GROUP.test(apiVersion);
}

function ownerOf({ apiVersion, kind, metadata }: Record<string, unknown>, { isPatched }: Owner): Owner {
  const { name, generateName } = isObject(metadata) ? metadata : {};
  const label = [name, generateName].find((text) => typeof text === "string");
  const group = String(apiVersion).split("/")[0] ?? "";
  return {
    name: label === undefined ? String(kind) : `${String(kind)} ${label}`,
    kind: `${group}/${String(kind)}`,
    isPatched,
  };
}

function policyOf(
  document: unknown,
  path: Path,
  { name, kind, isPatched }: Owner,
  embedded = false,
): FoundPolicy {
  return {
    role: name,
    kind,
    document: hasAlias(document) ? unknownMark(OPEN_VALUES.alias()) : markPlaceholders(document),
    path,
    embedded: embedded || typeof document === "string",
    language: typeof document === "string" ? "json" : "yaml",
    doubt: isPatched ? DOUBTS.manifestPatch() : undefined,
  };
}

/** Whether a value refers to another place of the YAML text, which is not followed. */
function hasAlias(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(hasAlias)
    : isObject(value) &&
        Object.entries(value).some(
          ([name, member]) => name === "Fn::YamlAlias" || name === "<<" || hasAlias(member),
        );
}

function unread({ name, kind }: Owner, path: Path, why: string): FoundPolicy {
  return { role: name, kind, document: unknownMark(why), path, embedded: false };
}
