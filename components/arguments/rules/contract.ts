/** Rules for arguments that are federation contracts. */
import { ARGUMENTS, coded } from "../../../messages";
import type { Fault } from "../argument-rule";
import { contracts } from "../on-demand";

/** Reported for an argument next to a contract that already contains it. */
export const IN_CONTRACT = coded(
  "contract-given",
  "cannot be combined with contract, which already contains it",
  "Omit this argument or contract",
);

/** The JSON text of a federation contract. */
export function federationContract(value: string): readonly Fault[] {
  return contracts()
    .readFederationContract(value)
    .problems.map(({ path, reason }) =>
      ARGUMENTS.say("contract-invalid", `${path === "" ? "it" : path} ${reason}`),
    );
}

/** The same, and it must name the app role to which identities are assigned. */
export function assignableContract(value: string): readonly Fault[] {
  const { contract, problems } = contracts().readFederationContract(value);
  if (problems.length > 0) {
    return federationContract(value);
  }
  return contract?.assignment === undefined
    ? [
        coded(
          "contract-without-assignment",
          "invalid federation contract: assignment is missing",
          'Use the contract that the stack of the "EntraAudience" exports',
        ),
      ]
    : [];
}

/** The JSON text of a federation contract with at least one audience. With v2 tokens these are its workloads' client IDs. */
export function contractWithAudiences(value: string): readonly Fault[] {
  const { contract } = contracts().readFederationContract(value);
  if (contract === undefined) {
    return federationContract(value);
  }
  return contracts().awsAudiences(contract).length > 0 ? [] : [ARGUMENTS.say("contract-without-workloads")];
}

/** The name of a workload in a contract. */
export function contractWorkloadName(name: string): readonly Fault[] {
  return contracts()
    .contractWorkloadNameProblems(name)
    .map((reason) => coded("contract-workload-name-invalid", `invalid workload name: it ${reason}`));
}
