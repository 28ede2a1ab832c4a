/** Decides for `keys find` where a key is used, and how sure it is that its workload runs in Azure. */
import { counted, numeral } from "../../report/counted";
import { ROOT_USER } from "../../snapshot/snapshot-records";
import type { ActionUse, KeyUse } from "../use/key-use";
import type { SnapshotFacts, SnapshotKey } from "../use/snapshot-keys";

/**
 * Where a key is used. `azure`: at least one call came from an address of Azure. `elsewhere`: calls came from other addresses only.
 * `unknown`: no call shows an address. `not-in-log`: the log has no call of the key.
 */
export type KeyOrigin = "azure" | "elsewhere" | "unknown" | "not-in-log";

/** How sure it is that the key's workload runs in Azure. */
export type Confidence = "high" | "medium" | "low";

/** A name, and how often it was seen. */
export interface Seen {
  readonly name: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** An action of an API that a key called. */
export interface FoundAction {
  /** Such as `s3.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  readonly calls: number;
  /** How many of these calls AWS refused for lack of a permission. */
  readonly denied: number;
  readonly first: string;
  readonly last: string;
  readonly resources: readonly Seen[];
  /** The resources of the refused calls. */
  readonly deniedResources: readonly Seen[];
}

/** A place in Azure that a key was used from. */
export interface FoundPlace {
  readonly tag: string;
  readonly region: string;
  readonly service: string;
  readonly calls: number;
  readonly first: string;
  readonly last: string;
}

/** How many calls came from where. */
export interface FoundCalls {
  readonly total: number;
  readonly azure: number;
  readonly elsewhere: number;
  readonly hidden: number;
  readonly aws: number;
}

/** What the sessions did that a key began, or that such a session began. */
export interface FoundSession {
  /** The call of STS that began them, such as `AssumeRole`. */
  readonly call: string;
  /** The role of the sessions; `undefined` if they have none: then they have the permissions of the user. */
  readonly role: string | undefined;
  readonly calls: FoundCalls;
  readonly first: string;
  readonly last: string;
  readonly places: readonly FoundPlace[];
  readonly addresses: readonly Seen[];
  readonly agents: readonly Seen[];
  readonly actions: readonly FoundAction[];
}

/** A key, and what the snapshot and the log say about it. */
export interface FoundKey {
  readonly keyId: string;
  readonly account: string;
  readonly user: string;
  readonly owner: string | undefined;
  /**
   * `Deleted` if the snapshot has all keys of the account and not this one. `unknown` if the key is in the log only, and the snapshot does
   * not have all keys of its account. IAM lists no keys of the root user: `Active` and `Inactive` are what the credential report says of its
   * keys together.
   */
  readonly status: "Active" | "Inactive" | "Deleted" | "unknown";
  readonly created: string | undefined;
  /** What IAM recorded: `undefined` if it was not asked; without a date if it knows of no use. */
  readonly iamLastUsed: SnapshotKey["LastUsed"];
  readonly origin: KeyOrigin;
  /** Only for keys that are used from Azure. */
  readonly confidence: Confidence | undefined;
  /** The calls that the key signed. Those of its sessions are in `sessions`. */
  readonly calls: FoundCalls;
  /** The first and the last use of the key or of its sessions. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly places: readonly FoundPlace[];
  /** Addresses outside Azure. */
  readonly addresses: readonly Seen[];
  readonly agents: readonly Seen[];
  readonly actions: readonly FoundAction[];
  readonly sessions: readonly FoundSession[];
  /** The limits of this result, in sentences. */
  readonly notes: readonly string[];
}

const NOT_IN_SNAPSHOT =
  "The snapshot does not have this key: it is older than the key's last use, or does not have all keys of the account.";

const DELETED = "The snapshot has all keys of the account, and this one is not among them: it was deleted.";

const ROOT_ACTIVE =
  "The credential report shows an active access key of the root user, without its ID. It counts as this one.";

const ROOT_INACTIVE =
  "The credential report shows no active access key of the root user, so this one is inactive or deleted.";

/** Fewer calls than this give no high confidence. */
const FEW = 5;

/** The least shares of calls from Azure, among those with a public address, for high and for medium confidence. */
const [MOSTLY, HALF] = [0.9, 0.5];

/** Whether a key can still be used, as far as is known. */
export function isUsable({ status }: Pick<FoundKey, "status">): boolean {
  return status === "Active" || status === "unknown";
}

/** Joins what the snapshot and the log say about a key. At least one of the two has it. */
export function foundKey(
  known: SnapshotKey | undefined,
  use: KeyUse | undefined,
  snapshot: Pick<SnapshotFacts, "at" | "wholeAccounts" | "rootKeys" | "rootKnown"> | undefined,
): FoundKey {
  const { azure = 0, elsewhere = 0 } = use?.allOrigins ?? {};
  const origin = originOf(use, azure, elsewhere);
  // A key that was made and used after the snapshot is not in it either.
  const isRoot = use?.identityType === "Root";
  const rootStatus = isRoot ? statusOfRoot(use, snapshot) : undefined;
  const isDeleted =
    !isRoot &&
    snapshot !== undefined &&
    use !== undefined &&
    snapshot.wholeAccounts.has(use.account) &&
    Date.parse(use.span.last) < Date.parse(snapshot.at);
  return {
    keyId: known?.AccessKeyId ?? use?.keyId ?? "",
    account: known?.account ?? use?.account ?? "",
    user: known?.UserName ?? (isRoot ? ROOT_USER : (use?.userName ?? "")),
    owner: known?.owner,
    status: known?.Status ?? rootStatus ?? (isDeleted ? "Deleted" : "unknown"),
    created: known?.CreateDate,
    iamLastUsed: known?.LastUsed,
    origin,
    confidence: origin === "azure" ? confidenceOf(azure, elsewhere) : undefined,
    first: use?.span.first,
    last: use?.span.last,
    ...whatItDid(use),
    sessions: (use?.sessions ?? []).map(({ call, roleArn, use: did }) => ({
      call,
      role: roleArn === "" ? undefined : roleArn,
      first: did.calls.first,
      last: did.calls.last,
      ...whatItDid(did),
    })),
    notes: [
      ...(snapshot === undefined || known !== undefined
        ? []
        : [
            rootStatus === "Active"
              ? ROOT_ACTIVE
              : rootStatus === "Inactive"
                ? ROOT_INACTIVE
                : isDeleted
                  ? DELETED
                  : NOT_IN_SNAPSHOT,
          ]),
      ...notesOf(known, use),
    ],
  };
}

/** What the credential report says of a root user's keys; `undefined` if it does not say, or is older than the key's last use. */
function statusOfRoot(
  use: KeyUse,
  snapshot: Pick<SnapshotFacts, "at" | "rootKeys" | "rootKnown"> | undefined,
): "Active" | "Inactive" | undefined {
  if (snapshot?.rootKeys.includes(use.account) === true) {
    return "Active";
  }
  return snapshot?.rootKnown.has(use.account) === true && Date.parse(use.span.last) < Date.parse(snapshot.at)
    ? "Inactive"
    : undefined;
}

function whatItDid(
  use: KeyUse | undefined,
): Pick<FoundSession, "calls" | "places" | "addresses" | "agents" | "actions"> {
  const none = { azure: 0, elsewhere: 0, hidden: 0, aws: 0 };
  return {
    calls: { total: use?.calls.count ?? 0, ...(use?.origins ?? none) },
    places: (use?.places.entries() ?? []).map(([name, { count, first, last }]) => {
      const [tag = "", region = "", service = ""] = name.split("\t");
      return { tag, region, service, calls: count, first, last };
    }),
    addresses: seen(use?.addresses),
    agents: seen(use?.agents),
    actions: (use?.actions ?? []).map(foundAction),
  };
}

function originOf(use: KeyUse | undefined, azure: number, elsewhere: number): KeyOrigin {
  return use === undefined ? "not-in-log" : azure > 0 ? "azure" : elsewhere > 0 ? "elsewhere" : "unknown";
}

function confidenceOf(azure: number, elsewhere: number): Confidence {
  const share = azure / (azure + elsewhere);
  if (share < HALF) {
    return "low";
  }
  return share >= MOSTLY && azure >= FEW ? "high" : "medium";
}

function seen(tally: KeyUse["agents"] | undefined): Seen[] {
  return (tally?.entries() ?? []).map(([name, { count, first, last }]) => ({ name, count, first, last }));
}

function foundAction({ source, name, done, denied, resources, deniedResources }: ActionUse): FoundAction {
  const counts = [done, denied].filter((count) => count !== undefined);
  return {
    source,
    name,
    calls: counts.reduce((sum, { count }) => sum + count, 0),
    denied: denied?.count ?? 0,
    first: counts.map(({ first }) => first).sort()[0] ?? "",
    last:
      counts
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? "",
    resources: seen(resources),
    deniedResources: seen(deniedResources),
  };
}

function notesOf(known: SnapshotKey | undefined, use: KeyUse | undefined): string[] {
  const notes: string[] = [];
  const lastUsed = known?.LastUsed;
  if (use === undefined) {
    if (lastUsed !== undefined) {
      notes.push(
        lastUsed.LastUsedDate === undefined
          ? "IAM has no record that anybody ever used it."
          : `IAM recorded a use at ${lastUsed.LastUsedDate} (${lastUsed.ServiceName ?? "unknown service"}, ${lastUsed.Region ?? "unknown region"}), which this log does not have.`,
      );
    }
    return notes;
  }
  const { azure, elsewhere, hidden, aws } = use.allOrigins;
  const count = azure + elsewhere + hidden + aws;
  const of = (part: number): string => `${numeral(part)} of ${counted(count, "call")}`;
  if (hidden > 0) {
    notes.push(
      `${of(hidden)} came through a VPC endpoint or a private address, so the log does not show from where.`,
    );
  }
  if (aws > 0) {
    notes.push(`${of(aws)} ${aws === 1 ? "was" : "were"} made by an AWS service for the caller.`);
  }
  if (azure > 0 && elsewhere > 0) {
    notes.push(`${of(elsewhere)} came from outside Azure: a second copy of the key, or a person.`);
  }
  if (azure > 0 && azure < FEW) {
    notes.push(`Only ${azure === 1 ? "one call" : `${azure} calls`} came from Azure.`);
  }
  if (use.otherSessionCalls > 0) {
    notes.push(`${counted(use.otherSessionCalls, "call")} of sessions of further roles are not listed.`);
  }
  if (lastUsed?.LastUsedDate !== undefined && isLater(lastUsed.LastUsedDate, use.calls.last)) {
    notes.push(
      `IAM recorded a later use at ${lastUsed.LastUsedDate} (${lastUsed.ServiceName ?? "unknown service"}), which this log does not have.`,
    );
  }
  return notes;
}

/** IAM records the last use to within 15 minutes. Source: IAM API, "AccessKeyLastUsed". */
const IAM_STEP = 15 * 60_000;

function isLater(date: string, than: string): boolean {
  return Date.parse(date) - Date.parse(than) > IAM_STEP;
}
