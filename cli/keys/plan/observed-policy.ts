/** The policy that `keys plan` proposes: the calls that it allows, those that it leaves out, and the evidence. */
import {
  changesAccess,
  neededActions,
  ON_NAMED_RESOURCES,
  prefixOf,
  READS_OR_WRITES_DATA,
  resourceFor,
} from "../use/iam-actions";
import type { ActionUse, KeyUse } from "../use/key-use";
import { ANY_RESOURCE } from "../use/resources";

/** A call that was observed, and the actions that it needs. */
export interface ObservedCall {
  /** The call, such as `s3.amazonaws.com ListObjects`. */
  readonly call: string;
  readonly actions: readonly string[];
  readonly calls: number;
  readonly first: string;
  readonly last: string;
}

/** A statement, and why it is there. */
export interface ObservedStatement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly evidence: readonly ObservedCall[];
}

/** What sessions of a role did. The role allows it, so the policy does not. */
export interface ThroughRole {
  readonly role: string;
  /** The call of STS that began the sessions. */
  readonly call: string;
  readonly calls: readonly Omit<ObservedCall, "actions">[];
}

/** Calls that the policy does not allow. */
export interface LeftOut {
  readonly call: string;
  readonly calls: number;
  readonly reason: string;
}

/** A policy of what was observed. */
export interface ObservedPolicy {
  readonly statements: readonly ObservedStatement[];
  readonly leftOut: readonly LeftOut[];
  readonly throughRoles: readonly ThroughRole[];
  /** What must change in addition to the policy, in sentences. */
  readonly changes: readonly string[];
}

/** The most characters, without spaces, of all inline policies of a role. Source: IAM user guide, "IAM and AWS STS quotas". */
export const LONGEST_INLINE = 10_240;

/** Statements in the making. */
interface Group {
  readonly actions: Set<string>;
  readonly resources: readonly string[];
  readonly evidence: ObservedCall[];
}

/**
 * Makes the smallest policy that allows what a key did. Calls that AWS refused are not in it.
 *
 * Sessions of a role have the permissions of that role, so the policy allows only to assume it. Other sessions, such as those of
 * `GetSessionToken`, have the permissions of the user: what they did is in separate statements.
 *
 * Source: IAM user guide, "Compare AWS STS credentials".
 */
export function observedPolicy(use: KeyUse): ObservedPolicy {
  const leftOut: LeftOut[] = [];
  /** By the service, by whether sessions made the calls, and by the resources. */
  const groups = new Map<string, Group>();
  for (const action of use.actions) {
    allow(action, "Observed", "", groups, leftOut);
  }
  const ofUser = use.sessions.filter(({ roleArn }) => roleArn === "");
  for (const { call, use: did } of ofUser) {
    for (const action of did.actions) {
      allow(action, "Session", ` (session of ${call})`, groups, leftOut);
    }
  }
  return {
    statements: statementsOf(groups),
    leftOut,
    throughRoles: use.sessions
      .filter(({ roleArn }) => roleArn !== "")
      .map(({ call, roleArn, use: did }) => ({ role: roleArn, call, calls: callsOf(did) })),
    changes: [...trustChanges(use), ...ofUser.map(({ call }) => sessionChange(call))],
  };
}

