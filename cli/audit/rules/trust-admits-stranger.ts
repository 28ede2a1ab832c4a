/** The audit's rule on trust in outside owners, found neither in the input nor in `--ours`. */
import { ownersOf } from "../model/ours";
import { ownerTitle, workloadOf } from "../model/owners";
import type { AuditRule } from "./audit-rule";
import { isPowerful } from "./powerful-role-behind-weak-door";

/** Roles that admit identities of a tenant, an organization, or a cluster that is not ours. */
export const trustAdmitsStranger: AuditRule = {
  id: "trust-admits-stranger",
  severity: "medium",
  title: "No role admits identities of a tenant, an organization, or a cluster that is not yours.",
  why: "The trust policy names its identity exactly, but somebody else owns that identity. It can belong to a vendor, or to an attacker who wants to come back. You cannot see who controls it.",
  fix: "If the owner is yours or a partner, add it: `--ours KIND=NAME`. Otherwise delete the statement or the role.",
  limits:
    "The tenants and the accounts of the input are yours, and so are the AKS clusters of these tenants. `--ours` adds others, of any kind. If nothing says which owners of a kind are yours, the report asks for the list, and there is no finding. Trusts with services that Microsoft runs in its own tenants are left out: the issuer's table has them.",
  *find({ roles, ours }) {
    for (const { role, entries, permissions } of roles) {
      const strangers = new Map<string, ReturnType<typeof ownersOf>[number]>();
      for (const owner of entries.flatMap(ownersOf)) {
        if (ours.has(owner) === false) {
          strangers.set(`${owner.kind} ${owner.name}`, owner);
        }
      }
      for (const { kind, name, subject } of strangers.values()) {
        const who = subject === "" ? `any ${workloadOf(kind)}` : subject;
        yield {
          subject: role.arn,
          message: `Role ${role.name} of account ${role.account} admits ${who} of ${ownerTitle(kind)} ${name}, which is neither in the input nor in --ours.`,
          remedy: `If the owner is yours or a partner, add --ours ${kind}=${name}. Otherwise delete the statement or the role, never the condition.`,
          severity: isPowerful(permissions) ? "high" : "medium",
          cause: [kind, name],
        };
      }
    }
  },
};
