/** Declares the `suspend` command, and loads it only when it runs. */
import type { Command } from "../command";
import { ROLE_OPTIONS } from "./role-options";
import type * as running from "./run-suspend";

/** `azure-to-aws suspend`: cuts roles off without Pulumi. */
export const suspend: Command = {
  summary: "cut off everyone who uses an AWS role, without Pulumi",
  usage: "[options] ROLE...",
  description: `Cuts off everyone who uses an AWS role, now and without Pulumi:
  1. It puts the inline policy "suspended" into the role. The policy denies all
     actions to every session, including open sessions.
  2. It adds a Deny to the trust policy, so nobody can assume the role.
  3. It proves this: it reads both back from IAM, and asks IAM's simulator.

A ROLE is a name, the ARN of a role, or the ARN of one of its sessions. Roles do not wait for each other: a problem with one never delays another. A role that is already suspended stays suspended.

The command calls AWS, and needs npm install @aws-sdk/client-iam. docs/how-to/suspend-and-revoke.md lists the permissions.`,
  options: ROLE_OPTIONS,
  ending: `Exit code:
  0  all roles are suspended and read back, even if the caller may not simulate
  1  a role is not suspended, or only partly
  2  nothing was tried: no AWS login, no SDK, or the command line is wrong`,
  run: (options, io) => (require("./run-suspend") as typeof running).runSuspend(options, io),
};
