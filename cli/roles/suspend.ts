/** The command `suspend`: its help, its work on each role, and its advice on the next step. */
import { type Command, PROGRAM } from "../command";
import { ROLE_OPTIONS, runOnRoles } from "./run-on-roles";
import { suspendRole } from "./suspend-role";

const HELP = `Usage: ${PROGRAM} suspend [options] ROLE...

Cuts off everyone who uses an AWS role, now and without Pulumi:
  1. It puts the inline policy "suspended" into the role. The policy denies all
     actions to every session, including open sessions.
  2. It adds a Deny to the trust policy, so nobody can assume the role.
  3. It proves this: it reads both back from IAM, and asks IAM's simulator.

A ROLE is a name, the ARN of a role, or the ARN of one of its sessions. Roles do
not wait for each other: a problem with one never delays another. A role that is
already suspended stays suspended.

The command calls AWS, and needs npm install @aws-sdk/client-iam.
docs/how-to/suspend-and-revoke.md lists the permissions.

${ROLE_OPTIONS}
Exit code:
  0  all roles are suspended and read back, even if the caller may not simulate
  1  a role is not suspended, or only partly
  2  nothing was tried: no AWS login, no SDK, or the command line is wrong
`;

const ADVICE = [
  "IAM takes a few seconds to apply this everywhere. STS takes a token until five minutes after its 24 hours: keep the role suspended for 25 hours.\nNext: set `suspended: true` in the program and run `pulumi up`; this takes the suspension over.",
];

/** `azure-to-aws suspend`: cuts roles off without Pulumi. */
export const suspend: Command = {
  summary: "cut off everyone who uses an AWS role, without Pulumi",
  help: HELP,
  run: async (args, io) =>
    runOnRoles(args, { onRole: suspendRole, failed: "not-suspended", advice: ADVICE }, io),
};
