import { contractWorkloadNameProblems } from "../../../trust";

/** The name of a workload in a federation contract. */
export function contractWorkloadName(value: string): readonly string[] {
  return contractWorkloadNameProblems(value);
}
