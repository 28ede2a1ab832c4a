import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { makeReport } from "../../../../../cli/audit/make-report";
import { AUDIT_RULES } from "../../../../../cli/audit/rules";
import type {
  EntraCredential,
  FederatedCredential,
  SnapshotRecord,
} from "../../../../../cli/snapshot/snapshot-records";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { unknownMark } from "../../../../../trust";
import {
  ACCOUNT,
  allow,
  APP_ID,
  application,
  AUDIENCE,
  auditOf,
  deployed,
  estateFrom,
  federationStatement,
  IDENTITY,
  NOW,
  ordersRole,
  PROVIDER,
  provider,
  PROVIDER_ARN,
  role,
  ROLE_ARN,
  roleArn,
  rulesFound,
  servicePrincipal,
  type Statement,
  SUBJECT,
  SUBSCRIPTION,
  TENANT,
} from "../company";

const GITHUB = "token.actions.githubusercontent.com";
const WEB = federationStatement({ aud: AUDIENCE, sub: SUBJECT });
const ANYONE = federationStatement({ aud: "sts.amazonaws.com" }, GITHUB);

/** The deployment without records of some kinds, and with others. */
function without(kinds: readonly string[], ...records: readonly SnapshotRecord[]): readonly SnapshotRecord[] {
  return [...deployed().filter(({ kind }) => !kinds.includes(kind)), ...records];
}

/** The deployment with an application that requires no assignment. */
const OPEN_APPLICATION: readonly SnapshotRecord[] = [
  ...deployed().filter((one) => one.kind !== "entra.service-principal" || one.data.appId !== APP_ID),
  servicePrincipal({ appRoleAssignmentRequired: false }),
];

const found = (rule: string, records: readonly SnapshotRecord[]): string[] =>
  rulesFound(auditOf(...records)).flatMap(([id, subject]) => (id === rule ? [subject] : []));

const message = (rule: string, records: readonly SnapshotRecord[]): string[] => {
  const { roles, findings } = auditOf(...records);
  return [...roles.flatMap((one) => one.findings), ...findings]
    .filter((finding) => finding.rule === rule)
    .map((finding) => `${finding.severity}: ${finding.message}`);
};

/** An identity that no credential is for. */
const STRANGER = "bbbbbbbb-0000-4000-8000-000000000009";

/** The provider of a tenant that is not collected. */
const FOREIGN = "sts.windows.net/c0ffee00-0000-4000-8000-000000000001/";

const trusts = (principal: string): Statement => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "sts:AssumeRole",
});

const credential = (issuer: string, subject: string): SnapshotRecord => ({
  kind: "azure.federated-credential",
  of: SUBSCRIPTION,
  data: { of: IDENTITY, name: "external", issuer, subject, audiences: ["api://AzureADTokenExchange"] },
});

/** An application with these credentials, which is the subject of the role ci. */
const ci = (...credentials: readonly EntraCredential[]): readonly SnapshotRecord[] => [
  ...deployed(),
  application({
    id: "other",
    appId: "eeeeeeee-0000-4000-8000-000000000002",
    displayName: "ci",
    identifierUris: [],
    credentials,
  }),
  servicePrincipal({
    id: "eeeeeeee-0000-4000-8000-000000000001",
    appId: "eeeeeeee-0000-4000-8000-000000000002",
    displayName: "ci",
    servicePrincipalNames: [],
  }),
  role("ci", [federationStatement({ aud: AUDIENCE, sub: "eeeeeeee-0000-4000-8000-000000000001" })]),
];

/** A role whose whole trust policy is not known. */
const hole = (name: string): SnapshotRecord =>
  role(name, [], undefined, { AssumeRolePolicyDocument: unknownMark("a parameter") as unknown as Statement });

const key = (status: "Active" | "Inactive"): SnapshotRecord => ({
  kind: "aws.access-key",
  of: ACCOUNT,
  data: {
    UserName: "deploy",
    AccessKeyId: "AKIAEXAMPLE",
    Status: status,
    CreateDate: "2024-01-01T00:00:00Z",
    LastUsed: { LastUsedDate: "2026-11-01T00:00:00Z" },
  },
});

/** For each rule: an estate in which it finds a subject, with the message, and one like it in which it finds nothing. */
const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;

const CASES: Readonly<
  Record<string, readonly [wrong: readonly SnapshotRecord[], said: string, right: readonly SnapshotRecord[]]>