function allow(
  action: ActionUse,
  kind: string,
  how: string,
  groups: Map<string, Group>,
  leftOut: LeftOut[],
): void {
  const call = `${action.source} ${action.name}${how}`;
  if (action.denied !== undefined) {
    const [[most] = [ANY_RESOURCE], ...others] = action.deniedResources.entries();
    const where =
      most === ANY_RESOURCE ? "" : `: ${most}${others.length > 0 ? ` and ${others.length} more` : ""}`;
    leftOut.push({
      call,
      calls: action.denied.count,
      reason: `AWS refused ${action.denied.count === 1 ? "it" : "them"}${where}`,
    });
  }
  if (action.done === undefined) {
    return;
  }
  const { count: calls, first, last } = action.done;
  const { actions, problem } = neededActions(action.source, action.name, action.isVersioned);
  if (problem !== undefined) {
    leftOut.push({ call, calls, reason: problem });
  }
  for (const needed of actions) {
    const resources = resourcesFor(needed, action);
    const refusal = refusalOf(needed, resources);
    if (refusal !== undefined) {
      leftOut.push({ call, calls, reason: refusal });
      continue;
    }
    const key = [prefixOf(action.source), kind, ...resources].join(" ");
    const group = groups.get(key) ?? { actions: new Set<string>(), resources, evidence: [] };
    groups.set(key, group);
    group.actions.add(needed);
    group.evidence.push({ call, actions: [needed], calls, first, last });
  }
}

function callsOf({ actions }: KeyUse): Omit<ObservedCall, "actions">[] {
  return actions.flatMap(({ source, name, done }) =>
    done === undefined
      ? []
      : [{ call: `${source} ${name}`, calls: done.count, first: done.first, last: done.last }],
  );
}

/** Roles that the key assumed. Their trust policies may name its user. */
function trustChanges({ actions }: KeyUse): string[] {
  const assumed = actions
    .filter(({ source, name, done }) => source === "sts.amazonaws.com" && name === "AssumeRole" && done)
    .flatMap(({ resources }) => resources.entries().map(([resource]) => resource))
    .filter((resource) => resource !== ANY_RESOURCE);
  return [...new Set(assumed)]
    .sort()
    .map(
      (role) =>
        `The key assumed ${role}. The policy allows the new role to assume it. If the trust policy of ${role} names the user of the key, add the new role there.`,
    );
}

function sessionChange(call: string): string {
  return `The program called ${call}. Remove this call: the credentials of a role are temporary already, and a role cannot make it. What its sessions did is in the statements with Session in their names.`;
}

function statementsOf(groups: ReadonlyMap<string, Group>): ObservedStatement[] {
  const numbers = new Map<string, number>();
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { actions, resources, evidence }]) => {
      const [prefix = "", kind = ""] = key.split(" ");
      const service = prefix.replaceAll(/[^a-z0-9]/g, "");
      const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}${kind}`;
      const number = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, number);
      return {
        Sid: `${name}${number}`,
        Action: [...actions].sort(),
        Resource: resources,
        evidence: merged(evidence),
      };
    });
}

/** The policy document alone. */
export function policyDocument({ statements }: ObservedPolicy): {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
} {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ Sid, Action, Resource }) => ({
      Sid,
      Effect: "Allow",
      Action: [...Action],
      Resource: [...Resource],
    })),
  };
}

function resourcesFor(action: string, { resources }: ActionUse): string[] {
  const names = resources.entries().map(([resource]) => resourceFor(action, resource));
  // With one call on an unknown resource, naming the others limits nothing.
  return resources.others > 0 || names.includes(ANY_RESOURCE) ? [ANY_RESOURCE] : [...new Set(names)].sort();
}

function refusalOf(action: string, resources: readonly string[]): string | undefined {
  if (resources.length === 0) {
    return "the calls name resources that cannot exist";
  }
  if (changesAccess(action)) {
    return `${action} changes who may do what. A workload should not have it`;
  }
  return (ON_NAMED_RESOURCES.has(action) || READS_OR_WRITES_DATA.test(action)) &&
    resources.includes(ANY_RESOURCE)
    ? `${action} needs named resources, which the log does not have`
    : undefined;
}

/** One line for each call. */
function merged(evidence: readonly ObservedCall[]): ObservedCall[] {
  const byCall = new Map<string, ObservedCall>();
  for (const one of evidence) {
    const before = byCall.get(one.call);
    byCall.set(
      one.call,
      before === undefined ? one : { ...one, actions: [...before.actions, ...one.actions] },
    );
  }
  return [...byCall.values()];
}
