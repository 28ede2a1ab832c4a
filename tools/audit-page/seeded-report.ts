/** A report of an invented company, the same for the same numbers. For tests, screenshots, and the bench of the page. */
import {
  AUDIT_FORMAT,
  type AuditedIdentity,
  type AuditedRole,
  type AuditFinding,
  type AuditReport,
  type Correction,
  type Entry,
  type Permissions,
  type Power,
  POWERS,
} from "../../cli/audit/audit-report";
import { REACH_KEYS, type ReachKey } from "../../cli/audit/page/words";

/** What a seeded report has. */
export interface SeededReport {
  readonly roles: number;
  /** Default: one for every 25 roles, and two more. */
  readonly accounts?: number;
  readonly seed?: number;
}

const TENANTS = ["7a1b5c3e-4f0d-4c7b-9a51-2f6e8d3c1b90", "c2d94e18-73a6-4b1f-8e05-5d9a7f2b6c34"];
const TEAMS = [
  "orders",
  "billing",
  "search",
  "data",
  "risk",
  "ledger",
  "media",
  "identity",
  "edge",
  "claims",
];
const PARTS = ["api", "worker", "export", "sync", "deploy", "backup", "reader", "ingest", "report", "scan"];
const SERVICES = ["s3", "dynamodb", "sqs", "secretsmanager", "kms", "athena"];
const GITHUB = "token.actions.githubusercontent.com";

/** How often a reach occurs, in percent. */
const SHARES: readonly (readonly [ReachKey, number])[] = [
  ["anyone", 6],
  ["tenant", 16],
  ["replay", 12],
  ["nobody", 4],
  ["named", 62],
];

/** Makes a report. */
export function seededReport({
  roles,
  accounts = Math.ceil(roles / 25) + 2,
  seed = 172,
}: SeededReport): AuditReport {
  return new Maker(roles, accounts, seed).report();
}

class Maker {
  readonly #roles: number;
  readonly #accounts: readonly string[];
  readonly #random: () => number;
  readonly #identities: AuditedIdentity[] = [];

  constructor(roles: number, accounts: number, seed: number) {
    this.#roles = roles;
    this.#random = mulberry32(seed);
    this.#accounts = Array.from({ length: accounts }, () =>
      String(100_000_000_000 + this.#below(899_999_999_999)),
    );
  }

