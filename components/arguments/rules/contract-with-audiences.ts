import { awsAudiences, readFederationContract } from "../../../trust";
import { federationContract } from "./federation-contract";

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
