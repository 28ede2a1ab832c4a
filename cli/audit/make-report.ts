/** Runs all audit rules on an estate, and ranks the findings and roles for the report. */
import { fingerprint } from "../../policypack/configuration";
import { type Reach, recognizeEntraIssuer } from "../../trust";
import { counted } from "../report/counted";
import {
  AUDIT_FORMAT,
  type AuditedApplication,
  type AuditedIdentity,
  type AuditedProvider,
  type AuditedRole,
  type AuditFinding,
  type AuditReport,
  type OnwardRole,
  type Permissions,
  rankOfPower,
} from "./audit-report";
import type { Estate } from "./estate/estate";
import { type AuditModel, modelOf, type RoleModel } from "./model/audit-model";
import { directoryGaps } from "./model/directory-gaps";
import { issuerName } from "./model/entries";
import { type ListedOwners, ownersOf } from "./model/ours";
import { type OwnerKind, ownerTitle } from "./model/owners";
import { reportedFinding } from "./reported-finding";
import { AUDIT_RULES } from "./rules";
import type { AuditRule, Issue } from "./rules/audit-rule";
import { isPowerful } from "./rules/powerful-role-behind-weak-door";
import { SEVERITIES } from "./summary";

/**
 * Audits an estate.
 *
 * @param by - The version of the command line.
 * @param now - The time, for inputs that do not say when they were collected.
 * @param ours - Whose identities are ours, in addition to those of the input.
 */
export function makeReport(
  estate: Estate,
  by: string,
  now: Date,
  ours: ListedOwners = new Map(),
): AuditReport {
  const model = modelOf(estate, now, ours);
  const findings: AuditFinding[] = [];
  const severities = new Map<string, number>();
  for (const rule of AUDIT_RULES) {
    for (const issue of rule.find(model)) {
      const finding = findingOf(rule, issue);
      findings.push(finding);
      noteSeverity(severities, issue, finding);
    }
  }
  findings.sort(worstFirst);
  const bySubject = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const known = bySubject.get(finding.subject);
    if (known === undefined) {
      bySubject.set(finding.subject, [finding]);
    } else {
      known.push(finding);
    }
  }
  const arns = new Set(model.roles.map(({ role }) => role.arn));
  const roles = model.roles
    .map((one) => auditedRole(one, bySubject.get(one.role.arn) ?? []))
    .sort(byRank(severities));
  return {
    format: AUDIT_FORMAT,
    ...(estate.collectedAt === undefined ? {} : { collectedAt: estate.collectedAt }),
    by,
    counts: {
      accounts: estate.accounts.size,
      tenants: estate.tenants.size,
      subscriptions: estate.subscriptions.size,
      roles: estate.roles,
      federatedRoles: roles.length,
    },
    roles,
    findings: findings.filter(({ subject }) => !arns.has(subject)),
    ...namedObjects(roles, model),
    notSeen: notSeenOf(model),
    seen: seenOf(estate),
    missing: [...estate.sections]
      .flatMap(([section, state]) => (state === "complete" ? [] : [section]))
      .sort(),
    acceptanceProblems: [],
  };
}

function findingOf(rule: AuditRule, issue: Issue): AuditFinding {
  const { subject, message, remedy, severity = rule.severity, reach, trust, cause = [] } = issue;
  const [first] = cause;
  const only = trust !== undefined && cause.length === 1 ? String(first) : undefined;
  return reportedFinding(
    {
      rule: rule.id,
      fingerprint: only ?? fingerprint({ rule: rule.id, identity: [subject, ...cause] }),
      severity,
      subject,
      message,
      remedy,
      ...(reach === undefined ? {} : { reach }),
    },
    trust,
  );
}

function worstFirst(a: AuditFinding, b: AuditFinding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.rule, b.rule) ||
    compare(a.subject, b.subject)
  );
}

/** Notes, for each role, the worst severity of what is found of it, or of an identity or an application that opens it. */
function noteSeverity(
  worst: Map<string, number>,
  { subject, roles = [] }: Issue,
  finding: AuditFinding,
): void {
  const severity = SEVERITIES.indexOf(finding.severity);
  for (const arn of [subject, ...roles]) {
    worst.set(arn, Math.min(severity, worst.get(arn) ?? SEVERITIES.length));
  }
}

