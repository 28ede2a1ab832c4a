/** Finds the IAM actions that the login lacks for a deployment, for a check of `preflight`. */
import type { AwsIdentity } from "../../clouds/aws/caller-identity";
import { isRead, type Reading } from "../../clouds/reading";
import { neededIamActions } from "../needed-iam-actions";
import type { AwsSession } from "./aws-session";

/** An action that a deployer needs and IAM's simulator does not allow. */
export interface DeniedIamAction {
  readonly action: string;
  readonly resource: string;
}

/** The resources that a federation has in IAM. */
export interface FederationArns {
  readonly provider: string;
  readonly roles: readonly string[];
  /** Whether the provider is somebody else's, so that it is only read. */
  readonly adoptsProvider: boolean;
}

/**
 * Asks IAM's simulator for every action that a deployer needs. The root user is not simulated: IAM allows it everything
 * unless an organization's policy denies it.
 */
export async function deniedIamActions(
  session: AwsSession,
  identity: AwsIdentity,
  arns: FederationArns,
): Promise<Reading<readonly DeniedIamAction[]>> {
  if (identity.arn.endsWith(":root")) {
    return { refused: "IAM's simulator takes no root user" };
  }
  const principal = await principalArn(session, identity);
  const denied: DeniedIamAction[] = [];
  for (const { actions, resource: kind } of neededIamActions(arns.adoptsProvider)) {
    for (const resource of { any: ["*"], "OIDC provider": [arns.provider], role: arns.roles }[kind]) {
      const reading = await session.denied(principal, actions, resource);
      if (!isRead(reading)) {
        return reading;
      }
      denied.push(...reading.value.map((action) => ({ action, resource })));
    }
  }
  return { value: denied };
}

/**
 * The principal whose policies count: of a session, its role. The ARN of a session does not have the role's path, so it is
 * looked up; if that is refused, the role is taken for one without a path.
 *
 * Source: IAM API Reference, SimulatePrincipalPolicy (`PolicySourceArn`).
 */
async function principalArn(
  session: AwsSession,
  { arn, accountId, partition }: AwsIdentity,
): Promise<string> {
  const [, roleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (roleName === undefined) {
    return arn;
  }
  const role = await session.roleArn(roleName);
  return isRead(role) ? role.value : `arn:${partition}:iam::${accountId}:role/${roleName}`;
}
