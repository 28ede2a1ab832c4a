import { readFederationContract } from "../../../trust";

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