/** Who gets in, then the power with where the role leads, then the worst finding, then the name. */
function byRank(severities: ReadonlyMap<string, number>): (a: AuditedRole, b: AuditedRole) => number {
  const severityOf = ({ arn }: AuditedRole): number => severities.get(arn) ?? SEVERITIES.length;
  return (a, b) =>
    doorOf(a) - doorOf(b) ||
    powerOf(a) - powerOf(b) ||
    severityOf(a) - severityOf(b) ||
    compare(a.name, b.name) ||
    compare(a.arn, b.arn);
}

/** Doors as reports rank them. One that was not judged may be open; one that nobody gets through comes last. */
const DOORS: readonly (Reach | "unknown" | "exact")[] = [
  "anyone",
  "tenant",
  "assigned",
  "replay",
  "unknown",
  "exact",
  "nobody",
];

function doorOf({ reach, verdict }: AuditedRole): number {
  return DOORS.indexOf(verdict === "unknown" ? "unknown" : (reach ?? "exact"));
}

/** The power of the role, or of a more powerful one that it leads to. */
function powerOf({ permissions, onward }: AuditedRole): number {
  return Math.min(...[permissions, ...onward.slice(0, 1)].map(({ power }) => rankOfPower(power)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function auditedRole(model: RoleModel, findings: readonly AuditFinding[]): AuditedRole {
  const { role, trust, reach, entries, permissions, onward, controllers, correction, sentence } = model;
  const gaps = [
    ...onward.notSeen,
    ...(onward.more === 0 ? [] : [`It leads to ${onward.more} more roles, none of them worse.`]),
    ...(model.moreControllers === 0
      ? []
      : [`${model.moreControllers} more control the way in than are listed.`]),
  ];
  return {
    arn: role.arn,
    account: role.account,
    name: role.name,
    ...(reach === undefined ? {} : { reach }),
    verdict: trust.verdict,
    entries,
    permissions: {
      ...permissions,
      ...leadingTo(permissions, onward.roles[0]),
      notSeen: [...permissions.notSeen, ...gaps],
    },
    onward: onward.roles,
    controllers,
    ...(role.lastUsed === undefined ? {} : { lastUsed: role.lastUsed }),
    sentence,
    ...(correction === undefined ? {} : { correction }),
    findings,
  };
}

/** How far a role gets that can assume a powerful one: as far as one that gives itself more permissions. */
function leadingTo(
  permissions: Permissions,
  worst: OnwardRole | undefined,
): Pick<Permissions, "power" | "because"> | undefined {
  return worst === undefined || !isPowerful(worst) || isPowerful(permissions)
    ? undefined
    : {
        power: "escalation",
        because: `It can assume ${worst.arn} in ${counted(worst.steps, "step")}, which ${worst.power === "administrator" ? "is an administrator" : "can give itself more permissions"}.`,
      };
}

/** The identities and applications that roles name, and all providers. */
function namedObjects(
  roles: readonly AuditedRole[],
  { index, estate }: AuditModel,
): Pick<AuditReport, "identities" | "applications" | "providers"> {
  const entries = roles.flatMap((role) => role.entries);
  const identities = [...new Set(entries.flatMap((entry) => entry.identities))].flatMap(
    (id): AuditedIdentity[] => {
      const identity = index.identity(id);
      return identity === undefined
        ? []
        : [
            {
              id,
              name: identity.name,
              type: identity.type,
              attachedTo: [...new Set(identity.attachedTo.map((holder) => holder.id))],
            },
          ];
    },
  );
  const applications = [
    ...new Set(entries.flatMap(({ application }) => (application === undefined ? [] : [application]))),
  ].flatMap((appId): AuditedApplication[] => {
    const known = index.application(appId);
    const owners = [...(known?.application?.owners ?? []), ...(known?.servicePrincipal?.owners ?? [])];
    return known === undefined
      ? []
      : [
          {
            id: appId,
            name: known.name,
            audiences: known.audiences,
            ...(known.servicePrincipal?.appRoleAssignmentRequired === undefined
              ? {}
              : { assignmentRequired: known.servicePrincipal.appRoleAssignmentRequired }),
            owners: [
              ...new Set(
                owners.map(
                  ({ id, userPrincipalName, displayName }) => userPrincipalName ?? displayName ?? id,
                ),
              ),
            ],
          },
        ];
  });
  return {
    identities,
    applications,
    providers: estate.providers.map(({ arn, name, clientIds }): AuditedProvider => ({
      arn,
      name,
      issuer: issuerName(name),
      clientIds: clientIds ?? [],
    })),
  };
}

/** The complete sections, and the places that exports are about: those have no sections. */
function seenOf({
  sections,
  accounts,
  applications,
  servicePrincipals,
  identities,
}: Estate): readonly string[] {
  const complete = [...sections].flatMap(([section, state]) => (state === "complete" ? [section] : []));
  const hasSection = (place: string): boolean =>
    [...sections.keys()].some((section) => section.startsWith(`${place}/`));
  const places = [
    ...[...accounts].map((account) => `aws/${account}`),
    ...(applications.length + servicePrincipals.length > 0 ? ["entra"] : []),
    ...(identities.length > 0 ? ["azure"] : []),
  ];
  return [...complete, ...places.filter((place) => !hasSection(place))].sort();
}

/** What no input has, and what this one lacks. */
function notSeenOf(model: AuditModel): readonly string[] {
  const { estate } = model;
  // A section that was collected and is empty was seen. One that was refused is a gap.
  const sections = [...estate.sections.keys()];
  const hasMicrosoft =
    estate.servicePrincipals.length > 0 ||
    estate.identities.length > 0 ||
    sections.some((section) => /^(?:entra|azure)\//.test(section));
  const hasProviders =
    estate.providers.length > 0 || sections.some((section) => section.endsWith("/oidc-providers"));
  return [
    "Service control policies, resource control policies, and policies of resources are not in the input, so a role may be able to do less or more.",
    ...(hasMicrosoft
      ? []
      : [
          "Entra and Azure are not in the input, so identities have no names, and nobody is shown who controls them.",
        ]),
    ...(hasProviders
      ? []
      : ["OIDC providers are not in the input, so a missing provider or audience is not reported."]),
    ...estate.gaps,
    ...(hasRoles(estate) ? [] : ["The input has no role of AWS, so nothing here says who can assume one."]),
    ...directoryGaps(estate),
    ...strangers(model),
    ...unlistedOwners(model),
  ];
}

/** Whether there are roles, or the input has all of an account: no role is no good news where none was read. */
function hasRoles({ roles, sections }: Estate): boolean {
  return (
    roles > 0 ||
    [...sections].some(
      ([section, state]) => state === "complete" && section.endsWith("/authorization-details"),
    )
  );
}

/** Asks, once for each kind of owner, which owners are ours, if nothing says so. */
function unlistedOwners({ roles, ours }: AuditModel): readonly string[] {
  const unknown = new Map<OwnerKind, Set<string>>();
  for (const owner of roles.flatMap(({ entries }) => entries.flatMap(ownersOf))) {
    if (ours.has(owner) === undefined) {
      unknown.set(owner.kind, (unknown.get(owner.kind) ?? new Set()).add(owner.name));
    }
  }
  return [...unknown].map(([kind, names]) => {
    const shown = [...names].sort();
    const more = shown.length > MOST_OWNERS ? `, and ${shown.length - MOST_OWNERS} more` : "";
    return `Nothing says which ${ownerTitle(kind)}s are yours, so none counts as a stranger. Roles trust ${shown.slice(0, MOST_OWNERS).join(", ")}${more}. List yours with --ours ${kind}=NAME, once for each.`;
  });
}

/** How many owners a sentence names. */
const MOST_OWNERS = 5;

/** The tenants that roles trust and that the input, which has others, does not have. */
function strangers({ estate, roles }: AuditModel): readonly string[] {
  const trusted = new Map<string, string[]>();
  for (const { role, entries } of estate.tenants.size === 0 ? [] : roles) {
    for (const { provider } of entries) {
      const tenant = recognizeEntraIssuer(provider)?.tenantId;
      // The tenant of a service of Microsoft's is nobody's to collect.
      const isCompany = issuerName(provider) === "Microsoft Entra";
      if (tenant !== undefined && isCompany && !estate.tenants.has(tenant)) {
        trusted.set(tenant, [...(trusted.get(tenant) ?? []), role.name]);
      }
    }
  }
  return [...trusted].map(([tenant, names]) => {
    const unique = [...new Set(names)];
    const more = unique.length > 3 ? ` and ${unique.length - 3} more roles` : "";
    return `The tenant ${tenant} is not in the input, and its identities can assume ${unique.slice(0, 3).join(", ")}${more}. Who controls them there is not shown.`;
  });
}
