/** The IAM client and settings that `suspend` and `resume` pass to the work on each role. */
import type { IamRoles } from "./iam-roles";

/** How a command works on roles. */
export interface RoleWork {
  readonly iam: IamRoles;
  /** Whether nothing is changed, only shown. */
  readonly dryRun: boolean;
  /** How long IAM may take to show a change, in milliseconds. */
  readonly limit: number;
  /** Shows a step while it takes long. */
  readonly during: <T>(what: string, work: () => Promise<T>) => Promise<T>;
}
