/** Compares the OIDC providers that a trust policy names with those that its account has. */
import { asList, isObject, stringsIn } from "../../../trust";
import type { AuditableRole } from "../estate/estate";
import type { EstateIndex } from "./estate-index";

/** The ARNs of the OpenID Connect providers that the Allow statements of a role's trust policy name. */
function providerArnsIn({ trustPolicy }: AuditableRole): readonly string[] {
  return providerArnsOf(JSON.parse(trustPolicy), ({ Effect }) => Effect !== "Deny");
}

/**
 * The ARNs of the OpenID Connect providers that a trust policy names.
 *
 * @param counts - Which statements count. Default: all.
 */
export function providerArnsOf(
  policy: unknown,
  counts: (statement: Readonly<Record<string, unknown>>) => boolean = () => true,
): readonly string[] {
  const principals = asList(isObject(policy) ? policy.Statement : [])
    .filter(isObject)
    .flatMap((statement) =>
      isObject(statement.Principal) && counts(statement) ? stringsIn(statement.Principal.Federated) : [],
    );
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
