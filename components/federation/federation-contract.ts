import * as pulumi from "@pulumi/pulumi";
import { type EntraTokenVersion, type FederationContract, renderFederationContract } from "../../trust";
import type { AzureWorkload } from "../azure-workload/azure-workload";
import type { EntraAudience } from "../entra-audience/entra-audience";

/** The identity of one workload of a federation. */
export interface WorkloadIdentity {
  /** The name in the arguments. */
  readonly key: string;
  readonly identity: AzureWorkload;
}

/** What a contract says of its audience. */
export type ContractTerms = Omit<FederationContract, "version" | "workloads">;

/** What every contract of an audience says of it. Made once for all: the federation has one, and so has each workload. */
export function contractTerms({
  issuer,
  audience,
  tokenVersion,
  servicePrincipalObjectId,
  appRoleId,
}: EntraAudience): pulumi.Output<ContractTerms> {
  return pulumi.output({
    issuer,
    audience,
    tokenVersion: tokenVersion as pulumi.Output<EntraTokenVersion>,
    assignment: { servicePrincipalObjectId, appRoleId },
  });
}

/** The contract with these terms and workloads as JSON text. */
export function contractOf(
  terms: pulumi.Output<ContractTerms>,
  workloads: readonly WorkloadIdentity[],
): pulumi.Output<string> {
  const identities = workloads.map(({ key, identity: { principalId, clientId } }) => ({
    key,
    subject: principalId,
    clientId,
  }));
  return pulumi.all([terms, identities]).apply(([known, all]) =>
    renderFederationContract({
      version: 1,
      ...known,
      workloads: Object.fromEntries(all.map(({ key, subject, clientId }) => [key, { subject, clientId }])),
    }),
  );
}
