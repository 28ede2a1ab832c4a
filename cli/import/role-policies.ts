/** Finds the policies of a role to import, and gives them names in the component's arguments. */
import { coded, type Message } from "../../messages";
import { SUSPENSION_POLICY_NAME } from "../../trust";
import { type CloudExports, type Json, text } from "./exports";

/** A policy inside a role, and the name that it has in the component's arguments. */
export interface ImportedPolicy {
  /** Its name in the arguments, and so the end of its name in the program. */
  readonly entry: string;
  /** Its name in IAM, which stays. */
  readonly name: string;
  /** Its document as JSON text. */
  readonly document: string;
}

/** A managed policy that is attached to a role. */
export interface ManagedPolicy {
  readonly entry: string;
  readonly arn: string;
}

/** The policies inside a role whose documents were exported. */
export function inlinePoliciesOf(role: Json, { rolePolicies }: CloudExports): ImportedPolicy[] {
  const documents = new Map(
    rolePolicies
      .filter((policy) => text(policy, "RoleName") === text(role, "RoleName"))
      .map(({ PolicyName, PolicyDocument: document }) => [
        String(PolicyName),
        typeof document === "string" ? document : JSON.stringify(document),
      ]),
  );
  const entries = entryNames([...documents.keys()]);
  return [...documents].map(([name, document], index) => ({ entry: entries[index] ?? "", name, document }));
}

/** The managed policies that are attached to a role. Their list does not say to which: it counts with one role only. */
export function managedPoliciesOf({ roles, attachedPolicies }: CloudExports): ManagedPolicy[] {
  const attached = roles.length === 1 ? attachedPolicies : [];
  const entries = entryNames(attached.map((policy) => text(policy, "PolicyName")));
  return attached.map((policy, index) => ({ entry: entries[index] ?? "", arn: text(policy, "PolicyArn") }));
}

/** What keeps the policies inside a role from being imported. */
export function policyProblems(role: Json, exports: CloudExports): Message[] {
  const roleName = text(role, "RoleName");
  const shown = inlinePoliciesOf(role, exports).map(({ name }) => name);
  // A list of names does not say whose they are either.
  const listed = exports.roles.length === 1 ? exports.rolePolicyNames : [];
  const missing = listed
    .filter((name) => !shown.includes(name))
    .map((name) =>
      coded(
        "import-policy-missing",
        `role ${roleName} has a policy ${name}, and no file holds its document. Export it with aws iam get-role-policy --role-name ${roleName} --policy-name ${name}`,
      ),
    );
  const suspending = shown.find((name) => name.toLowerCase() === SUSPENSION_POLICY_NAME);
  return suspending !== undefined
    ? [
        ...missing,
        coded(
          "import-policy-name-reserved",
          `role ${roleName} has a policy named ${suspending}, the name that the component gives to the policy of a suspension. Rename it, and export again`,
        ),
      ]
    : missing;
}

/** Names for policies as the component's arguments may have them, each only once. */
export function entryNames(policies: readonly string[]): string[] {
  const taken = new Set<string>();
  return policies.map((policy) => {
    const whole = entryName(policy, 40);
    let entry = whole;
    for (let count = 2; taken.has(entry); count++) {
      entry = `${entryName(whole, 40 - `-${String(count)}`.length)}-${String(count)}`;
    }
    taken.add(entry);
    return entry;
  });
}

function entryName(policy: string, most: number): string {
  const name = policy
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[-_]+/, "")
    .slice(0, most)
    .replace(/[-_]+$/, "");
  return name === "" ? "policy" : name;
}