> = {
  "trust-admits-anyone": [
    [...deployed(), provider(GITHUB, ["sts.amazonaws.com"]), role("open", [ANYONE])],
    `critical: Anyone with a token from GitHub Actions can assume role open of account ${ACCOUNT}, which can read data of Amazon S3. Statement 0: no condition on ${GITHUB}:sub.`,
    [
      ...deployed(),
      role("closed", [
        federationStatement(
          { aud: "sts.amazonaws.com", sub: "repo:acme/orders:ref:refs/heads/main" },
          GITHUB,
        ),
      ]),
    ],
  ],
  "trust-admits-tenant": [
    [...OPEN_APPLICATION, role("open", [federationStatement({ aud: AUDIENCE })])],
    `high: Any identity in tenant ${TENANT} can assume role open of account ${ACCOUNT}, which can read data of Amazon S3. Statement 0: no condition on ${PROVIDER}:sub.`,
    deployed(),
  ],
  "trust-admits-assigned": [
    [...deployed(), role("open", [federationStatement({ aud: AUDIENCE })])],
    `medium: Any identity assigned to application orders (1 today), and anyone who can assign one, can assume role open of account ${ACCOUNT}, which can read data of Amazon S3. Statement 0: no condition on ${PROVIDER}:sub.`,
    OPEN_APPLICATION,
  ],
  "trust-admits-replay": [
    [...deployed(), role("open", [federationStatement({ sub: SUBJECT })])],
    `medium: id-orders, with more of its tokens than intended, can assume role open of account ${ACCOUNT}, which can read data of Amazon S3. Statement 0: no condition on ${PROVIDER}:aud.`,
    deployed(),
  ],
  "trust-admits-nobody": [
    [...deployed(), role("shut", [federationStatement({ aud: AUDIENCE, sub: "*" })])],
    `low: Nobody can assume role shut of account ${ACCOUNT} as its trust policy is written. Statement 0: "*", in which * and ? are literal.`,
    deployed(),
  ],
  "trust-admits-stranger": [
    [
      ...deployed(),
      provider(FOREIGN, [AUDIENCE]),
      role("vendor", [federationStatement({ aud: AUDIENCE, sub: STRANGER }, FOREIGN)]),
    ],
    `medium: Role vendor of account ${ACCOUNT} admits ${STRANGER} of tenant c0ffee00-0000-4000-8000-000000000001, which is neither in the input nor in --ours.`,
    deployed(),
  ],
  "trust-not-judged": [
    [...deployed(), hole("hole")],
    `medium: Who can assume role hole of account ${ACCOUNT} is not known, because the input does not have all of its trust policy.`,
    deployed(),
  ],
  "powerful-role-behind-weak-door": [
    [...OPEN_APPLICATION, role("open", [federationStatement({ aud: AUDIENCE })], [allow("*")])],
    `critical: Any identity in tenant ${TENANT} can assume role open of account ${ACCOUNT}, which is an administrator of the account. It may do everything, IAM included. Statement 0: no condition on ${PROVIDER}:sub.`,
    [...deployed(), role("exact", [WEB], [allow("*")])],
  ],
  "federated-role-is-powerful": [
    without(["aws.role"], role("orders", [WEB], [allow("iam:PutRolePolicy")])),
    `high: id-orders can assume role orders of account ${ACCOUNT}, which can give itself more permissions than it has. It can give itself an inline policy that allows everything.`,
    deployed(),
  ],
  "role-leads-to-administrator": [
    [...deployed(), role("admin", [trusts(ROLE_ARN)], [allow("*")])],
    `high: Role orders of account ${ACCOUNT} can assume ${roleArn("admin")} in one step, which is an administrator.`,
    [...deployed(), role("reader", [trusts(ROLE_ARN)])],
  ],
  "application-open-to-tenant": [
    without(["entra.service-principal"], servicePrincipal({ appRoleAssignmentRequired: false })),
    `medium: Anyone in the tenant can get a token for application orders (${APP_ID}), which opens orders.`,
    deployed(),
  ],
  "federated-credential-names-stranger": [
    [...deployed(), credential(`https://${GITHUB}`, "repo:acme/orders:ref:refs/heads/main")],
    `high: A token of https://${GITHUB} with the subject repo:acme/orders:ref:refs/heads/main becomes id-orders by its federated credential external, and opens orders.`,
    [
      ...deployed(),
      credential(
        `https://westeurope.oic.prod-aks.azure.com/${TENANT}/cluster/`,
        "system:serviceaccount:orders:api",
      ),
    ],
  ],
  "subject-has-secret": [
    ci({ keyId: "k", kind: "password", endDateTime: "2027-01-01T00:00:00Z" }),
    "medium: Application ci has a secret, and its identity eeeeeeee-0000-4000-8000-000000000001 opens ci.",
    // A secret of the application whose token it is lets nobody become the subject, and one that expired lets nobody in.
    without(
      ["entra.application"],
      application({ credentials: [{ keyId: "k", kind: "password", endDateTime: "2027-01-01T00:00:00Z" }] }),
    ),
  ],
  "guest-controls-way-in": [
    without(
      ["entra.application"],
      application({
        owners: [{ id: "guest", userPrincipalName: "eve_example.org#EXT#@acme.onmicrosoft.com" }],
      }),
    ),
    `high: The guest eve_example.org#EXT#@acme.onmicrosoft.com is owner of application orders, and so controls the way into role orders of account ${ACCOUNT}.`,
    without(
      ["entra.application"],
      application({ owners: [{ id: "ada", userPrincipalName: "ada@acme.example" }] }),
    ),
  ],
  "access-key-beside-federation": [
    [...deployed(), key("Active")],
    `medium: Access key AKIAEXAMPLE of user deploy in account ${ACCOUNT} still works next to the federation (created 2024-01-01, last used 2026-11-01).`,
    [...deployed(), key("Inactive")],
  ],
  "role-unused": [
    without(["aws.role"], ordersRole({ RoleLastUsed: {} })),
    `low: Nobody used role orders of account ${ACCOUNT} within the last 400 days.`,
    without(["aws.role"], ordersRole({ RoleLastUsed: {}, CreateDate: "2026-11-20T00:00:00Z" })),
  ],
  "subject-names-no-identity": [
    [
      ...deployed(),
      role("gone", [federationStatement({ aud: AUDIENCE, sub: "bbbbbbbb-0000-4000-8000-000000000002" })]),
    ],
    `medium: Role gone of account ${ACCOUNT} trusts the subject bbbbbbbb-0000-4000-8000-000000000002, and no identity of tenant ${TENANT} has this object ID, so nobody can assume it by this statement. It is the client ID of id-orders. The object ID of its service principal is ${SUBJECT}, which was probably meant.`,
    deployed(),
  ],
  "identity-not-assigned": [
    without(["entra.app-role-assignment"]),
    `low: Role orders of account ${ACCOUNT} trusts id-orders, which is not assigned to application orders (${APP_ID}), so Entra issues no token to it today.`,
    deployed(),
  ],
  "audience-names-no-application": [
    without(
      ["aws.role", "aws.oidc-provider"],
      provider(PROVIDER, [AUDIENCE, "api://gone"]),
      role("gone", [federationStatement({ aud: "api://gone", sub: SUBJECT })]),
    ),
    `medium: Role gone of account ${ACCOUNT} demands the audience api://gone, and no application of tenant ${TENANT} has it, so nobody can assume it by this statement.`,
    deployed(),
  ],
  "audience-not-registered": [
    without(["aws.oidc-provider"], provider(PROVIDER, ["api://other"])),
    `medium: Role orders of account ${ACCOUNT} demands the audience ${AUDIENCE}, which ${PROVIDER_ARN} does not list, so nobody can assume it by this statement.`,
    deployed(),
  ],
  "token-version-unlike-issuer": [
    without(["entra.application"], application({ api: { requestedAccessTokenVersion: 2 } })),
    `medium: Role orders of account ${ACCOUNT} trusts ${PROVIDER}, and application orders (${APP_ID}) asks for tokens of version 2, which have another issuer, so nobody can assume it by this statement.`,
    // Graph has null for version 1.
    without(["entra.application"], application({ api: { requestedAccessTokenVersion: null } })),
  ],
  "client-id-unlike-subject": [
    [
      ...deployed(),
      provider(V2, [APP_ID]),
      role("v2", [federationStatement({ aud: APP_ID, sub: SUBJECT }, V2)]),
    ],
    `medium: Role v2 of account ${ACCOUNT} demands the client ID ${APP_ID} of ${V2}, and tokens of its subject have bbbbbbbb-0000-4000-8000-000000000002 of id-orders, so nobody can assume it by this statement.`,
    [
      ...deployed(),
      provider(V2, ["bbbbbbbb-0000-4000-8000-000000000002"]),
      role("v2", [federationStatement({ aud: "bbbbbbbb-0000-4000-8000-000000000002", sub: SUBJECT }, V2)]),
    ],
  ],
  "provider-missing": [
    without(["aws.oidc-provider"]),
    `medium: Role orders trusts ${PROVIDER_ARN}, and account ${ACCOUNT} has no such provider, so nobody can assume it by this statement.`,
    deployed(),
  ],
  "provider-without-roles": [
    [...deployed(), provider(GITHUB, ["sts.amazonaws.com"])],
    `low: No role of account ${ACCOUNT} trusts the provider ${GITHUB} (arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}).`,
    deployed(),
  ],
  "client-id-without-application": [
    without(["aws.oidc-provider"], provider(PROVIDER, [AUDIENCE, "api://gone"])),
    `low: The provider ${PROVIDER_ARN} lists the client ID api://gone, and no application or identity of tenant ${TENANT} has it.`,
    // With tokens of version 2, a provider lists the client IDs of identities.
    without(
      ["aws.oidc-provider"],
      provider(PROVIDER, [AUDIENCE, APP_ID, "bbbbbbbb-0000-4000-8000-000000000002"]),
    ),
  ],
};

