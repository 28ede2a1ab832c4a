import type { WorkloadPaths } from "./part-paths";
import type { CheckedWorkload } from "./workload-settings";

/** One workload of a federation, under the name that its parts have. */
export interface NamedWorkload {
  /** The name in the arguments. */
  readonly key: string;
  /** `<federation>-<key>`: names of parts are made of it alone, never of a position. */
  readonly name: string;
  /** Where problems of its parts are reported. */
  readonly paths: WorkloadPaths;
  readonly settings: CheckedWorkload;
}
