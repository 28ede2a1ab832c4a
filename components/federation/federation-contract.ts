import * as pulumi from "@pulumi/pulumi";
import { type EntraTokenVersion, renderFederationContract } from "../../trust";
import type { AzureWorkload } from "../workload/azure-workload";
import type { EntraAudience } from "../entra/entra-audience";

/** The identity of one workload of a federation. */
export interface WorkloadIdentity {
  /** The name in the arguments. */
  readonly key: string;
  readonly identity: AzureWorkload;
}

/** The contract of an audience and these workloads as JSON text. */
export function contractOf(
  audience: EntraAudience,
  workloads: readonly WorkloadIdentity[],
): pulumi.Output<string> {
  const { issuer, tokenVersion, servicePrincipalObjectId, appRoleId } = audience;
  const identities = workloads.map(({ key, identity: { principalId, clientId } }) =>
    pulumi.output({ key, subject: principalId, clientId }),
  );
  return pulumi
    .all([
      pulumi.output({ issuer, tokenVersion, audience: audience.audience }),
      pulumi.output({ servicePrincipalObjectId, appRoleId }),
      pulumi.all(identities),
    ])
    .apply(([terms, assignment, known]) =>
      renderFederationContract({
        version: 1,
        ...{ ...terms, tokenVersion: terms.tokenVersion as EntraTokenVersion, assignment },
        workloads: Object.fromEntries(
          known.map(({ key, subject, clientId }) => [key, { subject, clientId }]),
        ),
      }),
    );
}
