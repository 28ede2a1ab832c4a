import type { WorkloadPaths } from "./part-paths";
import type { CheckedWorkload } from "./workload-settings";

/** One workload of a federation, with the name of its parts. */
export interface NamedWorkload {
  /** The name in the arguments. */
  readonly key: string;
  /** `<federation>-<key>`. The names of the parts are made from it alone, never from a position. */
  readonly name: string;
  /** Where problems of its parts are reported. */
  readonly paths: WorkloadPaths;
  readonly settings: CheckedWorkload;
}
