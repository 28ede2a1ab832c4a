/** The command `resume`: its help, and its work on each role. */
import { type Command, PROGRAM } from "../command";
import { resumeRole } from "./resume-role";
import { ROLE_OPTIONS, runOnRoles } from "./run-on-roles";

const HELP = `Usage: ${PROGRAM} resume [options] ROLE...

Undoes suspend: it restores the trust policy of each ROLE, and then deletes the
inline policy "suspended". The role holds its earlier trust policy, so this
works on any machine. If the trust policy cannot be restored, the role stays
suspended.

If the program has \`suspended: true\`, do not run this command. Remove the
argument from the program and run pulumi up.

The command calls AWS, and needs npm install @aws-sdk/client-iam.

${ROLE_OPTIONS}
Exit code:
  0  no role is suspended any longer
  1  a role is still suspended, or only partly resumed
  2  nothing was tried: no AWS login, no SDK, or the command line is wrong
`;

/** `azure-to-aws resume`: undoes `azure-to-aws suspend`. */
export const resume: Command = {
  summary: "undo suspend",
  help: HELP,
  run: async (args, io) => runOnRoles(args, { onRole: resumeRole, failed: "not-resumed", advice: [] }, io),
};
