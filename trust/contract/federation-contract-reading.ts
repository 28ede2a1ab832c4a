/** Reads a federation contract from any author, so it checks all of it. */
import { audienceProblems } from "../entra/audience";
import { type EntraTokenVersion, recognizeEntraIssuer } from "../entra/entra-issuer";
import { repeatedMember } from "../parse/json-members";
import { isObject } from "../parse/json-values";
import { memberPath } from "../parse/member-path";
import type { Problem } from "../parse/problem";
import { nestsDeeperThan } from "../parse/text-nesting";
import { MemberReader } from "./contract-members";
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

const WORKLOAD_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** The contract's own objects are three deep. */
const DEEPEST = 8;

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
  const parsed = typeof source === "string" ? parse(source) : source;
  const reader = new MemberReader();
  const { problems } = reader;
  if (!isObject(parsed)) {
    const reason = "must be the JSON text of a federation contract, as EntraAudience exports it";
    return { contract: undefined, problems: [{ path: "", reason }] };
  }
  const repeated = typeof source === "string" ? repeatedMember(source, parsed) : undefined;
  if (repeated !== undefined) {
    problems.push({ path: "", reason: `has the member ${JSON.stringify(repeated)} more than once` });
  }
  const { version, issuer, tokenVersion, audience } = parsed;
  if (version !== FEDERATION_CONTRACT_VERSION) {
    // Nothing else in another version can be checked.
    const reason = `must be ${FEDERATION_CONTRACT_VERSION}, the only version that this release knows`;
    reader.refuse("version", reason, version);
    return { contract: undefined, problems };
  }
  reader.onlyMembers("", parsed, [
    "version",
    "issuer",
    "tokenVersion",
    "audience",
    "workloads",
    "assignment",
  ]);
  if (tokenVersion === 1 || tokenVersion === 2) {
    checkIssuer(reader, issuer, tokenVersion);
  } else {
    reader.refuse("tokenVersion", "must be 1 or 2", tokenVersion);
  }
  const reasons =
    typeof audience === "string" ? audienceProblems(audience) : ["must be an application ID URI"];
  reasons.forEach((reason) => {
    reader.refuse("audience", reason, audience);
  });
  const workloads = readWorkloads(reader, parsed.workloads);
  const assignment = readAssignment(reader, parsed.assignment);
  if (problems.length > 0) {
    return { contract: undefined, problems };
  }
  return {
    contract: {
      version: FEDERATION_CONTRACT_VERSION,
      issuer: issuer as string,
      tokenVersion: tokenVersion as EntraTokenVersion,
      audience: audience as string,
      workloads,
      ...(assignment === undefined ? {} : { assignment }),
    },
    problems: [],
  };
}

function readWorkloads(reader: MemberReader, given: unknown): Record<string, ContractWorkload> {
  const workloads: Record<string, ContractWorkload> = {};
  const clientIds = new Map<string, string>();
  for (const [name, value] of Object.entries(reader.object("workloads", given) ?? {})) {
    const path = memberPath("workloads", name);
    reader.problems.push(
      ...contractWorkloadNameProblems(name).map((reason) => ({ path, reason: `the name ${reason}` })),
    );
    const workload = reader.object(path, value);
    if (workload === undefined) {
      continue;
    }
    reader.onlyMembers(path, workload, ["subject", "clientId"]);
    const subject = reader.guid(`${path}.subject`, workload.subject);
    const clientId = reader.guid(`${path}.clientId`, workload.clientId);
    if (subject !== "" && subject === clientId) {
      const reason = "must be the principal (object) ID of the identity, which is never its client ID";
      reader.refuse(`${path}.subject`, reason, subject);
    } else if (subject !== "" && (clientIds.get(subject) ?? clientId) !== clientId) {
      const reason = "must be the client ID that the other workload with this subject has";
      reader.refuse(`${path}.clientId`, reason, clientId);
    }
    clientIds.set(subject, clientId);
    workloads[name] = { subject, clientId };
  }
  return workloads;
}

function readAssignment(reader: MemberReader, given: unknown): ContractAssignment | undefined {
  if (given === undefined) {
    return undefined;
  }
  const assignment = reader.object("assignment", given);
  if (assignment === undefined) {
    return undefined;
  }
  reader.onlyMembers("assignment", assignment, ["servicePrincipalObjectId", "appRoleId"]);
  return {
    servicePrincipalObjectId: reader.guid(
      "assignment.servicePrincipalObjectId",
      assignment.servicePrincipalObjectId,
    ),
    appRoleId: reader.guid("assignment.appRoleId", assignment.appRoleId),
  };
}

/** The issuer must be one of Entra's, to the letter, and of the version that the contract says. */
function checkIssuer(reader: MemberReader, issuer: unknown, tokenVersion: EntraTokenVersion): void {
  const scheme = "https://";
  const recognized =
    typeof issuer === "string" && issuer.startsWith(scheme)
      ? recognizeEntraIssuer(issuer.slice(scheme.length))
      : undefined;
  const right = `${scheme}${recognized?.providerName ?? ""}`;
  const reason =
    recognized === undefined
      ? "must be the issuer of an Entra tenant, such as https://sts.windows.net/<tenant ID>/"
      : issuer !== right
        ? `must be ${right}, to the letter`
        : `must be an issuer of v${tokenVersion} tokens, since tokenVersion is ${tokenVersion}`;
  if (issuer !== right || recognized?.tokenVersion !== tokenVersion) {
    reader.refuse("issuer", reason, issuer);
  }
}

function parse(text: string): unknown {
  if (nestsDeeperThan(text, DEEPEST)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
