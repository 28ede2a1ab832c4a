/** The AWS part as a CloudFormation template, which a StackSet deploys to the accounts of an organization. */
import {
  oidcProviderName,
  SUSPENSION_POLICY,
  SUSPENSION_POLICY_NAME,
  type TrustPolicyDocument,
} from "../../trust/build";
import { awsAudiences, subjectsOf } from "../../trust/contract";
import { IAM_LIMITS } from "../../trust/iam-limits";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { checkedTrustPolicy } from "./checked-trust-policy";
import { type ReadBucketsPolicy, readBucketsPolicy } from "./read-buckets-policy";
import {
  type CheckedStackSetTemplate,
  checkedStackSetTemplate,
  type StackSetTemplateArgs,
  StackSetTemplateError,
} from "./stack-set-template-args";

/**
 * Renders the AWS part of a federation as a CloudFormation template in JSON: the IAM OpenID Connect provider, and a role
 * that trusts exactly the contract's audience and the chosen workloads. The StackSet needs the capability
 * `CAPABILITY_NAMED_IAM`. Deploy it to one region per account, because IAM is global.
 *
 * If the trust policy of a suspended role has no room for a Deny next to the Allow, the role gets the Deny alone.
 *
 * @returns JSON text, always the same for the same arguments.
 * @throws {StackSetTemplateError} With all problems of the arguments.
 *
 * @example Every account of an organizational unit gets the role
 *
 * ```ts
 * const stackSet = new aws.cloudformation.StackSet("orders", {
 *   permissionModel: "SERVICE_MANAGED",
 *   autoDeployment: { enabled: true },
 *   capabilities: ["CAPABILITY_NAMED_IAM"],
 *   templateBody: contract.apply((text) =>
 *     renderStackSetTemplate({ contract: text, roleName: "orders", permissions: { readBuckets: ["orders"] } }),
 *   ),
 * });
 * ```
 */
export function renderStackSetTemplate(given: StackSetTemplateArgs): string {
  const args = checkedStackSetTemplate(given);
  const { contract } = args;
  const audiences = awsAudiences(contract, args.workloads);
  const name = oidcProviderName(contract.issuer);
  const trust = checkedTrustPolicy(
    {
      oidcProviderArn: `arn:aws:iam::000000000000:oidc-provider/${name}`,
      issuer: contract.issuer,
      audiences,
      subjects: subjectsOf(contract, args.workloads),
      sourceIps: args.allowedSourceIps,
      conditions: args.conditions,
      suspended: args.suspended,
    },
    {
      characters: args.trustPolicyQuota ?? IAM_LIMITS.trustPolicyCharacters,
      setting: "trustPolicyQuota",
    },
  );
  if (trust.problems.length > 0) {
    throw new StackSetTemplateError(trust.problems.map(atWorkloads));
  }
  const document = JSON.parse(trust.document) as TrustPolicyDocument;

  const principal = {
    Federated: { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${name}` },
  };
  const tags = Object.entries(args.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const tagged = tags.length === 0 ? {} : { Tags: tags };
  const owned = args.existingOidcProvider !== true;
  const provider = {
    Type: "AWS::IAM::OIDCProvider",
    ...(args.retainOidcProviderOnDelete === true
      ? { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" }
      : {}),
    Properties: {
      Url: contract.issuer,
      ClientIdList: [...new Set([...audiences, ...(args.additionalAudiences ?? [])])],
      ...tagged,
    },
  };
  const role = {
    Type: "AWS::IAM::Role",
    ...(owned ? { DependsOn: "OidcProvider" } : {}),
    Properties: {
      RoleName: args.roleName,
      ...(args.path === undefined ? {} : { Path: args.path }),
      ...(args.description === undefined ? {} : { Description: args.description }),
      MaxSessionDuration: args.maxSessionDuration ?? 3600,
      ...(args.permissionsBoundaryArn === undefined
        ? {}
        : { PermissionsBoundary: args.permissionsBoundaryArn }),
      AssumeRolePolicyDocument: {
        ...document,
        Statement: document.Statement.map((statement) => ({ ...statement, Principal: principal })),
      },
      ...policiesOf(args),
      ...tagged,
    },
  };
  return JSON.stringify({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Role ${args.roleName} for Azure workloads, by tokens of ${contract.issuer}`,
    Resources: { ...(owned ? { OidcProvider: provider } : {}), Role: role },
    Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
  });
}

/** Reports problems of subjects and audiences at `workloads`: here, both come from the workloads. */
function atWorkloads(problem: ArgumentProblem): ArgumentProblem {
  const { path } = problem;
  return path === "subjects" || path === "audiences" ? { ...problem, path: "workloads" } : problem;
}

/** The properties of a role that grant permissions. */
function policiesOf({ permissions, suspended }: CheckedStackSetTemplate): object {
  const { readBuckets, listBucketNames = false, inlinePolicies = {}, managedPolicyArns = {} } = permissions;
  const managed = Object.values(managedPolicyArns);
  const policies: { PolicyName: string; PolicyDocument: unknown }[] = Object.entries(inlinePolicies).map(
    ([PolicyName, text]) => ({ PolicyName, PolicyDocument: JSON.parse(text) as unknown }),
  );
  if (readBuckets !== undefined) {
    const document = inEveryPartition(readBucketsPolicy(readBuckets, "${AWS::Partition}", listBucketNames));
    policies.unshift({ PolicyName: "read-buckets", PolicyDocument: document });
  }
  if (suspended === true) {
    policies.push({ PolicyName: SUSPENSION_POLICY_NAME, PolicyDocument: SUSPENSION_POLICY });
  }
  return {
    ...(policies.length === 0 ? {} : { Policies: policies }),
    ...(managed.length === 0 ? {} : { ManagedPolicyArns: managed }),
  };
}

/** The document, with the partition in its ARNs for CloudFormation to fill in. */
function inEveryPartition(document: ReadBucketsPolicy): object {
  const substituted = (resource: string) => (resource.includes("${") ? { "Fn::Sub": resource } : resource);
  return {
    ...document,
    Statement: document.Statement.map((statement) => ({
      ...statement,
      Resource: [statement.Resource].flat().map(substituted),
    })),
  };
}
