import {
  AUDIT_FORMAT,
  type AuditedApplication,
  type AuditedIdentity,
  type AuditedProvider,
  type AuditedRole,
  type AuditFinding,
  type AuditReport,
  type Power,
  POWERS,
} from "../../../../cli/audit/audit-report";
import { compareReach, type Reach, REACHES } from "../../../../trust";

const TENANT = "11111111-2222-4333-8444-555555555555";
const ENTRA = `sts.windows.net/${TENANT}/`;
const GITHUB = "token.actions.githubusercontent.com";
const TEAMS = ["orders", "billing", "search", "reports", "catalog", "payments", "shipping", "identity"];

/** What a report of {@link estateOf} has beside its roles. */
export interface EstateOptions {
  /** How many accounts share the roles. Default: one for every 40 roles. */
  readonly accounts?: number;
  /** Put into the names of roles, identities, and applications, to try hostile ones. Default: nothing. */
  readonly hostile?: string;
}

/**
 * A report of so many roles, always the same one for a seed: about a tenth open to anyone, a tenth to the tenant, and three
 * fifths to exactly the identities that they name. Roles share identities, applications, and providers, as in a company.
 */
export function estateOf(roles: number, seed = 1, options: EstateOptions = {}): AuditReport {
  const next = numbers(seed);
  const { accounts = Math.max(1, Math.ceil(roles / 40)), hostile = "" } = options;
  const accountIds = Array.from({ length: accounts }, (_, index) => String(111_100_000_000 + index));
  const identities = Array.from({ length: Math.ceil(roles / 2) }, (_, index) =>
    identityOf(index, TEAMS[index % TEAMS.length] ?? "", hostile),
  );
  const applications = Array.from({ length: Math.ceil(roles / 5) }, (_, index) =>
    applicationOf(index, TEAMS[index % TEAMS.length] ?? "", hostile),
  );
  const all = Array.from({ length: roles }, (_, index) =>
    roleOf(index, accountIds[index % accounts] ?? "", identities, applications, next, hostile),
  ).sort(
    (a, b) =>
      compareReach(a.reach, b.reach) ||
      POWERS.indexOf(a.permissions.power) - POWERS.indexOf(b.permissions.power) ||
      a.name.localeCompare(b.name),
  );
  return {
    format: AUDIT_FORMAT,
    collectedAt: "2026-11-28T06:00:00Z",
    by: "0.2.0",
    counts: { accounts, tenants: 1, subscriptions: 3, roles: roles * 4, federatedRoles: roles },
    roles: all,
    findings: accountIds.slice(0, Math.ceil(accounts / 4)).map(deadProvider),
    identities,
    applications,
    providers: accountIds.flatMap((account) => [ENTRA, GITHUB].map((name) => providerOf(account, name))),
    notSeen: ["Service control policies are not in the input, so a role may be able to do less."],
    seen: accountIds.map((account) => `aws/${account}`),
    missing: [],
    acceptanceProblems: [],
  };
}

function roleOf(
  index: number,
  account: string,
  identities: readonly AuditedIdentity[],
  applications: readonly AuditedApplication[],
  next: () => number,
  hostile: string,
): AuditedRole {
  const name = `${TEAMS[index % TEAMS.length] ?? ""}-${String(index).padStart(4, "0")}${hostile}`;
  const arn = `arn:aws:iam::${account}:role/${name}`;
  const draw = next();
  const reach: Reach | undefined =
    draw < 0.1
      ? "anyone"
      : draw < 0.2
        ? "tenant"
        : draw < 0.3
          ? "replay"
          : draw < 0.35
            ? "nobody"
            : undefined;
  const power = POWERS[Math.floor(next() * POWERS.length)] ?? "none";
  const isGitHub = next() < 0.2;
  const identity = identities[Math.floor(next() * identities.length)];
  const application = applications[Math.floor(next() * applications.length)];
  const isOpen = reach === "anyone" || reach === "tenant";
  const findings = reach === undefined ? [] : [openFinding(arn, name, reach)];
  return {
    arn,
    account,
    name,
    ...(reach === undefined ? {} : { reach }),
    verdict: reach === undefined ? "accepted" : "rejected",
    entries: [
      {
        provider: isGitHub ? GITHUB : ENTRA,
        issuer: isGitHub ? "GitHub Actions" : "Microsoft Entra",
        statement: 0,
        sid: "Federation",
        audiences:
          reach === "replay" ? [] : isGitHub ? ["sts.amazonaws.com"] : (application?.audiences ?? []),
        subjects: isOpen
          ? []
          : isGitHub
            ? [`repo:acme/${name}:ref:refs/heads/main`]
            : identity === undefined
              ? []
              : [identity.id],
        exact: !isOpen,
        identities: isGitHub || isOpen || identity === undefined ? [] : [identity.id],
        ...(isGitHub || application === undefined ? {} : { application: application.id }),
      },
    ],
    permissions: {
      power,
      because: BECAUSE[power],
      policies: [`${name}-policy`],
      escalations:
        power === "escalation"
          ? [
              {
                id: "create-policy-version",
                actions: ["iam:CreatePolicyVersion"],
                gives: "It can replace a managed policy with one that allows everything.",
                source: "https://pathfinding.cloud/paths/iam-001",
              },
            ]
          : [],
      dataServices:
        power === "data"
          ? [
              { service: "s3", access: "write" },
              { service: "dynamodb", access: "read" },
            ]
          : [],
      ...(next() < 0.1 ? { boundary: "developer-boundary" } : {}),
      notSeen: power === "unknown" ? ["The condition on aws:SourceVpc is not evaluated."] : [],
    },
    onward:
      next() < 0.15
        ? [{ arn: `arn:aws:iam::${account}:role/deploy-${index}`, power: "administrator", steps: 1 }]
        : [],
    controllers: isGitHub
      ? []
      : [
          {
            principal: guid(900_000 + (index % 7)),
            name: `Owner ${index % 7}`,
            type: "User",
            by: `owner of application ${application?.name ?? ""}`,
            can: "They can let other identities get tokens for the application.",
          },
        ],
    ...(next() < 0.2 ? { lastUsed: "never" } : { lastUsed: "2026-11-20T10:00:00Z" }),
    sentence: `${reach === undefined ? "Only the named identities" : WHO[reach]} can assume ${name}. ${BECAUSE[power]}`,
    ...(isOpen
      ? {
          correction: {
            json: `{"Version": "2012-10-17"}`,
            terraform: `assume_role_policy = jsonencode({ "Version" = "2012-10-17" })`,
            cloudformation: `AssumeRolePolicyDocument:\n  Version: "2012-10-17"`,
            pulumi: `assumeRolePolicy: { Version: "2012-10-17" }`,
            hasPlaceholders: true,
          },
        }
      : {}),
    findings,
  };
}

