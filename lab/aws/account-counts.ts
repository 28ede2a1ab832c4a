/** How much is in an account: shows that a stack took everything with it. */
import {
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolePoliciesCommand,
  paginateListPolicies,
  paginateListRoles,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, type S3Client } from "@aws-sdk/client-s3";
import { DEPLOYER } from "./account";

/** Numbers of things in the account; what the lab itself put into IAM is left out. */
export interface AccountCounts {
  readonly oidcProviders: number;
  readonly roles: number;
  /** Managed policies of the account and inline policies of its roles. */
  readonly policies: number;
  readonly buckets: number;
}

/** Counts with clients that may see all of the account. */
export async function countAccount(iam: IAMClient, s3: S3Client): Promise<AccountCounts> {
  const { OpenIDConnectProviderList: providers = [] } = await iam.send(
    new ListOpenIDConnectProvidersCommand(),
  );
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand());
  let roles = 0;
  let policies = 0;
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName } of Roles.filter((role) => role.RoleName !== DEPLOYER)) {
      roles++;
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      policies += PolicyNames.length;
    }
  }
  for await (const { Policies = [] } of paginateListPolicies({ client: iam }, { Scope: "Local" })) {
    policies += Policies.filter(({ PolicyName }) => PolicyName !== DEPLOYER).length;
  }
  return { oidcProviders: providers.length, roles, policies, buckets: buckets.length };
}
