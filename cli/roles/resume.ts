/** Declares the `resume` command, and loads it only when it runs. */
import type { Command } from "../command";
import { ROLE_OPTIONS } from "./role-options";
import type * as running from "./run-resume";

/** `azure-to-aws resume`: undoes `azure-to-aws suspend`. */
export const resume: Command = {
  summary: "undo suspend",
  usage: "[options] ROLE...",
  description: `Undoes suspend: it restores the trust policy of each ROLE, and then deletes the inline policy "suspended". The role holds its earlier trust policy, so this works on any machine. If the trust policy cannot be restored, the role stays suspended.

If the program has \`suspended: true\`, do not run this command. Remove the argument from the program and run pulumi up.

The command calls AWS, and needs npm install @aws-sdk/client-iam.`,
  options: ROLE_OPTIONS,
  ending: `Exit code:
  0  no role is suspended any longer
  1  a role is still suspended, or only partly resumed
  2  nothing was tried: no AWS login, no SDK, or the command line is wrong`,
  run: (options, io) => (require("./run-resume") as typeof running).runResume(options, io),
};
