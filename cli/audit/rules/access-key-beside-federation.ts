/** The audit's rule on access keys next to a federation. */
import { ROOT_USER } from "../../snapshot/snapshot-records";
import type { AuditRule } from "./audit-rule";

/** Active access keys of users in accounts that have a federation. */
export const accessKeyBesideFederation: AuditRule = {
  id: "access-key-beside-federation",
  severity: "medium",
  title: "An account with a federation has no active long-lived access keys.",
  why: "A key works from anywhere until somebody deletes it. The federation is there to replace it.",
  fix: "Find out who uses the key, and retire it: `azure-to-aws keys find`, then `keys plan`, `verify`, and `retire`.",
  limits:
    "The rule does not know whether a key is used from Azure. `azure-to-aws keys find` does, from CloudTrail. A credential report shows keys without their IDs, and AWS makes a new one only every four hours. It counts only where the input does not have all access keys of the account, and for the root user.",
  *find({ estate, roles }) {
    const federated = new Set(roles.map(({ role }) => role.account));
    for (const { account, user, key, created, lastUsed } of estate.keys) {
      if (federated.has(account)) {
        const isRoot = user === ROOT_USER;
        const facts = [
          ...(created === undefined ? [] : [`created ${created.slice(0, 10)}`]),
          ...(lastUsed === undefined
            ? []
            : [lastUsed === "never" ? "never used" : `last used ${lastUsed.slice(0, 10)}`]),
        ];
        yield {
          subject: `${account}/${user}/${key}`,
          message: `${key.startsWith("AKIA") ? `Access key ${key}` : `The active ${key}`} of user ${user} in account ${account} still works next to the federation${facts.length === 0 ? "" : ` (${facts.join(", ")})`}.`,
          remedy: "Find out who uses it with azure-to-aws keys find, and retire it.",
          severity: isRoot ? "critical" : "medium",
        };
      }
    }
  },
};
