import { execFileSync } from "node:child_process";
import path from "node:path";
import { withoutCloudLogins } from "../../lab/cloud-logins";
import { PROJECT_ROOT } from "../project-root";

/** How often a federation does the same work for one workload with a VM. */
export interface WorkloadChecks {
  /** Checks of `maxSessionDuration`, from the argument to the AWS config on the VM. */
  readonly sessionLengthChecked: number;
  /** Calls of `narrowingProblems`. */
  readonly conditionsChecked: number;
  /** Calls of `buildTrustPolicy`. */
  readonly trustPolicyBuilt: number;
  /** Calls of `judgePolicy`. */
  readonly trustPolicyJudged: number;
}

/**
 * Runs the component once with one workload and counts.
 *
 * @throws Error if something was never counted: then a function has another name, and `declare-one-workload.ts` is out of date
 */
export function countWorkloadChecks(): WorkloadChecks {
  const program = path.join(__dirname, "declare-one-workload.ts");
  const runner = path.join(PROJECT_ROOT, "tools/typescript/register.cjs");
  const printed = execFileSync(process.execPath, ["-r", runner, program], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    // Without a PATH, no command line of a cloud is found either.
    env: { ...withoutCloudLogins(process.env), PATH: "" },
  });
  const checks = JSON.parse(printed) as WorkloadChecks;
  const never = Object.entries(checks).filter(([, count]: [string, number]) => count === 0);
  if (never.length > 0) {
    const names = never.map(([name]) => name).join(", ");
    throw new Error(
      `tools/costs/declare-one-workload.ts counted nothing for ${names}. Correct what it counts.`,
    );
  }
  return checks;
}
