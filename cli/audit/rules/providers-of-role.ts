import { asList, isObject, stringsIn } from "../../../trust";
import type { AuditableRole } from "../estate/estate";

/** The ARNs of the OpenID Connect providers that a role's trust policy names. */
export function providerArnsIn({ trustPolicy }: AuditableRole): readonly string[] {
  const policy: unknown = JSON.parse(trustPolicy);
  const principals = isObject(policy)
    ? asList(policy.Statement).flatMap((statement) =>
        isObject(statement) && isObject(statement.Principal) ? stringsIn(statement.Principal.Federated) : [],
      )
    : [];
  return [...new Set(principals.filter((principal) => principal.includes(":oidc-provider/")))];
}