  report(): AuditReport {
    const audited = Array.from({ length: this.#roles }, (_, number) => this.#role(number));
    const rank = ({ reach, permissions }: AuditedRole): number =>
      REACH_KEYS.indexOf(reach ?? "named") * POWERS.length + POWERS.indexOf(permissions.power);
    audited.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
    const issuers = [...TENANTS.map((tenant) => `sts.windows.net/${tenant}/`), GITHUB];
    return {
      format: AUDIT_FORMAT,
      collectedAt: "2026-11-20T14:03:22Z",
      by: "0.2.0",
      counts: {
        accounts: this.#accounts.length,
        tenants: TENANTS.length,
        subscriptions: Math.ceil(this.#accounts.length / 2),
        roles: this.#roles * 14,
        federatedRoles: this.#roles,
      },
      roles: audited,
      findings: this.#deadConfiguration(),
      identities: this.#identities,
      applications: TEAMS.map((team, number) => ({
        id: applicationId(number),
        name: `aws-${team}`,
        audiences: [`api://aws-${team}`],
        assignmentRequired: number % 3 !== 0,
        owners: [`${team}-lead@example.com`],
      })),
      providers: this.#accounts.flatMap((account) =>
        issuers.map((name) => ({
          arn: `arn:aws:iam::${account}:oidc-provider/${name}`,
          name,
          issuer: issuerOf(name),
          clientIds: name === GITHUB ? ["sts.amazonaws.com"] : TEAMS.map((team) => `api://aws-${team}`),
        })),
      ),
      notSeen: [
        "The snapshot has no resource policies. Buckets and keys may let a role in that its own policies do not.",
        "Tenant c2d94e18-73a6-4b1f-8e05-5d9a7f2b6c34 was not collected: the names of its identities are missing.",
      ],
      seen: [],
      missing: [],
      acceptanceProblems: [
        "role-unused at f-0041: the finding counts again (ci accepted it until 2026-10-31: a trial) [acceptance-ended]",
      ],
    };
  }

  #role(number: number): AuditedRole {
    const team = this.#pick(TEAMS);
    const name = `${team}-${this.#pick(PARTS)}${number < 20 ? "" : `-${number}`}`;
    const account = this.#pick(this.#accounts);
    const reach = this.#reach();
    const permissions = this.#permissions(account);
    const entries = Array.from({ length: this.#chance(0.15) ? 2 : 1 }, (_, statement) =>
      this.#entry(reach, team, name, statement),
    );
    const arn = `arn:aws:iam::${account}:role/${name}`;
    const sentence = sentenceOf(reach, permissions.power, name, account, entries);
    const findings = reach === "named" ? [] : [this.#finding(reach, arn, number)];
    return {
      arn,
      account,
      name,
      ...(reach === "named" ? {} : { reach }),
      verdict: reach === "named" ? "accepted" : "rejected",
      entries,
      permissions,
      onward: this.#chance(0.12)
        ? [
            {
              arn: `arn:aws:iam::${this.#pick(this.#accounts)}:role/shared-deploy`,
              power: "administrator",
              steps: 1,
            },
            { arn: `arn:aws:iam::${this.#pick(this.#accounts)}:role/log-archive`, power: "data", steps: 2 },
          ]
        : [],
      controllers: this.#chance(0.4)
        ? [
            {
              principal: this.#guid(),
              name: `${team}-lead@example.com`,
              type: "User",
              by: `owner of application aws-${team}`,
              can: "Can add a secret to the application and assign its app role to any identity.",
            },
          ]
        : [],
      ...(this.#chance(0.9) ? { lastUsed: this.#chance(0.2) ? "never" : this.#day() } : {}),
      sentence,
      ...(findings.length > 0 ? { correction: correctionOf(account, entries[0], name) } : {}),
      findings,
    };
  }

  #entry(reach: ReachKey, team: string, name: string, statement: number): Entry {
    const tenant = this.#pick(TENANTS);
    const isGithub = this.#chance(0.25);
    const provider = isGithub ? GITHUB : `sts.windows.net/${tenant}/`;
    const base = { provider, issuer: issuerOf(provider), statement, sid: `Allow${statement + 1}` };
    const audiences = reach === "replay" ? [] : [isGithub ? "sts.amazonaws.com" : `api://aws-${team}`];
    const application =
      isGithub || audiences.length === 0 ? {} : { application: applicationId(TEAMS.indexOf(team)) };
    if (reach === "anyone" || (reach === "tenant" && !isGithub)) {
      return { ...base, audiences, subjects: [], exact: false, identities: [], ...application };
    }
    if (isGithub) {
      const exact = reach !== "tenant";
      const subjects = [exact ? `repo:example/${name}:ref:refs/heads/main` : `repo:example/${team}-*`];
      return { ...base, audiences, subjects, exact, identities: [] };
    }
    const identity = this.#identity(name);
    return {
      ...base,
      audiences,
      subjects: [identity.id],
      exact: true,
      identities: [identity.id],
      ...application,
    };
  }

  #identity(name: string): AuditedIdentity {
    const id = this.#guid();
    const identity: AuditedIdentity = {
      id,
      name: `id-${name}`,
      type: this.#chance(0.8) ? "Managed identity" : "Application",
      attachedTo: [
        `/subscriptions/${this.#guid()}/resourceGroups/${name}/providers/Microsoft.Compute/virtualMachines/vm-${name}`,
      ],
    };
    this.#identities.push(identity);
    return identity;
  }

  #permissions(account: string): Permissions {
    const power = this.#power();
    const escalates = power === "escalation";
    return {
      power,
      because: BECAUSE[power],
      policies:
        power === "none" ? [] : [power === "administrator" ? "AdministratorAccess" : `policy-${power}`],
      escalations: escalates
        ? [
            {
              id: "create-policy-version",
              actions: ["iam:CreatePolicyVersion"],
              gives: "It writes a new version of a policy that is attached to itself.",
              source:
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html",
            },
          ]
        : [],
      dataServices:
        power === "data"
          ? [{ service: this.#pick(SERVICES), access: this.#chance(0.5) ? "read" : "write" }]
          : [],
      ...(this.#chance(0.2) ? { boundary: `boundary-${account.slice(0, 4)}` } : {}),
      notSeen:
        power === "unknown"
          ? ["The policy has a condition on aws:ResourceTag, and the input has no tags."]
          : [],
    };
  }

  #finding(reach: ReachKey, arn: string, number: number): AuditFinding {
    const [rule, severity, message, remedy] = FINDINGS[reach];
    return {
      rule,
      fingerprint: `f-${number.toString().padStart(4, "0")}`,
      severity,
      subject: arn,
      message: `${arn}: ${message}`,
      remedy,
      ...(reach === "named" ? {} : { reach }),
      ...(this.#chance(0.1)
        ? {
            accepted: {
              reason: "The vendor migrates its tokens in January.",
              until: "2027-01-31",
              owner: "security@example.com",
            },
          }
        : {}),
    };
  }

  #deadConfiguration(): AuditFinding[] {
    return this.#accounts.slice(0, 30).map((account, number) => {
      const subject = `arn:aws:iam::${account}:oidc-provider/oidc.old-cluster-${number}.example.com`;
      return {
        rule: "provider-without-role",
        fingerprint: `d-${number}`,
        severity: "low",
        subject,
        message: `${subject}: no role of the account trusts this provider.`,
        remedy: "Delete the provider, or list the role that is to use it.",
      };
    });
  }

