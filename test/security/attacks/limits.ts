/** Attempts that get in, since no cloud can distinguish them from the workload: the limits that the manual states. */
import { signIn } from "../exploits/entra-sign-in";
import { Refused } from "../exploits/outcome";
import type { AttackContext } from "./attack";
import { inCopiedCache } from "./copied-cache";
import { plantedCredential, proofOfJob } from "./federated-credential";
import { plantSession } from "./guest-cache";
import { callHelper } from "./helper-call";
import { permitAssigning, takeIdentity } from "./identity-assignment";
import { askByRedirect } from "./imds-request";
import { presentToken } from "./sts-call";
import { genuineToken } from "./tokens";

/** Something that gets in. */
export interface Limit {
  readonly name: string;
  /** What protects against it, or who is trusted not to do it. */
  readonly answer: string;
  /** What shows that it got in: the ARN of a session, or the ID of an access key. */
  readonly attempt: (context: AttackContext) => Promise<string>;
}

/** All of them. */
export const limits: readonly Limit[] = [
  {
    name: "the workload's token, copied from the VM and sent from elsewhere",
    answer:
      "`allowedSourceIps` allows new sessions only from the VM's address. The token is valid for a day.",
    attempt: async (context) => presentToken(context, await genuineToken(context)),
  },
  {
    name: "the workload's token, after its assignment was removed",
    answer:
      "Azure cannot revoke a token. With `suspended`, the role refuses it: see [Suspend a workload](how-to/suspend-and-revoke.md).",
    async attempt(context) {
      const token = await genuineToken(context);
      const { directory } = context.lab.azure.tenant();
      const identity = directory.servicePrincipal(context.target.principalId);
      const [assignment] = directory.assignments().filter(({ principalId }) => principalId === identity?.id);
      const resource = directory.servicePrincipal(assignment?.resourceId ?? "");
      if (identity === undefined || assignment === undefined || resource === undefined) {
        throw new Error("the workload's identity is assigned");
      }
      directory.deleteAssignment(assignment);
      try {
        return await presentToken(context, token);
      } finally {
        directory.assign(identity, resource, assignment.appRoleId);
      }
    },
  },
  {
    name: "a federated identity credential planted on the workload's identity itself",
    answer:
      "Write access to the identity equals holding the role. The rule [federated-identity-is-exclusive](reference/rules/federated-identity-is-exclusive.md) keeps stacks from planting one.",
    async attempt(context) {
      const takeAway = await plantedCredential(({ target }) => target.principalId)(context);
      try {
        const { lab, target } = context;
        const token = await signIn(lab, target.clientId, target.audience, await proofOfJob(context));
        return await presentToken(context, token);
      } finally {
        await takeAway();
      }
    },
  },
  {
    name: "someone with the right to assign the workload's identity, who attaches it to another VM",
    answer:
      "_Managed Identity Operator_ on the identity [equals holding the role](../SECURITY.md#what-equals-holding-the-role). Without that right, the attempt is refused, as listed above.",
    async attempt(context) {
      const takeAway = permitAssigning(context);
      try {
        return await presentToken(context, await takeIdentity(context));
      } finally {
        takeAway();
      }
    },
  },
  {
    name: "a program that sends `Metadata: true` to the attacker's web server and follows its redirect to the metadata service",
    answer:
      "The header only shows that a program wants metadata. The helper follows no redirect. No other program should send this header elsewhere.",
    async attempt(context) {
      const answer = await askByRedirect(context, { Metadata: "true" });
      return presentToken(context, (answer as { access_token: string }).access_token);
    },
  },
  {
    name: "a command run on the VM with Run Command",
    answer:
      "Write access to the VM equals holding the role. `imdsAccess` keeps out other processes, not root.",
    async attempt(context) {
      const { vm } = context;
      const script =
        "AWS_CONFIG_FILE=/etc/azure-to-aws/config aws sts get-caller-identity --output text --query Arn";
      const profile = ` --profile ${context.target.profileName}`;
      const { stdout } = await vm.runScript(script + profile, {
        name: "planted",
        timeoutMilliseconds: 60_000,
      });
      return stdout.trim();
    },
  },
  {
    name: "a session that root or the same user plants in the helper's cache",
    answer: "The cache trusts its own user, and root can act as any user.",
    async attempt(context) {
      const takeAway = await inCopiedCache(plantSession)(context);
      try {
        return (JSON.parse(await callHelper(context)) as { AccessKeyId: string }).AccessKeyId;
      } catch (error) {
        throw error instanceof Refused ? new Error(error.message, { cause: error }) : error;
      } finally {
        await takeAway();
      }
    },
  },
];
