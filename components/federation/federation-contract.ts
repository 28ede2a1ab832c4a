import * as pulumi from "@pulumi/pulumi";
import { type FederationContract, renderFederationContract } from "../../trust/contract";
import type { EntraTokenVersion } from "../../trust/entra";
import type { AzureWorkload } from "../azure-workload/azure-workload";
import type { EntraAudience } from "../entra-audience/entra-audience";

/** The identity of one workload of a federation. */
export interface WorkloadIdentity {
  /** The name in the arguments. */
  readonly key: string;
  readonly identity: AzureWorkload;
}

/** The parts of a contract that concern its audience. */
export type ContractTerms = Omit<FederationContract, "version" | "workloads">;

/** The parts that all contracts of an audience share. They are made once, for the federation and for each workload. */
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