  #reach(): ReachKey {
    let rest = this.#below(100);
    for (const [reach, share] of SHARES) {
      rest -= share;
      if (rest < 0) {
        return reach;
      }
    }
    return "named";
  }

  #power(): Power {
    const shares: readonly (readonly [Power, number])[] = [
      ["administrator", 10],
      ["escalation", 10],
      ["data", 40],
      ["limited", 30],
      ["none", 5],
    ];
    let rest = this.#below(100);
    for (const [power, share] of shares) {
      rest -= share;
      if (rest < 0) {
        return power;
      }
    }
    return "unknown";
  }

  #day(): string {
    return new Date(Date.UTC(2026, 10, 20) - this.#below(390) * 86_400_000).toISOString();
  }

  #guid(): string {
    const hex = Array.from({ length: 32 }, () => this.#below(16).toString(16)).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(values: readonly T[]): T {
    const value = values[this.#below(values.length)];
    if (value === undefined) {
      throw new RangeError("Nothing to pick from");
    }
    return value;
  }
}

function applicationId(number: number): string {
  return `00000000-0000-4000-8000-${number.toString().padStart(12, "0")}`;
}

function issuerOf(provider: string): string {
  return provider === GITHUB ? "GitHub Actions" : "Microsoft Entra";
}

const BECAUSE: Readonly<Record<Power, string>> = {
  administrator: "AdministratorAccess allows every action on every resource.",
  escalation: "Its policies let it change its own permissions.",
  data: "It reads or writes data, and cannot change permissions.",
  limited: "It can do a few actions that neither read data nor change permissions.",
  none: "The role has no policy.",
  unknown: "A policy depends on values that the input does not have.",
};

const FINDINGS: Readonly<
  Record<
    ReachKey,
    readonly [rule: string, severity: AuditFinding["severity"], message: string, remedy: string]
  >
