/** What an audit says. All formats are written from this object, and the JSON format is this object. */
import type { Reach, TrustFinding } from "../../trust";

/** Version of the report: it changes when a member changes its meaning or goes. */
export const AUDIT_FORMAT = 1;

/** How far a role gets, the worst first. */
export const POWERS = ["administrator", "escalation", "data", "limited", "none", "unknown"] as const;

/** One of {@link POWERS}. */
export type Power = (typeof POWERS)[number];

/** The powers as reports rank them: what is not known may be anything. */
const RANKS: readonly Power[] = ["administrator", "escalation", "unknown", "data", "limited", "none"];

/** The place of a power in a ranking: 0 for the worst. */
export function rankOfPower(power: Power): number {
  return RANKS.indexOf(power);
}

/** Who gets in by one statement and one provider. */
export interface Entry {
  /** The provider's name, without `https://`; `"*"` if the statement names none. */
  readonly provider: string;
  /** The issuer for people, such as `Microsoft Entra` or `GitHub Actions`. */
  readonly issuer: string;
  /** Position of the statement, from 0, and its `Sid`. */
  readonly statement: number;
  readonly sid?: string;
  /** What the statement demands; empty if it demands nothing of the claim. */
  readonly audiences: readonly string[];
  readonly subjects: readonly string[];
  /** Whether the subjects are exact values. Otherwise they are patterns, or there are none. */
  readonly exact: boolean;
  /** IDs of the identities in {@link AuditReport.identities} that these subjects name. */
  readonly identities: readonly string[];
  /** The ID of the application in {@link AuditReport.applications} that the audience names. */
  readonly application?: string;
  /** Who gets in by it; missing if exactly the named identities do. */
  readonly reach?: Reach;
  /**
   * Why no token opens the role, so that nobody gets in by the statement. `provider`: the account does not have it. `audience`: the
   * provider lists none that the statement accepts. `token-version`: the application asks for tokens of another issuer. `subject`: no
   * identity of the tenant has it. `subject-disabled`: the identity is disabled. `application-disabled`: the application of the
   * audience is. `application`: no application of the tenant has the audience. `client`: the tokens of the subject have another client
   * ID. `deny`: a Deny of the trust policy keeps everybody out.
   */
  readonly closedBy?:
    | "provider"
    | "audience"
    | "token-version"
    | "subject"
    | "subject-disabled"
    | "application-disabled"
    | "application"
    | "client"
    | "deny";
}

/** Somebody in Azure or Entra who controls the way in: they can get a token that the role accepts. */
export interface Controller {
  /** The object ID in Entra. */
  readonly principal: string;
  readonly name?: string;
  readonly type: string;
  /** What gives them the control: `owner of application orders`, `Contributor on /subscriptions/…`. A noun phrase. */
  readonly by: string;
  /** What they can do with it. A sentence. */
  readonly can: string;
}

/** A way from a role to more than its policies say. */
export interface EscalationPath {
  /** ID in kebab-case, such as `create-policy-version`. */
  readonly id: string;
  readonly actions: readonly string[];
  /** What it gives, in a sentence. */
  readonly gives: string;
  readonly source: string;
}

/** What a role may do. */
export interface Permissions {
  readonly power: Power;
  /** Why, in a sentence. */
  readonly because: string;
  /** The policies that decide it. */
  readonly policies: readonly string[];
  readonly escalations: readonly EscalationPath[];
  /** Services whose data the role can read, write, or both, such as `s3`. */
  readonly dataServices: readonly {
    readonly service: string;
    readonly access: "read" | "write" | "read and write";
  }[];
  /** The name of the boundary that limits the role, if it has one. */
  readonly boundary?: string;
  /**
   * What a role with unknown power may be at worst: an administrator, if its conditions hold, or one that can give itself more
   * permissions, because it has a permission that often leads to more.
   */
  readonly possible?: "administrator" | "escalation";
  /** What could not be evaluated: conditions, policies that the input does not have. A sentence each. */
  readonly notSeen: readonly string[];
}

/** A role that the audited role can assume. */
export interface OnwardRole {
  readonly arn: string;
  readonly power: Power;
  /** How many steps away it is, from 1. */
  readonly steps: number;
}

/** A corrected trust policy in each language. */
export interface Correction {
  readonly json: string;
  readonly terraform: string;
  readonly cloudformation: string;
  readonly pulumi: string;
  /** Whether it has placeholders that only the reader knows. */
  readonly hasPlaceholders: boolean;
}

