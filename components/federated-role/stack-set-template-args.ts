/** The arguments of a StackSet template and their checks. */
import { ARGUMENTS, coded, withCode } from "../../messages";
import type { CheckedConditions, NarrowingConditions } from "../../trust/build";
import { awsAudiences, type FederationContract, readFederationContract } from "../../trust/contract";
import { isObject } from "../../trust/text";
import { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, list, number, optional, structure, text } from "../arguments/argument-kinds";
import { ArgumentPaths } from "../arguments/argument-paths";
import { type ArgumentProblem, sentence } from "../arguments/argument-problem";
import { argumentTable } from "../arguments/argument-table";
import { isGiven, isPlain } from "../arguments/inputs";
import { audience, roleName, trustPolicyQuota } from "../arguments/rules/iam";
import { clientIdProblems, FEWER_AUDIENCES, FEWER_WORKLOADS } from "../oidc-provider/client-ids";
import { dynamicReferenceProblems } from "./dynamic-references";
import { FEDERATED_ROLE } from "./federated-role-args";
import { PERMISSIONS } from "./permissions";
import { contractProblems } from "./trust-inputs";

/** What the roles of a StackSet may do: the permissions of a `FederatedRole`, without Outputs. */
export interface StackSetPermissions {
  /** Names of S3 buckets. The role may list these buckets and read their objects. Default: none. */
  readBuckets?: string[] | undefined;
  /** Whether the role may also list the names of all buckets in its account. Requires `readBuckets`. Default: false. */
  listBucketNames?: boolean | undefined;
  /**
   * Policy documents as JSON text, by name. CloudFormation replaces nothing in them: `{{resolve:` is an error. Default:
   * none.
   */
  inlinePolicies?: Record<string, string> | undefined;
  /** ARNs of managed policies that exist in each account, each once and under a name of your choice. Default: none. */
  managedPolicyArns?: Record<string, string> | undefined;
}

/** Arguments of {@link renderStackSetTemplate}. */
export interface StackSetTemplateArgs {
  /** The federation contract as JSON text. */
  contract: string;
  /**
   * The names of the workloads that may assume the role. A contract with several workloads requires them. Default: the
   * only workload of the contract.
   */
  workloads?: string[] | undefined;
  /** The name of the role. It is the same in every account, so the ARN in each account is known. */
  roleName: string;
  /** What the role may do. */
  permissions: StackSetPermissions;
  /** The path of the role. Default: `/`. */
  path?: string | undefined;
  /** The description of the role. Default: none. */
  description?: string | undefined;
  /** The maximum length of a session in seconds, 3600 to 43200. Default: 3600. */
  maxSessionDuration?: number | undefined;
  /** The ARN of the managed policy that is the role's permissions boundary. Default: none. */
  permissionsBoundaryArn?: string | undefined;
  /** Tags for the role and the provider. Default: none. */
  tags?: Record<string, string> | undefined;
  /** Public addresses and networks from which the role may be assumed. Default: any address. */
  allowedSourceIps?: string[] | undefined;
  /** Further conditions of the trust policy. They can only narrow the trust. Default: none. */
  conditions?: NarrowingConditions | undefined;
  /** Whether the roles are suspended: nobody can assume them, and open sessions are denied everything. Default: false. */
  suspended?: boolean | undefined;
  /** The smallest quota for trust policies among the accounts, 2048 to 4096 characters. Default: 2048. */
  trustPolicyQuota?: number | undefined;
  /** Further audiences of the provider. Default: none. */
  additionalAudiences?: string[] | undefined;
  /**
   * Whether the accounts already have the issuer's provider, with the audience among its client IDs. An account can have
   * only one provider per URL. The template then creates the role alone. It needs no ARN, which differs between accounts.
   * Default: false.
   */
  existingOidcProvider?: boolean | undefined;
  /**
   * Whether the provider stays in an account that leaves the StackSet, because others use it. Excludes
   * `existingOidcProvider`. Default: false.
   */
  retainOidcProviderOnDelete?: boolean | undefined;
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

const GRANTS = "Set readBuckets, inlinePolicies, or managedPolicyArns in it";

const { entries: OF_ROLE } = FEDERATED_ROLE;

/** What a role of the component has too is checked as there. */
const STACK_SET_TEMPLATE = argumentTable<StackSetTemplateArgs>()(
  {
    contract: OF_ROLE.contract,
    workloads: OF_ROLE.workloads,
    roleName: text(roleName),
    permissions: structure(PERMISSIONS, GRANTS),
    path: OF_ROLE.path,
    description: OF_ROLE.description,
    maxSessionDuration: OF_ROLE.maxSessionDuration,
    permissionsBoundaryArn: OF_ROLE.permissionsBoundaryArn,
    tags: OF_ROLE.tags,
    allowedSourceIps: OF_ROLE.allowedSourceIps,
    conditions: OF_ROLE.conditions,
    suspended: OF_ROLE.suspended,
    trustPolicyQuota: optional(number(trustPolicyQuota)),
    additionalAudiences: optional(list(audience, "audience", true)),
    existingOidcProvider: optional(boolean()),
    retainOidcProviderOnDelete: optional(boolean()),
  },
  (checks, args) => {
    if (args.existingOidcProvider === true && args.retainOidcProviderOnDelete === true) {
      checks.report(
        "retainOidcProviderOnDelete",
        ARGUMENTS.say("argument-excluded", "existingOidcProvider", "an existing provider is never deleted"),
        true,
      );
    }
    const problems = contractProblems(args);
    checks.add(problems);
    checks.add(dynamicReferenceProblems(args));
    const contract = problems.length > 0 ? undefined : readFederationContract(args.contract).contract;
    if (contract !== undefined) {
      checks.add(quotaProblems(args, contract));
    }
  },
);

/** The arguments of a template after their checks. Nothing in them is `null`. */
export interface CheckedStackSetTemplate extends Omit<StackSetTemplateArgs, "contract" | "conditions"> {
  readonly contract: FederationContract;
  readonly conditions: CheckedConditions | undefined;
}

/**
 * Checks the arguments.
 *
 * @throws {StackSetTemplateError} With all problems of the arguments.
 */
export function checkedStackSetTemplate(given: StackSetTemplateArgs): CheckedStackSetTemplate {
  if (!isObject(given)) {
    throw new StackSetTemplateError([{ path: "args", ...ARGUMENTS.say("argument-missing") }]);
  }
  const checks = new ArgumentChecks(ArgumentPaths.of("StackSet", ""), undefined, { withOutputs: false });
  const { conditions } = STACK_SET_TEMPLATE.members(checks, given);
  const contract = checks.problems.length > 0 ? undefined : readFederationContract(given.contract).contract;
  if (contract === undefined || !isPlain(conditions)) {
    throw new StackSetTemplateError(checks.problems);
  }
  return { ...withoutNull(given), permissions: withoutNull(given.permissions), contract, conditions };
}

/** The arguments without those that are `null`, which programs without types use for missing ones. */
function withoutNull<T extends object>(args: T): T {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => isGiven(value))) as T;
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
