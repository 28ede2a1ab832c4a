/** Policies in and at a role, and what prevents its removal. */
import type { Properties } from "../kernel/property-value";
import type { Call } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";

/** The outputs `inlinePolicies` and `managedPolicyArns`. The provider reads them whether the program sets them or not. */
export async function rolePolicies(RoleName: string, call: Call<AwsClient>): Promise<Properties> {
  const { client, signal } = call;
  const operation = "GetRolePolicy";
  const what = `reading inline policies for IAM role ${RoleName}`;
  const inline = (await inlinePolicyNames(RoleName, what, call)).map(async (PolicyName) => {
    const found = await client.iam({ what, operation }, signal, (iam, options) =>
      iam.getRolePolicy({ RoleName, PolicyName }, options),
    );
    return { name: PolicyName, policy: decodeURIComponent(found.PolicyDocument ?? "") };
  });
  return {
    inlinePolicies: await Promise.all(inline),
    managedPolicyArns: await attachedPolicyArns(
      RoleName,
      `reading IAM Policies attached to Role (${RoleName})`,
      call,
    ),
  };
}

/** Takes the role out of the instance profiles that hold it, as the provider does before it deletes one. */
export async function leaveInstanceProfiles(
  RoleName: string,
  { client, signal }: Call<AwsClient>,
): Promise<void> {
  const what = `removing IAM Role (${RoleName}) from instance profiles`;
  const { InstanceProfiles = [] } = await client.iam(
    { what, operation: "ListInstanceProfilesForRole" },
    signal,
    (iam, options) => iam.listInstanceProfilesForRole({ RoleName }, options),
  );
  for (const { InstanceProfileName } of InstanceProfiles) {
    await client.iam({ what, operation: "RemoveRoleFromInstanceProfile" }, signal, (iam, options) =>
      iam.removeRoleFromInstanceProfile({ RoleName, InstanceProfileName }, options),
    );
  }
}

/** Detaches and deletes every policy of a role (`forceDetachPolicies`). */
export async function removeRolePolicies(RoleName: string, call: Call<AwsClient>): Promise<void> {
  const { client, signal } = call;
  const what = `deleting IAM Role (${RoleName}) policies`;
  for (const PolicyArn of await attachedPolicyArns(RoleName, what, call)) {
    await client.iam({ what, operation: "DetachRolePolicy" }, signal, (iam, options) =>
      iam.detachRolePolicy({ RoleName, PolicyArn }, options),
    );
  }
  for (const PolicyName of await inlinePolicyNames(RoleName, what, call)) {
    await client.iam({ what, operation: "DeleteRolePolicy" }, signal, (iam, options) =>
      iam.deleteRolePolicy({ RoleName, PolicyName }, options),
    );
  }
}

async function attachedPolicyArns(
  RoleName: string,
  what: string,
  { client, signal }: Call<AwsClient>,
): Promise<string[]> {
  const attempt = { what, operation: "ListAttachedRolePolicies" };
  const { AttachedPolicies = [] } = await client.iam(attempt, signal, (iam, options) =>
    iam.listAttachedRolePolicies({ RoleName }, options),
  );
  return AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn);
}

async function inlinePolicyNames(
  RoleName: string,
  what: string,
  { client, signal }: Call<AwsClient>,
): Promise<string[]> {
  const attempt = { what, operation: "ListRolePolicies" };
  const { PolicyNames = [] } = await client.iam(attempt, signal, (iam, options) =>
    iam.listRolePolicies({ RoleName }, options),
  );
  return PolicyNames;
}
