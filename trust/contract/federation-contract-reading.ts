/** Reads a federation contract from any author, so it checks all of it. */
import { audienceProblems } from "../entra/audience";
import { recognizeEntraIssuer } from "../entra/entra-issuer";
import { isGuid } from "../kernel/guid";
import { repeatedMember } from "../text/json-members";
import { isObject } from "../text/json-values";
import { memberPath } from "../text/member-path";
import type { Problem } from "../text/problem";
import { nestsDeeperThan } from "../text/text-nesting";
import {
  type ContractAssignment,
  type ContractWorkload,
  FEDERATION_CONTRACT_VERSION,
  type FederationContract,
} from "./federation-contract";

/** A contract, or all of its problems. */
export type FederationContractReading =
  | { readonly contract: FederationContract; readonly problems: readonly [] }
  | { readonly contract: undefined; readonly problems: readonly Problem[] };

/** Finds the problems of a member. The other members of its object can decide what is correct. */
type Check = (path: string, given: unknown, beside: Record<string, unknown>) => Problem[];

/** The contract's own objects are three deep. */
const DEEPEST = 8;

const WORKLOAD_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

const guidProblems = (given: unknown) => (isGuid(given) ? [] : ["must be a GUID"]);
const guid = value(guidProblems);

const assignment = object<ContractAssignment>({ servicePrincipalObjectId: guid, appRoleId: guid });

const contract = object<FederationContract>({
  version: value((given) =>
    given === FEDERATION_CONTRACT_VERSION
      ? []
      : [`must be ${FEDERATION_CONTRACT_VERSION}, the only version that this release knows`],
  ),
  issuer: value(issuerProblems),
  tokenVersion: value((given) => (given === 1 || given === 2 ? [] : ["must be 1 or 2"])),
  audience: value((given) =>
    typeof given === "string" ? audienceProblems(given) : ["must be an application ID URI"],
  ),
  workloads: workloadsProblems,
  assignment: (path, given, beside) => (given === undefined ? [] : assignment(path, given, beside)),
});

/** The check of the workloads, one after the other. Those with the same subject are the same identity. */
function workload(): Check {
  const clientIds = new Map<unknown, unknown>();
  return object<ContractWorkload>({
    subject: value((given, { clientId }) =>
      isGuid(given) && given === clientId
        ? ["must be the principal (object) ID of the identity, which is never its client ID"]
        : guidProblems(given),
    ),
    clientId: value((given, { subject }) => {
      const known = clientIds.get(subject) ?? given;
      clientIds.set(subject, known);
      const isKnown = isGuid(subject) && isGuid(known) && given !== subject;
      return isKnown && given !== known
        ? ["must be the client ID that the other workload with this subject has"]
        : guidProblems(given);
    }),
  });
}

/**
 * Reports why a contract cannot contain a name.
 *
 * @returns One sentence that continues "the name"; none if the contract can contain it.
 */
export function contractWorkloadNameProblems(name: string): string[] {
  return WORKLOAD_NAME.test(name)
    ? []
    : [
        "must be 1 to 64 letters, digits, dots, underscores or hyphens, beginning and ending with a letter or digit",
      ];
}

/**
 * Reads a contract. It refuses unknown members and versions, so that nothing the other stack intended is silently ignored.
 * It returns GUIDs in lower case.
 *
 * @param source - JSON text, or the result of `JSON.parse`.
 */
export function readFederationContract(source: unknown): FederationContractReading {
  const parsed = parse(source);
  if (!isObject(parsed)) {
    const reason = "must be the JSON text of a federation contract, as EntraAudience exports it";
    return { contract: undefined, problems: [{ path: "", reason }] };
  }
  const repeated = typeof source === "string" ? repeatedMember(source, parsed) : undefined;
  const found = contract("", parsed, {});
  const otherVersion = found.filter(({ path }) => path === "version");
  const problems = [
    ...(repeated === undefined
      ? []
      : [{ path: "", reason: `has the member ${JSON.stringify(repeated)} more than once` }]),
    // Nothing else in another version can be checked.
    ...(otherVersion.length > 0 ? otherVersion : found),
  ];
  return problems.length > 0
    ? { contract: undefined, problems }
    : { contract: parsed as unknown as FederationContract, problems: [] };
}

/** Checks a member that is not an object. Each reason continues its path. */
function value(reasons: (given: unknown, beside: Record<string, unknown>) => string[]): Check {
  return (path, given, beside) => reasons(given, beside).map((reason) => problem(path, reason, given));
}

/** Checks an object that has these members, and no other. */
function object<T>(checks: Readonly<Record<keyof T & string, Check>>): Check {
  const unknown = `is not a member of the contract. Expected one of: ${Object.keys(checks).join(", ")}`;
  return (path, given) =>
    isObject(given)
      ? [
          ...Object.keys(given)
            .filter((name) => !Object.hasOwn(checks, name))
            .map((name) => ({ path: memberPath(path, name), reason: unknown })),
          ...Object.entries<Check>(checks).flatMap(([name, check]) =>
            check(memberPath(path, name), given[name], given),
          ),
        ]
      : [problem(path, "must be an object", given)];
}

function workloadsProblems(path: string, given: unknown): Problem[] {
  const check = workload();
  return isObject(given)
    ? Object.entries(given).flatMap(([name, found]) => {
        const at = memberPath(path, name);
        const names = contractWorkloadNameProblems(name).map((reason) => ({
          path: at,
          reason: `the name ${reason}`,
        }));
        return [...names, ...check(at, found, given)];
      })
    : [problem(path, "must be an object", given)];
}

/** The issuer must be one of Entra's, to the letter, and of the version that the contract says. */
function issuerProblems(issuer: unknown, { tokenVersion }: Record<string, unknown>): string[] {
  if (tokenVersion !== 1 && tokenVersion !== 2) {
    return [];
  }
  const [, name = ""] = /^https:\/\/(.*)$/s.exec(String(issuer)) ?? [];
  const recognized = typeof issuer === "string" ? recognizeEntraIssuer(name) : undefined;
  if (recognized === undefined) {
    return ["must be the issuer of an Entra tenant, such as https://sts.windows.net/<tenant ID>/"];
  }
  if (recognized.providerName !== name) {
    return [`must be https://${recognized.providerName}, to the letter`];
  }
  return recognized.tokenVersion === tokenVersion
    ? []
    : [`must be an issuer of v${tokenVersion} tokens, since tokenVersion is ${tokenVersion}`];
}

/** A problem whose reason ends with what was given: as JSON, cut after 100 characters. */
function problem(path: string, reason: string, given: unknown): Problem {
  const text = JSON.stringify(given) as string | undefined;
  const got =
    text === undefined ? "it is missing" : `got ${text.length > 100 ? `${text.slice(0, 100)}…` : text}`;
  return { path, reason: `${reason}; ${got}` };
}

/** The value of a JSON text, with GUIDs in lower case; `undefined` if it cannot be a contract. */
function parse(source: unknown): unknown {
  try {
    const text = typeof source === "string" ? source : JSON.stringify(source);
    return nestsDeeperThan(text, DEEPEST)
      ? undefined
      : JSON.parse(text, (name, member: unknown) =>
          // An audience is compared as it is.
          name !== "audience" && isGuid(member) ? (member as string).toLowerCase() : member,
        );
  } catch {
    return undefined;
  }
}