> = {
  anyone: [
    "trust-admits-anyone",
    "critical",
    "any account of the issuer can assume this role.",
    "Demand the exact audience and subject.",
  ],
  tenant: [
    "trust-admits-tenant",
    "high",
    "any identity of the tenant that gets a token for the audience can assume this role.",
    "Demand the exact subject.",
  ],
  assigned: [
    "trust-admits-assigned",
    "medium",
    "any identity that is assigned to the application can assume this role.",
    "Demand the exact subject.",
  ],
  replay: [
    "trust-without-audience",
    "medium",
    "a token that was issued for another audience opens this role.",
    "Demand the exact audience.",
  ],
  nobody: [
    "trust-admits-nobody",
    "low",
    "no token can satisfy the policy as it is written.",
    "Correct the name of the provider in the condition keys.",
  ],
  named: ["none", "note", "", ""],
};

function sentenceOf(
  reach: ReachKey,
  power: Power,
  name: string,
  account: string,
  entries: readonly Entry[],
): string {
  const who: Readonly<Record<ReachKey, string>> = {
    anyone: `Anyone with an account at ${entries[0]?.issuer ?? "the issuer"}`,
    tenant: "Any identity of the tenant",
    assigned: "Any identity assigned to the application, and anyone who can assign one,",
    replay: "The named identity, also with a token for another service,",
    nobody: "Nobody",
    named: "Exactly the named identity",
  };
  const what: Readonly<Record<Power, string>> = {
    administrator: `administer account ${account}`,
    escalation: `become administrator of account ${account}`,
    data: `use the data of account ${account}`,
    limited: `do a few things in account ${account}`,
    none: `sign in to account ${account}, where it may do nothing`,
    unknown: `sign in to account ${account}`,
  };
  return `${who[reach]} can ${what[power]} by role ${name}.`;
}

function correctionOf(account: string, entry: Entry | undefined, name: string): Correction {
  const provider = (entry?.provider ?? "*").replace(/\/$/, "");
  const subject = entry?.subjects[0] ?? "<principal ID of the workload's identity>";
  const audience = entry?.audiences[0] ?? "<audience of the application>";
  const arn = `arn:aws:iam::${account}:oidc-provider/${provider}/`;
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: arn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${provider}/:aud`]: audience, [`${provider}/:sub`]: subject } },
      },
    ],
  };
  const hcl = [
    `data "aws_iam_policy_document" "${name}" {`,
    "  statement {",
    '    actions = ["sts:AssumeRoleWithWebIdentity"]',
    "    principals {",
    '      type        = "Federated"',
    `      identifiers = ["${arn}"]`,
    "    }",
    ...[
      [":aud", audience],
      [":sub", subject],
    ].flatMap(([claim = "", value = ""]) => [
      "    condition {",
      '      test     = "StringEquals"',
      `      variable = "${provider}/${claim}"`,
      `      values   = ["${value}"]`,
      "    }",
    ]),
    "  }",
    "}",
  ];
  const yaml = [
    "AssumeRolePolicyDocument:",
    '  Version: "2012-10-17"',
    "  Statement:",
    "    - Effect: Allow",
    "      Principal:",
    `        Federated: ${arn}`,
    "      Action: sts:AssumeRoleWithWebIdentity",
    "      Condition:",
    "        StringEquals:",
    `          "${provider}/:aud": "${audience}"`,
    `          "${provider}/:sub": "${subject}"`,
  ];
  const json = JSON.stringify(policy, null, 2);
  return {
    json,
    terraform: hcl.join("\n"),
    cloudformation: yaml.join("\n"),
    pulumi: `assumeRolePolicy: ${json},`,
    hasPlaceholders: `${subject}${audience}`.includes("<"),
  };
}

/** A small generator of numbers from 0 to 1. Math.random has no seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
