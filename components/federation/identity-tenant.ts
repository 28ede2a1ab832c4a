import * as pulumi from "@pulumi/pulumi";
import { FEDERATION } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { isGiven } from "../arguments/inputs";

/** Whose identity it is, and where its tokens should come from. */
export interface IdentityTenant {
  /** The name of the workload in the arguments. */
  readonly key: string;
  /** The resource ID of the identity as it was given; undefined for one of the federation's own. */
  readonly identityId: pulumi.Input<string> | undefined;
  /** The tenant of the identity, which issues its tokens. */
  readonly own: pulumi.Output<string>;
  /** The tenant of the audience, whose issuer the role trusts. */
  readonly expected: pulumi.Output<string>;
}

/**
 * Fails the program, as soon as both are known, when an identity is of another tenant than the audience: Entra would
 * refuse to assign it, and AWS its tokens. For one that is adopted that is in the preview already.
 *
 * @param paths - Where problems of the federation are reported.
 */
export function checkIdentityTenant(
  paths: ArgumentPaths,
  { key, identityId, own, expected }: IdentityTenant,
): void {
  pulumi.all([own, expected, identityId]).apply(async ([tenant, audience, id]) => {
    // What the provider does not tell cannot be compared.
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
  return { path, ...FEDERATION.say("identity-tenant", tenant, audience, id) };
}
