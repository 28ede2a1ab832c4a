/** The contract that the Entra, Azure, and AWS parts of a federation share if each has a separate stack. */
import type { EntraTokenVersion } from "../entra/entra-issuer";

/** The only version of the contract so far. Another shape will get another number. */
export const FEDERATION_CONTRACT_VERSION = 1;

/** One identity of the contract. GUIDs are in lower case. */
export interface ContractWorkload {
  /** The `sub` of its tokens: the principal (object) ID of the managed identity. */
  readonly subject: string;
  /** The client ID of the managed identity. A workload requests tokens with it, and v2 tokens carry it as `azp`. */
  readonly clientId: string;
}

/** The app role that allows identities to get tokens. */
export interface ContractAssignment {
  /** The object ID of the application's service principal. */
  readonly servicePrincipalObjectId: string;
  /** The ID of the application's role. */
  readonly appRoleId: string;
}

/** What the parts of a federation must know about each other. It contains no secret. */
export interface FederationContract {
  readonly version: typeof FEDERATION_CONTRACT_VERSION;
  /** The tokens' `iss`, character by character. A v1 issuer ends with a slash. */
  readonly issuer: string;
  readonly tokenVersion: EntraTokenVersion;
  /** The application ID URI, for which workloads request tokens: the `aud` claim of v1 tokens. */
  readonly audience: string;
  /** The identities by name. Empty until the Azure part has added them. */
  readonly workloads: Readonly<Record<string, ContractWorkload>>;
  /** The app role to which the Azure part assigns its identities. The AWS part does not use it. */
  readonly assignment?: ContractAssignment;
}

/** Writes a contract as JSON text, with the workloads sorted by name. The same contract always gives the same text. */
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
 * The audiences that AWS compares with a token of the contract's workloads: the client IDs of an IAM OpenID Connect provider
 * and the values of the `:aud` condition key.
 *
 * AWS compares `azp` if a token has it (AWS Security Blog, "Access AWS using a Managed Identity in Azure"). v1 tokens do not,
 * so AWS compares the audience. In v2 tokens, `azp` is the client ID of each workload's identity.
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