describe("the rules of the audit", () => {
  it("find nothing in what the component deploys", () => {
    assert.deepEqual(rulesFound(auditOf(...deployed())), []);
  });

  for (const [rule, [wrong, said, right]] of Object.entries(CASES)) {
    it(`${rule} finds what it is for, and nothing else`, () => {
      assert.deepEqual(message(rule, wrong), [said]);
      assert.deepEqual(found(rule, right), []);
    });
  }

  it("say of nothing that it opens a role whose way in is closed", () => {
    const open = ["application-open-to-tenant", "federated-credential-names-stranger", "subject-has-secret"];
    for (const id of open) {
      const wrong = CASES[id]?.[0] ?? [];
      const closed = wrong.filter(({ kind }) => kind !== "aws.oidc-provider");
      assert.equal(found(id, wrong).length, 1, id);
      assert.deepEqual(found(id, closed), [], id);
    }
  });

  it("name the service principal if a subject is the object ID of an application", () => {
    const id = "aaaaaaaa-0000-4000-8000-00000000000a";
    const trusting = role("orders-app", [federationStatement({ aud: AUDIENCE, sub: id })]);
    const wrong = `medium: Role orders-app of account ${ACCOUNT} trusts the subject ${id}, and no identity of tenant ${TENANT} has this object ID, so nobody can assume it by this statement.`;
    assert.deepEqual(message("subject-names-no-identity", [...deployed(), trusting]), [
      `${wrong} It is the object ID of the application orders. The object ID of its service principal is aaaaaaaa-0000-4000-8000-00000000000b, which was probably meant.`,
    ]);
    const others = deployed().filter(
      ({ kind, ...record }) =>
        kind !== "entra.service-principal" || JSON.stringify(record).includes("ManagedIdentity"),
    );
    assert.deepEqual(message("subject-names-no-identity", [...others, trusting]), [
      `${wrong} It is the object ID of the application orders, which has no service principal in this tenant.`,
    ]);
  });

  it("never advise to delete a condition, which would open the role", () => {
    const remedies = ["subject-names-no-identity", "audience-names-no-application"].map((id) => {
      const wrong = CASES[id]?.[0] ?? [];
      const { findings } = auditOf(...wrong).roles.find(({ name }) => name === "gone") ?? { findings: [] };
      return findings.find(({ rule }) => rule === id)?.remedy;
    });
    assert.deepEqual(remedies, [
      "Replace the subject with the object ID of the identity. If nothing is to get in by it, delete the statement or the role, never the condition.",
      "Replace the audience with the application ID URI that the application has. If nothing is to get in by it, delete the statement or the role, never the condition.",
    ]);
    for (const { fix } of AUDIT_RULES) {
      assert.doesNotMatch(fix, /delete the (?:audience|subject|condition)/);
    }
  });

  it("conclude nothing from a section that the input lacks", () => {
    const countWithout = (id: string, section: string): number => {
      const estate = estateFrom(...(CASES[id]?.[0] ?? []));
      const sections = new Map([...estate.sections].filter(([name]) => !name.endsWith(`/${section}`)));
      return rulesFound(makeReport({ ...estate, sections }, "0.2.0", NOW)).filter(([rule]) => rule === id)
        .length;
    };
    for (const [id, section] of [
      ["subject-names-no-identity", "service-principals"],
      ["audience-names-no-application", "applications"],
      ["audience-names-no-application", "service-principals"],
      ["client-id-without-application", "applications"],
      ["client-id-without-application", "service-principals"],
      ["provider-without-roles", "authorization-details"],
      ["provider-missing", "oidc-providers"],
      ["audience-not-registered", "oidc-providers"],
    ] as const) {
      assert.deepEqual([countWithout(id, "nothing"), countWithout(id, section)], [1, 0], `${id} ${section}`);
    }
  });

  it("call the active key of a root user critical, and leave out accounts without a federation", () => {
    const row = (of: string): SnapshotRecord => ({
      kind: "aws.credential-report-row",
      of,
      data: { user: "<root_account>", access_key_1_active: "true", access_key_2_active: "false" },
    });
    assert.deepEqual(
      message("access-key-beside-federation", [...deployed(), row(ACCOUNT), row("444455556666")]),
      [
        `critical: The active access key 1 of user <root_account> in account ${ACCOUNT} still works next to the federation (never used).`,
      ],
    );
  });

  it("rank an application higher if one of its roles names no subject, whatever the order", () => {
    const open = role("open", [federationStatement({ aud: AUDIENCE })]);
    const unassigned = servicePrincipal({ appRoleAssignmentRequired: false });
    const said = (...roles: readonly SnapshotRecord[]): string[] =>
      message(
        "application-open-to-tenant",
        without(["entra.service-principal", "aws.role"], unassigned, ...roles),
      );
    const anyone = `high: Anyone in the tenant can get a token for application orders (${APP_ID}), which opens`;
    assert.deepEqual(said(open, ordersRole()), [`${anyone} open, orders, and no subject keeps them out.`]);
    assert.deepEqual(said(ordersRole(), open), [`${anyone} orders, open, and no subject keeps them out.`]);
  });

  it("say whose tokens a credential with an expression takes", () => {
    const said = (claimsMatchingExpression: string): string[] =>
      message("federated-credential-names-stranger", [
        ...deployed(),
        {
          kind: "azure.federated-credential",
          of: SUBSCRIPTION,
          data: {
            of: IDENTITY,
            name: "external",
            issuer: `https://${GITHUB}`,
            claimsMatchingExpression,
            audiences: ["api://AzureADTokenExchange"],
          },
        },
      ]);
    const end = "becomes id-orders by its federated credential external, and opens orders.";
    assert.deepEqual(said("claims['sub'] matches 'repo:contoso/*'"), [
      `high: A token of any workflow of a repository of GitHub owner contoso ${end}`,
    ]);
    assert.deepEqual(said("claims['sub'] matches 'repo:contoso/infra-*'"), [
      `high: A token of https://${GITHUB} with a subject like repo:contoso/infra-* ${end}`,
    ]);
    assert.deepEqual(said("claims['a'] eq 'b' and claims['c'] eq 'd'"), [
      `high: A token of https://${GITHUB} that meets the expression claims['a'] eq 'b' and claims['c'] eq 'd' ${end}`,
    ]);
  });

  it("report an AWS account whose tokens lead back into AWS, as docs/how-to/security-hub.md shows it", () => {
    const hub = "bbbbbbbb-0000-4000-8000-00000000000c";
    const app = { appId: "bbbbbbbb-0000-4000-8000-00000000000d", displayName: "AWSSecurityHubIntegration" };
    const reported = (...further: readonly SnapshotRecord[]): readonly string[] =>
      message("federated-credential-names-stranger", [
        ...deployed(),
        application({ ...app, id: "bbbbbbbb-0000-4000-8000-00000000000e", identifierUris: [] }),
        servicePrincipal({ ...app, id: hub, servicePrincipalNames: [] }),
        {
          kind: "entra.federated-credential",
          of: TENANT,
          data: {
            of: "bbbbbbbb-0000-4000-8000-00000000000e",
            name: "security-hub",
            issuer: "https://abc123.tokens.sts.global.api.aws",
            subject: "arn:aws:iam::111122223333:role/reader",
            audiences: ["api://AzureADTokenExchange"],
          },
        },
        ...further,
      ]);
    assert.deepEqual(reported(), []);
    const page = readFileSync(path.join(PROJECT_ROOT, "docs/how-to/security-hub.md"), "utf8");
    const [, shown = ""] = /^```\n(A token of .*)\n```$/m.exec(page) ?? [];
    assert.deepEqual(reported(role("reports", [federationStatement({ aud: AUDIENCE, sub: hub })])), [
      `medium: ${shown}`,
    ]);
  });

  it("take for no stranger only one service account of a cluster of the tenant", () => {
    const cluster = `https://westeurope.oic.prod-aks.azure.com/${TENANT}/cluster/`;
    const subject = "system:serviceaccount:orders:api";
    const severities = (
      further: Pick<FederatedCredential, "issuer"> & Partial<FederatedCredential>,
    ): string[] =>
      message("federated-credential-names-stranger", [
        ...deployed(),
        {
          kind: "azure.federated-credential",
          of: SUBSCRIPTION,
          data: { of: IDENTITY, name: "external", audiences: ["api://AzureADTokenExchange"], ...further },
        },
      ]).map((text) => text.split(":")[0] ?? "");
    assert.deepEqual(severities({ issuer: cluster, subject }), []);
    assert.deepEqual(severities({ issuer: cluster.replace(TENANT, STRANGER), subject }), ["medium"]);
    assert.deepEqual(severities({ issuer: cluster, subject: "system:serviceaccount:orders:*" }), ["medium"]);
    assert.deepEqual(severities({ issuer: cluster, claimsMatchingExpression: "claims['sub'] matches '*'" }), [
      "high",
    ]);
    assert.deepEqual(
      severities({ issuer: cluster.replace("https://", "https://strangers.example/"), subject }),
      ["medium"],
    );
  });

  it("find the stranger in the federated credential of an application", () => {
    assert.deepEqual(
      message("federated-credential-names-stranger", [
        ...ci(),
        {
          kind: "entra.federated-credential",
          of: TENANT,
          data: {
            of: "other",
            name: "main",
            issuer: `https://${GITHUB}`,
            subject: "repo:acme/orders:pull_request",
            audiences: ["api://AzureADTokenExchange"],
          },
        },
      ]),
      [
        `high: A token of https://${GITHUB} with the subject repo:acme/orders:pull_request becomes ci by its federated credential main, and opens ci.`,
      ],
    );
  });

  it("find secrets without an end and certificates, and nothing that has expired", () => {
    const said = (...credentials: readonly EntraCredential[]): string[] =>
      message("subject-has-secret", ci(...credentials));
    const opens = "and its identity eeeeeeee-0000-4000-8000-000000000001 opens ci.";
    assert.deepEqual(said({ keyId: "k", kind: "password" }), [
      `medium: Application ci has a secret, ${opens}`,
    ]);
    assert.deepEqual(said({ keyId: "k", kind: "certificate", endDateTime: "2027-01-01T00:00:00Z" }), [
      `low: Application ci has a certificate, ${opens}`,
    ]);
    assert.deepEqual(said({ keyId: "k", kind: "password", endDateTime: "2026-11-28T05:59:59Z" }), []);
  });

  it("know a guest whatever the case of the name", () => {
    const owner = { id: "guest", userPrincipalName: "eve_example.org#ext#@acme.onmicrosoft.com" };
    assert.deepEqual(
      found("guest-controls-way-in", without(["entra.application"], application({ owners: [owner] }))),
      [ROLE_ARN],
    );
  });

  it("rank a role that leads to an administrator low if nobody gets in", () => {
    const shut = role("shut", [federationStatement({ aud: AUDIENCE, sub: "*" })]);
    const admin = role("admin", [trusts(roleArn("shut"))], [allow("*")]);
    assert.deepEqual(message("role-leads-to-administrator", [...deployed(), shut, admin]), [
      `low: Role shut of account ${ACCOUNT} can assume ${roleArn("admin")} in one step, which is an administrator.`,
    ]);
  });

  it("count 90 days from the last use, and rank an unused role higher if it is open", () => {
    const said = (date: string): string[] =>
      message("role-unused", without(["aws.role"], ordersRole({ RoleLastUsed: { LastUsedDate: date } })));
    assert.deepEqual(said("2026-08-30T06:00:00Z"), []);
    assert.deepEqual(said("2026-08-30T05:59:59Z"), [
      `low: Nobody used role orders of account ${ACCOUNT} since 2026-08-30.`,
    ]);
    const open = role("open", [federationStatement({ aud: AUDIENCE })], undefined, { RoleLastUsed: {} });
    assert.deepEqual(message("role-unused", [...deployed(), open]), [
      `medium: Nobody used role open of account ${ACCOUNT} within the last 400 days.`,
    ]);
  });

  it("rank a role whose trust policy is not known before those that name identities", () => {
    assert.deepEqual(
      auditOf(
        ...deployed(),
        hole("z-hole"),
        role("open", [federationStatement({ aud: AUDIENCE })]),
      ).roles.map(({ name, verdict }) => [name, verdict]),
      [
        ["open", "rejected"],
        ["z-hole", "unknown"],
        ["orders", "accepted"],
      ],
    );
  });

  it("say of each reach of a role who gets in by it", () => {
    assert.deepEqual(
      message("trust-admits-tenant", [
        ...OPEN_APPLICATION,
        provider(GITHUB, ["sts.amazonaws.com"]),
        role("both", [ANYONE, federationStatement({ aud: AUDIENCE })]),
      ]),
      [
        `high: Role both of account ${ACCOUNT}: Any identity in tenant ${TENANT} that can get a token for audience "${AUDIENCE}" can assume this role. Statement 1: no condition on ${PROVIDER}:sub.`,
      ],
    );
  });

  it("call no identity unassigned that may be, or that needs no assignment", () => {
    const rule = "identity-not-assigned";
    const unassigned = without(["entra.app-role-assignment"]);
    const assignment = (principalId: string, principalType: string): SnapshotRecord => ({
      kind: "entra.app-role-assignment",
      of: TENANT,
      data: {
        id: principalId,
        principalId,
        principalType,
        resourceId: "aaaaaaaa-0000-4000-8000-00000000000b",
        appRoleId: "cccccccc-0000-4000-8000-000000000001",
      },
    });
    assert.deepEqual(found(rule, [...unassigned, assignment(STRANGER, "ServicePrincipal")]), [ROLE_ARN]);
    assert.deepEqual(found(rule, [...unassigned, assignment(STRANGER, "Group")]), []);
    assert.deepEqual(found(rule, [...unassigned, assignment(SUBJECT, "ServicePrincipal")]), []);
    const open = OPEN_APPLICATION.filter(({ kind }) => kind !== "entra.app-role-assignment");
    assert.deepEqual(found(rule, open), []);
    const itself = federationStatement({ aud: AUDIENCE, sub: "aaaaaaaa-0000-4000-8000-00000000000b" });
    assert.deepEqual(found(rule, [...deployed(), role("itself", [itself])]), []);
  });

  it("call no provider unused that a suspended role, or everybody with a token of it, has to do with", () => {
    const rule = "provider-without-roles";
    const rest = without(["aws.role"]);
    assert.deepEqual(found(rule, rest), [PROVIDER_ARN]);
    const denied = { ...WEB, Effect: "Deny", Condition: undefined };
    assert.deepEqual(found(rule, [...rest, role("suspended", [denied])]), []);
    const everybody = { ...WEB, Principal: "*" };
    assert.deepEqual(found(rule, [...rest, role("everybody", [everybody])]), []);
    const bare = { Effect: "Allow", Principal: "*", Action: "sts:*" };
    assert.deepEqual(found(rule, [...rest, role("bare", [bare])]), [PROVIDER_ARN]);
  });

  it("find the secrets of a service principal, next to those of its application", () => {
    const secret: EntraCredential = { keyId: "k", kind: "password", endDateTime: "2027-01-01T00:00:00Z" };
    const withSecret = (...credentials: readonly EntraCredential[]): readonly SnapshotRecord[] =>
      ci().map((record) =>
        record.kind === "entra.service-principal" && record.data.displayName === "ci"
          ? { ...record, data: { ...record.data, credentials } }
          : record,
      );
    assert.deepEqual(message("subject-has-secret", withSecret()), []);
    assert.deepEqual(message("subject-has-secret", withSecret(secret)), [
      "medium: The service principal of application ci has a secret, and its identity eeeeeeee-0000-4000-8000-000000000001 opens ci.",
    ]);
    const past = { ...secret, endDateTime: "2026-01-01T00:00:00Z" };
    assert.deepEqual(message("subject-has-secret", withSecret(past)), []);
    // A date that cannot be read is not one that has passed.
    assert.equal(message("subject-has-secret", withSecret({ ...secret, endDateTime: "never" })).length, 1);
    const ofAnotherTenant = withSecret(secret).filter(
      (record) => record.kind !== "entra.application" || record.data.displayName !== "ci",
    );
    assert.equal(message("subject-has-secret", ofAnotherTenant).length, 1);
  });

  it("let --fail-on count a credential that takes the tokens of many", () => {
    const reachOf = (more?: Pick<FederatedCredential, "claimsMatchingExpression">): unknown => {
      const one = credential(`https://${GITHUB}`, "repo:acme/orders:ref:refs/heads/main");
      assert.ok(one.kind === "azure.federated-credential");
      const { subject, ...rest } = one.data;
      assert.ok(subject !== undefined);
      const data = more === undefined ? one.data : { ...rest, ...more };
      const report = auditOf(...deployed(), { ...one, data });
      return report.findings.find(({ rule }) => rule === "federated-credential-names-stranger")?.reach;
    };
    assert.equal(reachOf(), undefined);
    const expressed = (
      claimsMatchingExpression: string,
    ): Pick<FederatedCredential, "claimsMatchingExpression"> => ({ claimsMatchingExpression });
    assert.equal(reachOf(expressed("claims['sub'] matches 'repo:acme/*'")), "tenant");
    assert.equal(reachOf(expressed("claims['sub'] eq 'a' or claims['sub'] eq 'b'")), "tenant");
    assert.equal(reachOf(expressed("claims['sub'] eq 'repo:acme/orders:ref:refs/heads/main'")), undefined);
  });

  it("are in files of their names, with a case each", () => {
    const files = readdirSync(path.join(PROJECT_ROOT, "cli/audit/rules"))
      .map((file) => file.replace(/\.ts$/, ""))
      .filter((name) => !["index", "audit-rule", "trust-reach"].includes(name));
    const ids = AUDIT_RULES.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), files.sort());
    assert.deepEqual(
      ids.filter((id) => !(id in CASES)),
      [],
    );
  });

  it("keep a fingerprint as long as the cause stays, and change it with the cause", () => {
    const open = (
      name: string,
      claims: Readonly<Record<string, string>>,
      permissions?: readonly Statement[],
    ): string[] =>
      auditOf(...deployed(), role(name, [federationStatement(claims)], permissions))
        .roles.flatMap(({ findings }) => findings)
        .filter(({ rule }) => rule.startsWith("trust-admits"))
        .map(({ fingerprint }) => fingerprint);
    assert.deepEqual(open("a", { aud: AUDIENCE }), open("a", { aud: AUDIENCE }, [allow("*")]));
    assert.notDeepEqual(open("a", { aud: AUDIENCE }), open("b", { aud: AUDIENCE }));
    assert.notDeepEqual(open("a", { aud: AUDIENCE }), open("a", { aud: AUDIENCE, sub: "*" }));
    const statement = federationStatement({ aud: AUDIENCE });
    const fingerprints = (...statements: readonly Statement[]): string[] =>
      auditOf(...deployed(), role("a", statements)).roles.flatMap(({ findings }) =>
        findings.map(({ fingerprint }) => fingerprint),
      );
    // A second open statement is news.
    assert.notDeepEqual(fingerprints(statement), fingerprints(statement, { ...statement, Sid: "Second" }));
  });

  it("do not add to an administrator the weaker roles that it leads to", () => {
    const door = federationStatement({ aud: AUDIENCE, sub: SUBJECT });
    const ends = (powers: readonly Statement[], onward: readonly Statement[]): string | undefined =>
      auditOf(...deployed(), role("first", [door], powers), role("next", [trusts(roleArn("first"))], onward))
        .roles.find(({ name }) => name === "first")
        ?.sentence.split(", which ")
        .slice(1)
        .join(", which ");
    const weak = [allow("s3:GetObject")];
    assert.equal(ends([allow("*")], weak), "is an administrator of the account.");
    assert.equal(
      ends([allow("*")], [allow("*")]),
      `is an administrator of the account, and from there ${roleArn("next")}, an administrator.`,
    );
  });

  it("call a weak door to an administrator by another role critical", () => {
    const report = auditOf(
      ...OPEN_APPLICATION,
      role("open", [federationStatement({ aud: AUDIENCE })]),
      role("admin", [trusts(roleArn("open"))], [allow("*")]),
    );
    assert.deepEqual(
      report.roles
        .flatMap(({ findings }) => findings)
        .filter(({ severity }) => severity === "critical")
        .map(({ rule }) => rule),
      ["powerful-role-behind-weak-door"],
    );
    assert.equal(report.roles[0]?.name, "open");
  });

  it("rank a role by where it leads, by what opens it, and last if nobody gets in", () => {
    const gone = federationStatement({ aud: AUDIENCE, sub: "*" });
    const report = auditOf(
      ...deployed(),
      credential("https://token.actions.githubusercontent.com", "repo:acme/orders:pull_request"),
      servicePrincipal({ id: STRANGER, appId: STRANGER, displayName: "stranger", servicePrincipalNames: [] }),
      role("a-harmless", [federationStatement({ aud: AUDIENCE, sub: STRANGER })]),
      role("nobody-admin", [gone], [allow("*")]),
      role("z-leads", [WEB], [allow("sts:AssumeRole", roleArn("step"))]),
      role("step", [trusts(roleArn("z-leads"))], [allow("sts:AssumeRole")]),
      role("admin", [trusts(roleArn("step"))], [allow("*")]),
      role(
        "perhaps",
        [WEB],
        [{ ...allow("*"), Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }],
      ),
    );
    assert.deepEqual(
      report.roles.map(({ name }) => name),
      ["z-leads", "perhaps", "orders", "a-harmless", "nobody-admin"],
    );
    assert.deepEqual(
      report.roles.find(({ name }) => name === "perhaps")?.findings.map(({ message }) => message),
      [
        `Role perhaps of account ${ACCOUNT} may be an administrator. Whether the role is an administrator depends on conditions on aws:sourceip.`,
      ],
    );
  });

  it("name the tenants that roles trust and that were not collected", () => {
    const foreign = `sts.windows.net/${SUBJECT}/`;
    const trusting = role("orders", [federationStatement({ aud: AUDIENCE, sub: SUBJECT }, foreign)]);
    const sentence = `The tenant ${SUBJECT} is not in the input, and its identities can assume orders. Who controls them there is not shown.`;
    assert.deepEqual(
      auditOf(...deployed(), trusting).notSeen.filter((gap) => gap.startsWith("The tenant")),
      [sentence],
    );
    assert.deepEqual(
      auditOf(...deployed()).notSeen.filter((gap) => gap.startsWith("The tenant")),
      [],
    );
  });

  it("rank roles by reach, then power, then name", () => {
    const report = auditOf(
      ...deployed(),
      provider(GITHUB, ["sts.amazonaws.com"]),
      role("z-anyone", [ANYONE]),
      role("b-tenant", [federationStatement({ aud: AUDIENCE })]),
      role("a-tenant-admin", [federationStatement({ aud: AUDIENCE })], [allow("*")]),
      role("a-tenant", [federationStatement({ aud: AUDIENCE })]),
    );
    assert.deepEqual(
      report.roles.map(({ name }) => name),
      ["z-anyone", "a-tenant-admin", "a-tenant", "b-tenant", "orders"],
    );
  });
});
