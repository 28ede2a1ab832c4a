import type { ActionUse, KeyUse } from "../use/key-use";
import { ANY_RESOURCE } from "../use/resources";
import {
  changesAccess,
  neededActions,
  ON_NAMED_RESOURCES,
  prefixOf,
  READS_OR_WRITES_DATA,
  resourceFor,
} from "./iam-actions";

/** A call that was observed, and the actions that it needs. */
export interface Evidence {
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
  readonly evidence: readonly Evidence[];
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
}

/** The most characters, without spaces, of all inline policies of a role. Source: IAM user guide, "IAM and AWS STS quotas". */
export const LONGEST_INLINE = 10_240;

/** Makes the smallest policy that allows what a key did. Calls that AWS refused are not in it. */
export function observedPolicy(use: KeyUse): ObservedPolicy {
  const leftOut: LeftOut[] = [];
  /** By the service and the resources. */
  const groups = new Map<
    string,
    { actions: Set<string>; resources: readonly string[]; evidence: Evidence[] }
  >();
  for (const action of use.actions) {
    const call = `${action.source} ${action.name}`;
    if (action.denied !== undefined) {
      leftOut.push({ call, calls: action.denied.count, reason: "AWS refused these calls" });
    }
    if (action.done === undefined) {
      continue;
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
      const key = [prefixOf(action.source), ...resources].join(" ");
      const group = groups.get(key) ?? { actions: new Set<string>(), resources, evidence: [] };
      groups.set(key, group);
      group.actions.add(needed);
      group.evidence.push({ call, actions: [needed], calls, first, last });
    }
  }
  const numbers = new Map<string, number>();
  const statements = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { actions, resources, evidence }]) => {
      const service = (key.split(" ")[0] ?? "").replaceAll(/[^a-z0-9]/g, "");
      const number = (numbers.get(service) ?? 0) + 1;
      numbers.set(service, number);
      return {
        Sid: `${service.charAt(0).toUpperCase()}${service.slice(1)}Observed${number}`,
        Action: [...actions].sort(),
        Resource: resources,
        evidence: merged(evidence),
      };
    });
  return { statements, leftOut };
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
function merged(evidence: readonly Evidence[]): Evidence[] {
  const byCall = new Map<string, Evidence>();
  for (const one of evidence) {
    const before = byCall.get(one.call);
    byCall.set(
      one.call,
      before === undefined ? one : { ...one, actions: [...before.actions, ...one.actions] },
    );
  }
  return [...byCall.values()];
}
