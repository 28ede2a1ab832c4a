/** Version 2 tokens where version 1 is trusted, and the reverse. */
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
} from "@aws-sdk/client-iam";
import { LAB_AWS_ACCOUNT_ID, LAB_TENANT_ID } from "../../../lab/lab-facts";
import { askImds } from "../exploits/ask-imds";
import { administratorIam } from "../exploits/aws-thief";
import type { AttackContext, AttackGroup } from "./attack";
import { presentToken } from "./sts-call";
import { STS } from "./token-attack";
import { genuineToken } from "./tokens";

const SECOND_ISSUER = `login.microsoftonline.com/${LAB_TENANT_ID}/v2.0`;
const SECOND_ROLE = "second-version";
const SECOND_ROLE_ARN = `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/${SECOND_ROLE}`;

/** Makes the account trust the workload's version 2 tokens, for a separate role. */
async function trustSecondVersion({ lab, target }: AttackContext): Promise<() => Promise<void>> {
  const iam = administratorIam(lab);
  const { OpenIDConnectProviderArn: arn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: `https://${SECOND_ISSUER}`,
      ClientIDList: [target.clientId],
    }),
  );
  const statement = {
    Effect: "Allow",
    Principal: { Federated: arn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${SECOND_ISSUER}:aud`]: target.clientId,
        [`${SECOND_ISSUER}:sub`]: target.principalId,
      },
    },
  };
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new CreateRoleCommand({ RoleName: SECOND_ROLE, AssumeRolePolicyDocument: document }));
  return async () => {
    await iam.send(new DeleteRoleCommand({ RoleName: SECOND_ROLE }));
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
  };
}

export const tokenVersions: AttackGroup = {
  name: "token-versions",
  title: "Tokens of the other version",
  attacks: [
    {
      name: "version 2, in an account that trusts only version 1",
      refusal: STS.notValidated,
      attempt: async (context) =>
        presentToken(context, await genuineToken(context, context.secondVersionAudience)),
    },
    {
      name: "version 2, for a role that trusts version 1, in an account that trusts both",
      refusal: STS.notAuthorized,
      arrange: trustSecondVersion,
      attempt: async (context) =>
        presentToken(context, await genuineToken(context, context.secondVersionAudience)),
    },
    {
      name: "version 1, for a role that trusts version 2, in an account that trusts both",
      refusal: STS.notAuthorized,
      arrange: trustSecondVersion,
      attempt: async (context) =>
        presentToken(context, await genuineToken(context), { RoleArn: SECOND_ROLE_ARN }),
    },
    {
      name: "version 2 of another identity, for a role that trusts version 2",
      refusal: STS.notValidated,
      arrange: trustSecondVersion,
      attempt: async (context) => {
        const { vm, strangers, secondVersionAudience } = context;
        const token = await askImds(vm, strangers.colleague.clientId, secondVersionAudience);
        return presentToken(context, token, { RoleArn: SECOND_ROLE_ARN });
      },
    },
  ],
};
