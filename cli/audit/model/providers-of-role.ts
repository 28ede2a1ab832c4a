import { asList, isObject, stringsIn } from "../../../trust";
import type { AuditableRole } from "../estate/estate";
import type { EstateIndex } from "./estate-index";

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

/**
 * Those of the role's own account that it does not have; none if the input does not have all providers of the account. Case does
 * not count: a role must not pass for closed because of it.
 */
export function missingProvidersOf(role: AuditableRole, index: EstateIndex): readonly string[] {
  return index.has("aws", role.account, "oidc-providers")
    ? providerArnsIn(role).filter(
        (arn) => arn.split(":")[4] === role.account && index.provider(arn) === undefined,
      )
    : [];
}
