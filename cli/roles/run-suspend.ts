/** The suspend command: its work on each role, and its advice on the next step. */
import type { Io, Options } from "../command";
import { runOnRoles } from "./run-on-roles";
import { suspendRole } from "./suspend-role";

const ADVICE = [
  "IAM takes a few seconds to apply this everywhere. STS takes a token until five minutes after its 24 hours: keep the role suspended for 25 hours.\nNext: set `suspended: true` in the program and run `pulumi up`; this takes the suspension over.",
];

/** Runs `azure-to-aws suspend`. */
export function runSuspend(options: Options, io: Io): Promise<number> {
  return runOnRoles(options, { onRole: suspendRole, failed: "not-suspended", advice: ADVICE }, io);
}
