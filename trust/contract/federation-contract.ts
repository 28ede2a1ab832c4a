/** The contract in which the Entra, the Azure and the AWS half of a federation meet, when each has a stack of its own. */
import type { EntraTokenVersion } from "../entra/entra-issuer";

/** The one version of the contract that there is. Another shape gets another number. */
export const FEDERATION_CONTRACT_VERSION = 1;

/** One identity of the contract. GUIDs are in lower case. */
export interface ContractWorkload {
  /** The `sub` of its tokens: the principal (object) ID of the managed identity. */
  readonly subject: string;
  /** The client ID of the managed identity, by which a workload asks for tokens and which `azp` of v2 tokens says. */
  readonly clientId: string;
}

/** Where identities get permission to ask for tokens. */
export interface ContractAssignment {
  /** The object ID of the application's service principal. */
  readonly servicePrincipalObjectId: string;
  /** The ID of the application's role. */
  readonly appRoleId: string;
}

/** What one half of a federation has to know of the other. Nothing in it is secret. */
export interface FederationContract {
  readonly version: typeof FEDERATION_CONTRACT_VERSION;
  /** The tokens' `iss`, to the letter: a v1 issuer ends with a slash. */
  readonly issuer: string;
  readonly tokenVersion: EntraTokenVersion;
  /** The application ID URI, for which workloads ask for tokens. `aud` says it in v1 tokens. */
  readonly audience: string;
  /** The identities, by a name for each. Empty until the Azure half has added them. */
  readonly workloads: Readonly<Record<string, ContractWorkload>>;
  /** What the Azure half assigns its identities to. The AWS half has no use for it. */
  readonly assignment?: ContractAssignment;
}

/**
 * Writes a contract as JSON text: always the same text for the same contract, with the workloads in the order of their
 * names.
 */
export function renderFederationContract(contract: FederationContract): string {
  const { issuer, tokenVersion, audience, workloads, assignment } = contract;
  return JSON.stringify({
    version: FEDERATION_CONTRACT_VERSION,
    issuer,
    tokenVersion,
    audience,
    workloads: Object.fromEntries(
      Object.entries(workloads)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { subject, clientId }]) => [name, { subject, clientId }]),
    ),
    assignment: assignment && {
      servicePrincipalObjectId: assignment.servicePrincipalObjectId,
      appRoleId: assignment.appRoleId,
    },
  });
}

/**
 * What AWS compares with a token of the contract's workloads: the client IDs of an IAM OpenID Connect provider and the
 * values of the `:aud` condition key.
 *
 * AWS compares `azp` where a token has one (AWS Security Blog, "Access AWS using a Managed Identity in Azure"). v1
 * tokens have none, so that it is the audience; in v2 tokens it is the client ID of each workload's identity.
 *
 * @param names - The workloads. Default: all of them.
 * @throws {TypeError} For a name that the contract does not have.
 */
export function awsAudiences(contract: FederationContract, names?: readonly string[]): string[] {
  const workloads = chosenWorkloads(contract, names);
  return contract.tokenVersion === 1
    ? [contract.audience]
    : [...new Set(workloads.map(({ clientId }) => clientId))];
}

/**
 * The subjects of the contract's workloads, each once.
 *
 * @param names - The workloads. Default: all of them.
 * @throws {TypeError} For a name that the contract does not have.
 */
export function subjectsOf(contract: FederationContract, names?: readonly string[]): string[] {
  return [...new Set(chosenWorkloads(contract, names).map(({ subject }) => subject))];
}

function chosenWorkloads(
  { workloads }: FederationContract,
  names: readonly string[] = Object.keys(workloads),
): readonly ContractWorkload[] {
  return names.map((name) => {
    const workload = Object.hasOwn(workloads, name) ? workloads[name] : undefined;
    if (workload === undefined) {
      const known = Object.keys(workloads).join(", ");
      throw new TypeError(
        `The contract has no workload ${JSON.stringify(name)}; it has ${known === "" ? "none" : known}.`,
      );
    }
    return workload;
  });
}
