/** The resume command: its work on each role. */
import type { Io, Options } from "../command";
import { resumeRole } from "./resume-role";
import { runOnRoles } from "./run-on-roles";

/** Runs `azure-to-aws resume`. */
export function runResume(options: Options, io: Io): Promise<number> {
  return runOnRoles(options, { onRole: resumeRole, failed: "not-resumed", advice: [] }, io);
}
