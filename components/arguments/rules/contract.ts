/** Rules for arguments that are federation contracts. */
import { awsAudiences, readFederationContract } from "../../../trust";

/** Why an argument is refused next to a contract that has it. */
export const IN_CONTRACT = "is already in the contract; give one or the other";

/** The JSON text of a federation contract. */
export function federationContract(value: string): readonly string[] {
  return readFederationContract(value).problems.map(({ path, reason }) =>
    path === "" ? reason : `${path} ${reason}`,
  );
}

/** The same, and it says where identities are assigned. */
export function assignableContract(value: string): readonly string[] {
  const { contract, problems } = readFederationContract(value);
  if (problems.length > 0) {
    return federationContract(value);
  }
  return contract?.assignment === undefined
    ? ['assignment is missing: take the contract that the stack of the "EntraAudience" exports']
    : [];
}

/** The JSON text of a federation contract that says at least one audience. */
export function contractWithAudiences(value: string): readonly string[] {
  const { contract } = readFederationContract(value);
  if (contract === undefined) {
    return federationContract(value);
  }
  return awsAudiences(contract).length > 0
    ? []
    : [
        "has no workload yet, and the audiences of v2 tokens are the client IDs of its workloads: take the contract that the stack of the identities exports",
      ];
}