/** A finding of the trust analysis that is behind one of the audit. */
export interface FindingBehind extends TrustFinding {
  /** The fingerprint that `judge` gives it. */
  readonly fingerprint: string;
}

/** One finding. */
export interface AuditFinding {
  /** ID of the rule, such as `trust-admits-anyone`. docs/reference/audit-rules has a page of it. */
  readonly rule: string;
  /**
   * Stays the same as long as the cause does: for accepted findings and `--since`. If one finding of the trust analysis is behind it,
   * it is the fingerprint of that.
   */
  readonly fingerprint: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "note";
  /** What it is about: an ARN or an ID, which is also the ID of a node of the graph. */
  readonly subject: string;
  /** What is wrong, in a sentence that can be forwarded. It names the subject. */
  readonly message: string;
  /** What to do, in a sentence or two. */
  readonly remedy: string;
  readonly reach?: Reach;
  /** The findings of the trust analysis that are behind it. It is accepted if all of them are. */
  readonly trust?: readonly FindingBehind[];
  /** If it is accepted: why and until when. It stays visible and does not count. */
  readonly accepted?: { readonly reason: string; readonly until: string; readonly owner: string };
  /** The last day of its acceptance, if that has passed: it counts again, even if `--since` knows it. */
  readonly acceptanceEnded?: string;
  /** Compared with `--since`. Missing without it. */
  readonly since?: "new" | "known";
}

/** One role that somebody outside of AWS can assume. */
export interface AuditedRole {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** The widest reach of its entries; missing if exactly the named identities get in. */
  readonly reach?: Reach;
  /** `rejected`, `accepted`, or `unknown`, as `judge` says. */
  readonly verdict: "accepted" | "rejected" | "unknown";
  readonly entries: readonly Entry[];
  readonly permissions: Permissions;
  readonly onward: readonly OnwardRole[];
  readonly controllers: readonly Controller[];
  /** ISO 8601. `never`: IAM saw no use within 400 days. Missing if the input does not say. */
  readonly lastUsed?: string;
  /** One sentence to forward: who can do what. */
  readonly sentence: string;
  /** Missing if nothing is to be corrected. */
  readonly correction?: Correction;
  readonly findings: readonly AuditFinding[];
}

/** An identity that a subject names. */
export interface AuditedIdentity {
  /** The principal ID. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Resources that have it: ARM's IDs. */
  readonly attachedTo: readonly string[];
}

/** An application that an audience names. */
export interface AuditedApplication {
  readonly id: string;
  readonly name: string;
  readonly audiences: readonly string[];
  readonly assignmentRequired?: boolean;
  readonly owners: readonly string[];
}

/** A provider of an account. */
export interface AuditedProvider {
  readonly arn: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientIds: readonly string[];
}

/** The report. */
export interface AuditReport {
  readonly format: typeof AUDIT_FORMAT;
  /** When the input was collected, in ISO 8601. */
  readonly collectedAt?: string;
  /** The version of the command line. */
  readonly by: string;
  readonly counts: {
    readonly accounts: number;
    readonly tenants: number;
    readonly subscriptions: number;
    /** All roles of the input, and those that trust an identity provider outside of AWS. */
    readonly roles: number;
    readonly federatedRoles: number;
  };
  /** The worst first: reach, then power, then name. */
  readonly roles: readonly AuditedRole[];
  /** Findings that are about no role: dead configuration. */
  readonly findings: readonly AuditFinding[];
  readonly identities: readonly AuditedIdentity[];
  readonly applications: readonly AuditedApplication[];
  readonly providers: readonly AuditedProvider[];
  /** What the input does not have, with the consequence. A sentence each. */
  readonly notSeen: readonly string[];
  /** What the input has completely: sections such as `aws/111122223333/oidc-providers`; of exports, `aws/111122223333`. */
  readonly seen: readonly string[];
  /** Sections that were refused or failed. */
  readonly missing: readonly string[];
  /** Findings of `--since` that are gone. */
  readonly gone?: readonly AuditFinding[];
  /** Findings of `--since` that this input cannot show, because it lacks a section that the earlier one had. */
  readonly notSeenThisTime?: readonly AuditFinding[];
  /** Accepted findings that the input does not have, or whose last day is over. A sentence each. */
  readonly acceptanceProblems: readonly string[];
}
