/** What is wrong with the arguments of a StackSet's template. */
import {
  awsAudiences,
  type FederationContract,
  joinPaths,
  memberPath,
  narrowingProblems,
  readFederationContract,
} from "../../trust";
import type { ArgumentProblem } from "../arguments/argument-error";
import { optional, required, type Rule, shown } from "../arguments/argument-rule";
import {
  type FindProblems,
  inTextMap,
  inTexts,
  inValue,
  isObject,
  unlessLeftOut,
} from "../arguments/find-problems";
import { isGiven } from "../arguments/inputs";
import {
  audience,
  bucketName,
  iamArn,
  inTagKeys,
  roleDescription,
  roleName,
  rolePath,
  sessionDuration,
  tagKey,
  tagValue,
  trustPolicyQuota,
} from "../arguments/rules/iam";
import { staticName } from "../arguments/rules/names";
import { sourceIp } from "../arguments/rules/network";
import { policyDocument } from "../arguments/rules/policy-document";
import { clientIdProblems, FEWER_AUDIENCES, FEWER_WORKLOADS } from "../oidc-provider/client-ids";
import { permissionQuotaProblems } from "./permission-quotas";
import { LISTS_FOR_NOTHING, type Permissions } from "./permissions";
import { contractProblems } from "./role-trust";
import type { StackSetTemplateArgs } from "./stack-set-template";

/** The arguments make no template. */
export class StackSetTemplateError extends TypeError {
  override readonly name = "StackSetTemplateError";

  /** @param problems - All that was found, each with its path. */
  constructor(readonly problems: readonly ArgumentProblem[]) {
    const lines = problems.map(({ path, reason }) => `  ${path}: ${reason}`);
    super(["the template of the StackSet cannot be made", ...lines].join("\n"));
  }
}

const text = (rule: Rule<string>): FindProblems => inValue(optional("string", rule));
const texts = (rule: Rule<string>): FindProblems =>
  unlessLeftOut(inTexts(rule, "must name at least one, or be left out"));
const flag = inValue(optional("boolean", () => []));

/** By argument: what is wrong with it. */
const finders: Readonly<Record<string, FindProblems>> = {
  roleName: inValue(required("string", roleName)),
  path: text(rolePath),
  description: text(roleDescription),
  maxSessionDuration: inValue(optional("number", sessionDuration)),
  permissionsBoundaryArn: text(iamArn("policy")),
  tags: unlessLeftOut((path, tags) => {
    const problems = inTextMap(tagKey, tagValue)(path, tags);
    return problems.length > 0 ? problems : inTagKeys(path, tags);
  }),
  allowedSourceIps: texts(sourceIp),
  additionalAudiences: texts(audience),
  suspended: flag,
  trustPolicyQuota: inValue(optional("number", trustPolicyQuota)),
  existingOidcProvider: flag,
  retainOidcProvider: flag,
};

/** By permission: what is wrong with it. */
const permissionFinders: Readonly<Record<string, FindProblems>> = {
  readBuckets: texts(bucketName),
  listBucketNames: flag,
  inlinePolicies: unlessLeftOut(inTextMap(staticName, policyDocument)),
  managedPolicyArns: texts(iamArn("policy")),
};

/** Everything that is wrong with the arguments, each problem with its path. */
export function stackSetTemplateProblems(args: StackSetTemplateArgs): ArgumentProblem[] {
  if (!isObject(args)) {
    return [{ path: "args", reason: "is missing" }];
  }
  const { permissions, conditions, allowedSourceIps } = args;
  const contract =
    typeof args.contract === "string" ? readFederationContract(args.contract).contract : undefined;
  const context = { issuer: contract?.issuer, hasSourceIps: (allowedSourceIps ?? []).length > 0 };
  const trustProblems = contractProblems({
    contract: args.contract,
    workloads: args.workloads as string[] | undefined,
  });
  return [
    ...trustProblems,
    ...problemsOf(args, finders, ["contract", "workloads", "permissions", "conditions"], ""),
    ...permissionProblems(permissions),
    ...(contract === undefined || trustProblems.length > 0 ? [] : quotaProblems(args, contract)),
    ...narrowingProblems(conditions ?? {}, context).map(({ path, reason, given }) => ({
      path: joinPaths("conditions", path),
      reason: `${reason}${shown(given)}`,
    })),
  ];
}

/** By contract and workloads that are right. */
function quotaProblems(args: StackSetTemplateArgs, contract: FederationContract): ArgumentProblem[] {
  if (args.existingOidcProvider === true) {
    return [];
  }
  const additional: unknown = args.additionalAudiences;
  const others: readonly unknown[] = Array.isArray(additional) ? additional : [];
  const clientIds = new Set<unknown>([...awsAudiences(contract, args.workloads ?? undefined), ...others]);
  const [path, remedy] =
    others.length > 0 ? ["additionalAudiences", FEWER_AUDIENCES] : ["workloads", FEWER_WORKLOADS];
  return clientIdProblems(clientIds.size, remedy).map((reason) => ({ path, reason }));
}

function permissionProblems(permissions: unknown): ArgumentProblem[] {
  const path = "permissions";
  const grants = "give readBuckets, inlinePolicies or managedPolicyArns";
  if (!isGiven(permissions)) {
    return [{ path, reason: `is missing: ${grants}` }];
  }
  if (!isObject(permissions)) {
    return [{ path, reason: `must be an object${shown(permissions)}` }];
  }
  const { readBuckets, listBucketNames } = permissions as Permissions;
  const given = Object.values(permissions as Record<string, object | undefined>).filter(isGiven);
  return [
    ...problemsOf(permissions, permissionFinders, [], "permissions"),
    ...(isGiven(listBucketNames) && !isGiven(readBuckets)
      ? [{ path: "permissions.listBucketNames", reason: `${LISTS_FOR_NOTHING}${shown(listBucketNames)}` }]
      : []),
    ...permissionQuotaProblems(permissions as Permissions).map(({ name, reason }) => ({
      path: `permissions.${name}`,
      reason,
    })),
    ...(given.some((grant) => Object.keys(grant).length > 0)
      ? []
      : [{ path, reason: `must grant something: ${grants}` }]),
  ];
}

function problemsOf(
  given: object,
  known: Readonly<Record<string, FindProblems>>,
  others: readonly string[],
  prefix: string,
): ArgumentProblem[] {
  const names = [...Object.keys(known), ...others];
  const values = given as Readonly<Record<string, unknown>>;
  return [
    ...Object.keys(values)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: memberPath(prefix, name),
        reason: `is no argument; there are: ${names.join(", ")}`,
      })),
    ...Object.entries(known).flatMap(([name, find]) => find(memberPath(prefix, name), values[name])),
  ];
}
