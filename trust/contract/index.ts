/** The contract between the stack of Azure and the stacks of AWS. */
export {
  awsAudiences,
  type ContractAssignment,
  type ContractWorkload,
  type FederationContract,
  renderFederationContract,
  subjectsOf,
} from "./federation-contract";
export {
  contractWorkloadNameProblems,
  type FederationContractReading,
  readFederationContract,
} from "./federation-contract-reading";
