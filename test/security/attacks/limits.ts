/** What does get in, since no cloud can tell it from the workload: the limits that the documentation states. */
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
  /** What stands against it, or who is trusted not to do it. */
  readonly answer: string;
  /** What shows that it got in: the ARN of a session, or the ID of an access key. */
  readonly attempt: (context: AttackContext) => Promise<string>;
}

/** All of them. */
export const limits: readonly Limit[] = [
  {
    name: "the workload's token, copied from the machine and presented from elsewhere",
    answer:
      "`allowedSourceIps` lets sessions begin only from the machine's address; the token is good for a day",
    attempt: async (context) => presentToken(context, await genuineToken(context)),
  },
  {
    name: "the workload's token after its assignment was taken away",
    answer:
      "`suspended` makes the role refuse it: Azure takes no token back (see [revocation](how-to/suspend-and-revoke.md))",
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
    name: "a federated identity credential that is planted on the workload's identity itself",
    answer:
      "who may write on the identity holds the role; the rule [federated-identity-is-exclusive](reference/rules/federated-identity-is-exclusive.md) keeps stacks from doing it",
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
    name: "who may assign the workload's identity attaches it to a machine of its own",
    answer:
      "_Managed Identity Operator_ on the identity holds the role (see [SECURITY.md](../SECURITY.md#what-equals-holding-the-role)); without it the attempt is refused, see above",
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
    name: "a program that sends `Metadata: true` to the attacker's web server, which redirects it to the metadata service",
    answer:
      "the header shows no more than that a program means to ask for metadata; the helper follows no redirect, and no other program should send the header elsewhere",
    async attempt(context) {
      const answer = await askByRedirect(context, { Metadata: "true" });
      return presentToken(context, (answer as { access_token: string }).access_token);
    },
  },
  {
    name: "a command that is run on the machine by Run Command",
    answer:
      "who may write on the machine holds the role; `imdsAccess` is against other processes, not against root",
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
    name: "a session that root, or the user himself, plants in the helper's cache",
    answer: "the cache believes its own user, and root can be anybody",
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
