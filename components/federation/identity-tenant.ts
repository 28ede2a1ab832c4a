import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { isGiven } from "../arguments/inputs";

/** An identity, and the tenant that should issue its tokens. */
export interface IdentityTenant {
  /** The name of the workload in the arguments. */
  readonly key: string;
  /** The given resource ID of the identity; undefined for a new identity. */
  readonly identityId: pulumi.Input<string> | undefined;
  /** The tenant of the identity, which issues its tokens. */
  readonly own: pulumi.Output<string>;
  /** The tenant of the audience, whose issuer the role trusts. */
  readonly expected: pulumi.Output<string>;
}

/**
 * Fails the program, as soon as both tenants are known, if an identity is not in the tenant of the audience. Entra would
 * refuse to assign it, and AWS would refuse its tokens. For an adopted identity, the preview fails.
 *
 * @param paths - Where problems of the federation are reported.
 */
export function checkIdentityTenant(
  paths: ArgumentPaths,
  { key, identityId, own, expected }: IdentityTenant,
): void {
  pulumi.all([own, expected, identityId]).apply(async ([tenant, audience, id]) => {
    // A tenant that the provider does not report cannot be compared.
    if (!isGiven(tenant) || tenant.toLowerCase() === audience.toLowerCase()) {
      return undefined;
    }
    return failLate(paths, [tenantProblem(key, id, tenant, audience)]);
  });
}

function tenantProblem(
  key: string,
  id: string | undefined,
  tenant: string,
  audience: string,
): ArgumentProblem {
  const path = id === undefined ? `workloads.${key}` : `workloads.${key}.identityId`;
  return {
    path,
    ...coded(
      "identity-tenant",
      `${id === undefined ? "the new identity" : `the identity ${JSON.stringify(id)}`} is in tenant ${tenant}, whose tokens the role does not trust. Expected an identity in the audience's tenant, ${audience}`,
      id === undefined ? "Give the component azure-native and azuread providers of one tenant" : undefined,
    ),
  };
}
