/** The words of the table of dangerous actions and escalation paths. */

/** The day on which the sources of the table were read last. */
export const CHECKED = "2026-11-30";

/**
 * How a row is known: `published` with a working attack, `reference` of AWS, which says what the action changes, or `inferred`
 * from how the service uses the role.
 */
export type Grade = "published" | "reference" | "inferred";

/** On which resources an action must be allowed for a path to count. */
export type Target =
  /** On any: the action creates something. */
  | "any"
  /** On the role itself, or on roles in general. */
  | "own-role"
  /** On a customer managed policy that is attached to the role, or on policies in general. */
  | "own-policy"
  /** On more than named resources. Named roles are looked up for `iam:PassRole`, and for {@link EscalationPath.ofNamed}. */
  | "several";

/** An action that a path needs. */
export interface NeededAction {
  readonly action: string;
  readonly target: Target;
}

/** A way from permissions to more permissions. It counts if a role may do all of its actions. */
export interface EscalationPath {
  readonly id: string;
  readonly needs: readonly NeededAction[];
  /** The service that the role is passed to, if the path passes one. */
  readonly passedTo?: string;
  /** The services that assume it. Default: the one that it is passed to. */
  readonly assumedBy?: readonly string[];
  /** What it gives, in a sentence. */
  readonly gives: string;
  /** The page that describes it. */
  readonly source: string;
  readonly grade: Grade;
  /** The day on which the source was read last. */
  readonly checked: string;
  /** Whether it counts only for a role that has a permissions boundary. */
  readonly ofBoundary?: true;
  /** Whether it counts too if its one action is allowed on a named role, or user, of the account that is powerful. */
  readonly ofNamed?: "role" | "user";
  /** Whether it counts too if its one action is allowed on a named role that the role can assume. */
  readonly ofAssumable?: true;
  /** The kind of resource, if all actions must be allowed on the same one, which may have a name. */
  readonly sameResource?: "role" | "user";
}

/** Datadog's collection of paths. Each page names who documented the path first. */
export const PATHFINDING = "https://pathfinding.cloud/paths/";
/** Rhino Security Labs, "AWS IAM Privilege Escalation – Methods and Mitigation". */
export const RHINO = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";
const HACKTRICKS = "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/";
const REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_";

/** The page of HackTricks Cloud on a service. Read at commit 7932ebda. */
export function hackTricks(page: string): string {
  return `${HACKTRICKS}${page}/index.html`;
}

/** The page of AWS's Service Authorization Reference on a service. */
export function reference(service: string): string {
  return `${REFERENCE}${service}.html`;
}

/** The same target for some actions. */
export function needs(target: Target, ...actions: readonly string[]): readonly NeededAction[] {
  return actions.map((action) => ({ action, target }));
}
