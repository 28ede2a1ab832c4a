/** The arguments of a StackSet template and their checks. */
import { ARGUMENTS, coded, ROLES, withCode } from "../../messages";
import {
  awsAudiences,
  type FederationContract,
  isObject,
  type NarrowingConditions,
  readFederationContract,
} from "../../trust";
import { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, list, map, number, optional, structure, text } from "../arguments/argument-kinds";
import { ArgumentPaths } from "../arguments/argument-paths";
import { type ArgumentProblem, sentence } from "../arguments/argument-problem";
import { type Argument, argumentTable } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import {
  audience,
  bucketName,
  iamArn,
  roleDescription,
  roleName,
  rolePath,
  sessionDuration,
  trustPolicyQuota,
} from "../arguments/rules/iam";
import { staticName } from "../arguments/rules/names";
import { sourceIp } from "../arguments/rules/network";
import { policyDocument } from "../arguments/rules/policy-document";
import { awsTags } from "../arguments/tags";
import { clientIdProblems, FEWER_AUDIENCES, FEWER_WORKLOADS } from "../oidc-provider/client-ids";
import { dynamicReferenceProblems } from "./dynamic-references";
import { narrowingConditions } from "./narrowing-conditions";
import { LISTS_FOR_NOTHING, permissionQuotaProblems, type Permissions } from "./permissions";
import { contractProblems, knownIssuer } from "./trust-inputs";

/** What the roles of a StackSet may do. At least one argument must grant something. */
export interface StackSetPermissions {
  /** Names of S3 buckets. The role may list these buckets and read their objects. Default: none. */
  readonly readBuckets?: readonly string[] | undefined;
  /**
   * Whether the role may also list the names of all buckets in its account. Requires `readBuckets`. Default: false.
   */
  readonly listBucketNames?: boolean | undefined;
  /**
   * Policy documents as JSON text, by name. CloudFormation replaces nothing in them: `{{resolve:` is an error. Default:
   * none.
   */
  readonly inlinePolicies?: Readonly<Record<string, string>> | undefined;
  /** ARNs of managed policies that exist in each account. Default: none. */
  readonly managedPolicyArns?: readonly string[] | undefined;
}

/** Arguments of {@link renderStackSetTemplate}. */
export interface StackSetTemplateArgs {
  /** The federation contract as JSON text. */
  readonly contract: string;
  /**
   * The names of the workloads that may assume the role. A contract with several workloads requires them. Default: the
   * only workload of the contract.
   */
  readonly workloads?: readonly string[] | undefined;
  /** The name of the role. It is the same in every account, so the ARN in each account is known. */
  readonly roleName: string;
  /** What the role may do. */
  readonly permissions: StackSetPermissions;
  /** The path of the role. Default: `/`. */
  readonly path?: string | undefined;
  /** The description of the role. Default: none. */
  readonly description?: string | undefined;
  /** The maximum length of a session in seconds, 3600 to 43200. Default: 3600. */
  readonly maxSessionDuration?: number | undefined;
  /** The ARN of the managed policy that is the role's permissions boundary. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
  /** Tags for the role and the provider. Default: none. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Public addresses and networks from which the role may be assumed. Default: any address. */
  readonly allowedSourceIps?: readonly string[] | undefined;
  /** Further conditions of the trust policy. They can only narrow the trust. Default: none. */
  readonly conditions?: NarrowingConditions | undefined;
  /** Whether the roles are suspended: nobody can assume them, and open sessions are denied everything. Default: false. */
  readonly suspended?: boolean | undefined;
  /** The smallest quota for trust policies among the accounts, 2048 to 4096 characters. Default: 2048. */
  readonly trustPolicyQuota?: number | undefined;
  /** Further audiences of the provider. Default: none. */
  readonly additionalAudiences?: readonly string[] | undefined;
  /**
   * Whether the accounts already have the issuer's provider, with the audience among its client IDs. An account can have
   * only one provider per URL. The template then creates the role alone. Default: false.
   */
  readonly existingOidcProvider?: boolean | undefined;
  /** Whether the provider stays in an account that leaves the StackSet, because others use it. Default: false. */
  readonly retainOidcProvider?: boolean | undefined;
}

/** One invalid argument of a StackSet template. */
export interface StackSetTemplateProblem {
  /** Where the argument is: `permissions.readBuckets[0]`. */
  readonly path: string;
  /** The stable code of the problem, which the error catalog explains: `bucket-name-invalid`. */
  readonly code: string;
  /** What is wrong and how to fix it, with the code at the end. */
  readonly reason: string;
}

