/** A suspended role of the component. */
import { LAB_AWS_ACCOUNT_ID } from "../../../lab/lab-facts";
import { takeObject } from "../exploits/aws-thief";
import type { AttackGroup } from "./attack";
import { presentToken } from "./sts-call";
import { STS } from "./token-attack";
import { genuineToken } from "./tokens";

export const suspension: AttackGroup = {
  name: "suspension",
  title: "The workload after its suspension",
  attacks: [
    {
      name: "with a new token",
      refusal: STS.notAuthorized,
      attempt: async (context) =>
        presentToken(context, await genuineToken(context), { RoleArn: context.suspended.roleArn }),
    },
    {
      name: "with an earlier session",
      refusal: {
        code: "AccessDenied",
        message:
          `User: arn:aws:sts::${LAB_AWS_ACCOUNT_ID}:assumed-role/<suspended role name>/thief is not authorized to ` +
          'perform: s3:GetObject on resource: "arn:aws:s3:::devteam-reports/2026/q3.csv" with an explicit deny in an ' +
          "identity-based policy",
      },
      attempt: ({ lab, suspended }) => takeObject(lab, suspended.oldSession),
    },
  ],
};