const WHO: Readonly<Record<Reach, string>> = {
  anyone: "Anyone",
  tenant: "Anyone in the tenant",
  assigned: "Any identity assigned to the application, and anyone who can assign one,",
  replay: "The named identity, with any of its tokens,",
  nobody: "Nobody",
};

const BECAUSE: Readonly<Record<Power, string>> = {
  administrator: "The role is an administrator of the account.",
  escalation: "The role can make itself an administrator.",
  data: "The role can read and write data.",
  limited: "The role has limited permissions.",
  none: "The role has no permissions.",
  unknown: "What the role may do could not be evaluated.",
};

const RULES: Readonly<Record<Reach, readonly [string, AuditFinding["severity"]]>> = {
  anyone: ["trust-admits-anyone", "critical"],
  tenant: ["trust-admits-tenant", "high"],
  assigned: ["trust-admits-assigned", "medium"],
  replay: ["trust-admits-replay", "medium"],
  nobody: ["trust-admits-nobody", "low"],
};

function openFinding(arn: string, name: string, reach: Reach): AuditFinding {
  const [rule, severity] = RULES[reach];
  return {
    rule,
    fingerprint: `${rule}:${arn}`,
    severity,
    subject: arn,
    message: `${WHO[reach]} can assume ${name}.`,
    remedy: "Pin the subject and the audience.",
    reach,
  };
}

function deadProvider(account: string): AuditFinding {
  const subject = `arn:aws:iam::${account}:oidc-provider/${GITHUB}`;
  return {
    rule: "provider-without-roles",
    fingerprint: `provider-without-roles:${subject}`,
    severity: "low",
    subject,
    message: `No role of account ${account} trusts the provider ${GITHUB}.`,
    remedy: "Delete the provider.",
  };
}

function providerOf(account: string, name: string): AuditedProvider {
  return {
    arn: `arn:aws:iam::${account}:oidc-provider/${name}`,
    name,
    issuer: name === GITHUB ? "GitHub Actions" : "Microsoft Entra",
    clientIds: name === GITHUB ? ["sts.amazonaws.com"] : ["api://orders"],
  };
}

function identityOf(index: number, team: string, hostile: string): AuditedIdentity {
  return {
    id: guid(index),
    name: `id-${team}-${index}${hostile}`,
    type: "ManagedIdentity",
    attachedTo: [
      `/subscriptions/${guid(800_000)}/resourceGroups/${team}/providers/Microsoft.Compute/virtualMachines/vm-${index}`,
    ],
  };
}

function applicationOf(index: number, team: string, hostile: string): AuditedApplication {
  return {
    id: guid(700_000 + index),
    name: `${team}-${index}${hostile}`,
    audiences: [`api://${team}-${index}`],
    assignmentRequired: index % 3 !== 0,
    owners: [`owner-${index % 7}@example.com`],
  };
}

function guid(number: number): string {
  return `${number.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
}

/** The reaches that the roles of a report have, for tests of filters. */
export function reachesOf({ roles }: AuditReport): readonly Reach[] {
  return REACHES.filter((reach) => roles.some((role) => role.reach === reach));
}

/** Numbers from 0 to 1 that a seed decides. Source: Tommy Ettinger's mulberry32, in the public domain. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