/** The arguments of a StackSet template are invalid. */
export class StackSetTemplateError extends TypeError {
  override readonly name = "StackSetTemplateError";
  /** All problems, each with its path. */
  readonly problems: readonly StackSetTemplateProblem[];

  /** @param found - All problems. */
  constructor(found: readonly ArgumentProblem[]) {
    const problems = found.map((one) => ({ path: one.path, code: one.code, reason: sentence(one) }));
    const lines = problems.map(({ path, reason }) => `  ${path}: ${reason}`);
    super(
      [
        withCode(coded("stack-set-template-failed", "cannot render the template of the StackSet")),
        ...lines,
      ].join("\n"),
    );
    this.problems = problems;
  }
}

/** The arguments in the form that tables need: their lists are mutable. */
type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] | undefined
    ? Item[] | Extract<T[K], undefined>
    : T[K] extends StackSetPermissions
      ? Mutable<StackSetPermissions>
      : T[K];
};

const PERMISSIONS = argumentTable<Mutable<StackSetPermissions>>()(
  {
    readBuckets: optional(list(bucketName, "bucket", true)),
    listBucketNames: optional(boolean()),
    inlinePolicies: optional(map(staticName, policyDocument, () => [])),
    managedPolicyArns: optional(list(iamArn("policy"), "policy", true)),
  },
  (checks, permissions) => {
    const { readBuckets, listBucketNames } = permissions;
    const given = Object.values(permissions as Record<string, object | undefined>).filter(isGiven);
    if (isGiven(listBucketNames) && !isGiven(readBuckets)) {
      checks.report("listBucketNames", LISTS_FOR_NOTHING, listBucketNames);
    }
    checks.add(permissionQuotaProblems(permissions as Permissions));
    if (!given.some((grant) => Object.keys(grant).length > 0)) {
      checks.report("", ROLES.say("permissions-empty"));
    }
  },
);
const GRANTS = "Set readBuckets, inlinePolicies, or managedPolicyArns in it";

/** Arguments that are checked in addition to the table. */
const asGiven: Argument<unknown> = { check: (_checks, _path, given) => given };

const STACK_SET_TEMPLATE = argumentTable<Mutable<StackSetTemplateArgs>>()(
  {
    contract: asGiven,
    workloads: asGiven,
    roleName: text(roleName),
    permissions: structure(PERMISSIONS, GRANTS),
    path: optional(text(rolePath)),
    description: optional(text(roleDescription)),
    maxSessionDuration: optional(number(sessionDuration)),
    permissionsBoundaryArn: optional(text(iamArn("policy"))),
    tags: awsTags,
    allowedSourceIps: optional(list(sourceIp, "address or network", true)),
    conditions: narrowingConditions<Mutable<StackSetTemplateArgs>>((all) => ({
      issuer: knownIssuer(all),
      hasSourceIps: (all.allowedSourceIps ?? []).length > 0,
    })),
    suspended: optional(boolean()),
    trustPolicyQuota: optional(number(trustPolicyQuota)),
    additionalAudiences: optional(list(audience, "audience", true)),
    existingOidcProvider: optional(boolean()),
    retainOidcProvider: optional(boolean()),
  },
  (checks, args) => {
    const problems = contractProblems(args);
    checks.add(problems);
    checks.add(dynamicReferenceProblems(args));
    const contract = problems.length > 0 ? undefined : readFederationContract(args.contract).contract;
    if (contract !== undefined) {
      checks.add(quotaProblems(args, contract));
    }
  },
);

/** All problems of the arguments, each with its path. */
export function stackSetTemplateProblems(args: StackSetTemplateArgs): ArgumentProblem[] {
  const checks = new ArgumentChecks(ArgumentPaths.of("StackSet", ""), undefined, { withOutputs: false });
  if (!isObject(args)) {
    return [{ path: "args", ...ARGUMENTS.say("argument-missing") }];
  }
  STACK_SET_TEMPLATE.members(checks, args as Mutable<StackSetTemplateArgs>);
  return [...checks.problems];
}

/** Reports too many client IDs. The contract and the workloads must be valid. */
function quotaProblems(args: StackSetTemplateArgs, contract: FederationContract): ArgumentProblem[] {
  if (args.existingOidcProvider === true) {
    return [];
  }
  const additional: unknown = args.additionalAudiences;
  const others: readonly unknown[] = Array.isArray(additional) ? additional : [];
  const clientIds = new Set<unknown>([...awsAudiences(contract, args.workloads ?? undefined), ...others]);
  const [path, remedy] =
    others.length > 0 ? ["additionalAudiences", FEWER_AUDIENCES] : ["workloads", FEWER_WORKLOADS];
  return clientIdProblems(clientIds.size, remedy).map((message) => ({ path, ...message }));
}
