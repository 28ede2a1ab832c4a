/** The interface by which the permissions analysis asks about other roles and users of the account. */
import type { Permissions } from "../audit-report";

/** A role that can be passed to a service, and what it is worth. */
export interface PassedRole {
  readonly arn: string;
  /** `onward` if it can assume other roles: where they lead is not followed. */
  readonly power: "administrator" | "escalation" | "onward" | "unknown" | "data";
  readonly dataServices: Permissions["dataServices"];
  /** The principals of the services that assume it: patterns. */
  readonly services: readonly string[];
}

/** The roles of an account that can be passed. */
export interface PassableRoles {
  /** Whether these are all. If not, a role that nobody knows of may be passed. */
  readonly complete: boolean;
  /** The roles that a service assumes, among patterns of ARNs, the worst first. The role that asks is not among them. */
  readonly assumedBy: (service: string, patterns: readonly string[]) => Iterable<PassedRole>;
  /** The same of all services. */
  readonly assumedByAny: (patterns: readonly string[]) => Iterable<PassedRole>;
}

/** A role or a user of an account that is an administrator, or can become one. */
export interface PowerfulIdentity {
  readonly arn: string;
  readonly power: "administrator" | "escalation";
}

/** What the account of a role has, as far as it decides how far the role gets. */
export interface Surroundings {
  /** The roles that it may pass. */
  readonly passable: PassableRoles;
  /** The powerful roles and users that its policies name, the worst first. */
  readonly named: readonly PowerfulIdentity[];
  /** The roles that it can assume, among those that its policies name. */
  readonly assumable: readonly string[];
}

/** Surroundings of which nothing is known, so any role counts where any may be passed. */
export const NOT_KNOWN: Surroundings = {
  passable: { complete: false, assumedBy: () => [], assumedByAny: () => [] },
  named: [],
  assumable: [],
};
