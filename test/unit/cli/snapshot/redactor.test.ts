import assert from "node:assert/strict";
import { EstateBuilder } from "../../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../../cli/audit/make-report";
import { BUILT_IN } from "../../../../cli/audit/readers/azure-roles";
import { BUILT_IN_AZURE_ROLES } from "../../../../cli/snapshot/built-in-azure-roles";
import { Redactor } from "../../../../cli/snapshot/redactor";
import type { ObjectRecord, SectionRecord } from "../../../../cli/snapshot/snapshot-records";
import { judgeTrustPolicy, matchesWildcards } from "../../../../trust";
import {
  deployed,
  IDENTITY,
  MACHINE,
  NOW,
  roleAssignment,
  TENANT as TENANT_OF_COMPANY,
} from "../audit/company";

const KEY = Buffer.alloc(32, 7);
const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const ACCOUNT = "111122223333";
const SUBJECT = "d0a1f7c2-5b3e-4a6d-8c9f-1e2d3c4b5a69";

/** A role whose trust policy has these statements. */
function role(name: string, ...Statement: readonly object[]): ObjectRecord {
  return {
    kind: "aws.role",
    of: ACCOUNT,
    data: {
      RoleName: name,
      Arn: `arn:aws:iam::${ACCOUNT}:role/team/${name}`,
      Path: "/team/",
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement },
      AttachedManagedPolicies: [
        { PolicyName: "ReadOnlyAccess", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        { PolicyName: "payroll-read", PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/payroll-read` },
      ],
      Tags: [{ Key: "owner", Value: "ada@contoso.com" }],
    },
  };
}

function trust(provider: string, condition: object): object {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

const ENTRA = `sts.windows.net/${TENANT}/`;
const GITHUB = "token.actions.githubusercontent.com";

/** Trust policies of every reach that issuers have. */
const POLICIES: Readonly<Record<string, object>> = {
  right: trust(ENTRA, {
    StringEquals: { [`${ENTRA}:aud`]: `api://${TENANT}/aws`, [`${ENTRA}:sub`]: SUBJECT },
  }),
  "no subject": trust(ENTRA, { StringEquals: { [`${ENTRA}:aud`]: `api://${TENANT}/aws` } }),
  "no audience": trust(ENTRA, { StringEquals: { [`${ENTRA}:sub`]: SUBJECT } }),
  nothing: trust(ENTRA, {}),
  "GitHub branch": trust(GITHUB, {
    StringEquals: {
      [`${GITHUB}:aud`]: "sts.amazonaws.com",
      [`${GITHUB}:sub`]: "repo:contoso/payroll:ref:refs/heads/main",
    },
  }),
  "GitHub repository": trust(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: "repo:contoso/payroll:*" },
  }),
  "GitHub organization": trust(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: "repo:contoso/*" },
  }),
  "GitHub owner's beginning": trust(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: "repo:contoso*" },
  }),
  "GitHub anyone": trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: "*" } }),
  "cluster of its own": trust("oidc.contoso.com/prod", {
    StringEquals: { "oidc.contoso.com/prod:sub": "system:serviceaccount:payroll:app" },
  }),
};

describe("a redacted snapshot", () => {
  const redactor = new Redactor(KEY);
  const trustOf = (record: ObjectRecord) =>
    (record.data as { readonly AssumeRolePolicyDocument?: object }).AssumeRolePolicyDocument ?? {};

  for (const [name, statement] of Object.entries(POLICIES)) {
    it(`gets the same verdict on a trust policy: ${name}`, () => {
      const verdict = (record: ObjectRecord) => {
        const { findings } = judgeTrustPolicy(trustOf(record));
        return findings.map(({ code, reach }) => [code, reach]);
      };
      const original = role("payroll", statement);
      assert.deepEqual(verdict(redactor.redact(original)), verdict(original));
    });
  }

  it("has no name, no ID, and no host of the company", () => {
    const records: readonly ObjectRecord[] = [
      ...Object.values(POLICIES).map((statement) => role("payroll", statement)),
      {
        kind: "entra.application",
        of: TENANT,
        data: {
          id: SUBJECT,
          appId: SUBJECT,
          displayName: "Contoso Payroll",
          identifierUris: ["https://contoso.com/payroll", `api://${TENANT}/payroll`],
          owners: [{ id: SUBJECT, displayName: "Ada Lovelace", userPrincipalName: "ada@contoso.com" }],
          credentials: [],
        },
      },
      {
        kind: "azure.identity-holder",
        of: TENANT,
        data: {
          id: `/subscriptions/${TENANT}/resourceGroups/payroll/providers/Microsoft.Compute/virtualMachines/payroll-vm`,
          type: "Microsoft.Compute/virtualMachines",
          name: "payroll-vm",
          identity: { userAssignedIdentities: [] },
        },
      },
      {
        kind: "aws.access-key",
        of: ACCOUNT,
        data: { UserName: "ada", AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "Active" },
      },
      {
        kind: "aws.credential-report-row",
        of: ACCOUNT,
        data: { user: "ada", arn: `arn:aws:iam::${ACCOUNT}:user/ada`, mfa_active: "false" },
      },
    ];
    const text = JSON.stringify(records.map((record) => redactor.redact(record)));
    for (const hidden of [
      TENANT,
      SUBJECT,
      ACCOUNT,
      "contoso",
      "payroll",
      "ada",
      "lovelace",
      "IOSFODNN7EXAMPLE",
    ]) {
      assert.equal(new RegExp(hidden, "i").test(text), false, `${hidden} is in ${text}`);
    }
    assert.ok(text.includes('"Microsoft.Compute/virtualMachines"'));
    assert.ok(text.includes("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    assert.ok(text.includes('"mfa_active":"false"'));
  });

  // Words of the table of issuers, of ARNs, and of hosts; and a number.
  for (const name of ["deploy", "s3", "refs", "root", "policy", "a.deploy", "prod.amazonaws.com", "12345"]) {
    it(`hides a name that is made of known words, and finds it everywhere: ${name}`, () => {
      const arn = (type: string) => `arn:aws:iam::${ACCOUNT}:${type}/${name}`;
      const records: readonly ObjectRecord[] = [
        role(name, { Effect: "Allow", Principal: { AWS: arn("user") }, Action: "sts:AssumeRole" }),
        {
          kind: "aws.user",
          of: ACCOUNT,
          data: {
            UserName: name,
            Arn: arn("user"),
            Path: `/${name}/`,
            GroupList: [name],
            Tags: [{ Key: "stage", Value: name }],
            UserPolicyList: [
              {
                PolicyName: name,
                PolicyDocument: { Statement: [{ Effect: "Allow", Action: "*", Resource: arn("role") }] },
              },
            ],
          },
        },
        { kind: "aws.group", of: ACCOUNT, data: { GroupName: name, Arn: arn("group"), Path: "/" } },
        { kind: "aws.policy", of: ACCOUNT, data: { PolicyName: name, Arn: arn("policy"), Document: {} } },
        { kind: "aws.account", of: ACCOUNT, data: { Id: ACCOUNT, Name: name, Alias: name } },
        { kind: "aws.credential-report-row", of: ACCOUNT, data: { user: name, arn: arn("user") } },
      ];
      const before = JSON.stringify(records);
      const after = JSON.stringify(records.map((record) => redactor.redact(record)));
      const [, hidden = ""] = /"GroupName":"([^"]+)"/.exec(after) ?? [];
      for (const [place, text] of [
        ["the value of a member", (one: string) => `:"${one}"`],
        ["a group of a user", (one: string) => `["${one}"]`],
        ["the end of an ARN", (one: string) => `/${one}"`],
        ["a path", (one: string) => `"/${one}/"`],
      ] as const) {
        const count = before.split(text(name)).length - 1;
        assert.ok(count > 0, place);
        assert.deepEqual(
          [after.split(text(name)).length - 1, after.split(text(hidden)).length - 1],
          [0, count],
          `${place}: ${after}`,
        );
      }
    });
  }

  // Words of Azure's types and roles, of the table of issuers, of ARNs, and of hosts; and a number.
  for (const name of [
    "production",
    "subscriptions",
    "virtualMachines",
    "Owner",
    "user",
    "Microsoft.Web",
    "main",
    "12345",
  ]) {
    it(`hides a name of Azure that is made of known words, and finds it everywhere: ${name}`, () => {
      const group = `/subscriptions/${TENANT}/resourceGroups/${name}`;
      const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
      const scope = `/providers/Microsoft.Management/managementGroups/${name}`;
      const records: readonly ObjectRecord[] = [
        {
          kind: "azure.managed-identity",
          of: TENANT,
          data: { id: identity, name, tenantId: TENANT, principalId: SUBJECT, clientId: SUBJECT },
        },
        {
          kind: "azure.identity-holder",
          of: TENANT,
          data: {
            id: `${group}/providers/Microsoft.Web/sites/${name}/slots/${name}`,
            type: "Microsoft.Web/sites/slots",
            name,
            identity: { userAssignedIdentities: [identity] },
          },
        },
        {
          kind: "azure.federated-credential",
          of: TENANT,
          data: {
            of: identity,
            name,
            issuer: "https://oidc.contoso.com/cluster",
            subject: `system:serviceaccount:${name}:${name}`,
            audiences: ["api://AzureADTokenExchange"],
          },
        },
        {
          kind: "azure.role-assignment",
          of: TENANT,
          data: {
            id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${SUBJECT}`,
            scope,
            principalId: SUBJECT,
            principalType: "Group",
            roleName: `${name} of payroll`,
            actions: ["*"],
            notActions: [],
            condition: `@Resource[Microsoft.Storage/storageAccounts:name] StringEquals '${name}'`,
          },
        },
        {
          kind: "entra.application",
          of: TENANT,
          data: {
            id: SUBJECT,
            appId: SUBJECT,
            displayName: name,
            identifierUris: [`api://${name}`, `api://${TENANT}/${name}`],
            appRoles: [{ id: SUBJECT, value: name }],
            owners: [],
            credentials: [],
          },
        },
      ];
      const before = JSON.stringify(records);
      const after = JSON.stringify(records.map((record) => redactor.redact(record)));
      const [, hidden = ""] = /"displayName":"([^"]+)"/.exec(after) ?? [];
      for (const [place, text, least] of [
        ["the value of a member", (one: string) => `:"${one}"`, 4],
        ["a resource group", (one: string) => `/resourceGroups/${one}/`, 4],
        ["a resource", (one: string) => `/userAssignedIdentities/${one}"`, 3],
        ["a resource below another", (one: string) => `/sites/${one}/slots/${one}"`, 1],
        ["a management group", (one: string) => `/managementGroups/${one}`, 2],
        ["a custom role", (one: string) => `:"${one} `, 1],
        ["a condition", (one: string) => `'${one}'`, 1],
        ["a service account", (one: string) => `:serviceaccount:${one}:${one}"`, 1],
        ["the audience of an application", (one: string) => `"api://${one}"`, 1],
      ] as const) {
        const count = before.split(text(name)).length - 1;
        assert.ok(count >= least, `${place}: ${count}`);
        assert.deepEqual(
          [after.split(text(name)).length - 1, after.split(text(hidden)).length - 1],
          [0, count],
          `${place}: ${after}`,
        );
      }
      for (const kept of [
        "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/",
        "/providers/Microsoft.Authorization/roleAssignments/",
        '"Microsoft.Web/sites/slots"',
        '"api://AzureADTokenExchange"',
        "[Microsoft.Storage/storageAccounts:",
      ]) {
        assert.ok(after.includes(kept), `${kept}: ${after}`);
      }
    });
  }

  it("keeps the names of Azure's built-in roles alone", () => {
    const roleNameOf = (roleName: string): string => {
      const { data } = redactor.redact({
        kind: "azure.role-assignment",
        of: TENANT,
        data: {
          id: `/subscriptions/${TENANT}/providers/Microsoft.Authorization/roleAssignments/${SUBJECT}`,
          scope: `/subscriptions/${TENANT}`,
          principalId: SUBJECT,
          principalType: "User",
          roleName,
          actions: [],
          notActions: [],
        },
      } as const);
      return data.roleName;
    };
    for (const name of ["Owner", "Managed Identity Operator", "Virtual Machine Contributor"]) {
      assert.equal(roleNameOf(name), name);
    }
    for (const name of ["owner", "Owner of payroll", "Payroll Contributor", "Custom"]) {
      assert.notEqual(roleNameOf(name), name);
    }
    const definition = `/subscriptions/${TENANT}/providers/Microsoft.Authorization/roleDefinitions/${SUBJECT}`;
    const hidden = roleNameOf(definition);
    assert.match(
      hidden,
      /^\/subscriptions\/[0-9a-f-]{36}\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/,
    );
    assert.equal(hidden.includes(SUBJECT) || hidden.includes(TENANT), false);
  });

  it("knows the name of each built-in role of Azure that the audit knows, but for those that only read", () => {
    for (const name of Object.keys(BUILT_IN)) {
      assert.equal(BUILT_IN_AZURE_ROLES.has(name), name !== "Reader", name);
    }
  });

  it("leaves who controls the way in of a company, in Azure and in Entra", () => {
    const records = [
      ...deployed(),
      roleAssignment("Managed Identity Contributor", IDENTITY, [
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
      ]),
      roleAssignment("Runner", MACHINE, ["Microsoft.Compute/virtualMachines/runCommand/action"]),
      roleAssignment("Elsewhere", `${MACHINE}-2`, ["*"]),
      {
        kind: "entra.directory-role-assignment",
        of: TENANT_OF_COMPANY,
        data: {
          id: "1",
          principalId: SUBJECT,
          principalType: "user",
          directoryScopeId: "/",
          roleDefinitionId: "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
          roleName: "Privileged Authentication Administrator",
          isBuiltIn: true,
          actions: [],
          eligible: true,
        },
      },
    ] as readonly ObjectRecord[];
    const [before, after] = [records, records.map((record) => redactor.redact(record))].map((all) => {
      const builder = new EstateBuilder();
      for (const record of all) {
        builder.add(record);
      }
      const [orders] = makeReport(builder.build(), "0.2.0", NOW).roles;
      return {
        verdict: orders?.verdict,
        findings: orders?.findings.map(({ rule }) => rule),
        controllers: orders?.controllers.map(({ type, by }) => [type, by.split(" on ")[0]]),
        cans: orders?.controllers.map(({ can }) => can.replace(/\([^)]*\)/, "()")),
      };
    });
    assert.deepEqual(after, { ...before, controllers: after?.controllers });
    assert.deepEqual(
      before?.controllers?.map(([, by]) => by),
      ["Managed Identity Contributor", "Runner", "Privileged Authentication Administrator"],
    );
    const [first, second, third] = after.controllers?.map(([, by]) => by) ?? [];
    assert.deepEqual(
      [first, third],
      ["Managed Identity Contributor", "Privileged Authentication Administrator"],
    );
    assert.notEqual(second, "Runner");
  });

  it("hides the types that a company gives its own provider", () => {
    const own = `/subscriptions/${TENANT}/resourceGroups/rg/providers/Microsoft.CustomProviders/resourceProviders/payroll/wages/may`;
    const [text = ""] = redacted([own], redactor);
    assert.match(text, /\/providers\/Microsoft\.CustomProviders\/resourceProviders\//);
    assert.doesNotMatch(text, /payroll|wages|may/);
  });

  it("keeps what AWS itself has in the place of names: the root user, and its own paths", () => {
    const root = redactor.redact({
      kind: "aws.credential-report-row",
      of: ACCOUNT,
      data: { user: "<root_account>", arn: `arn:aws:iam::${ACCOUNT}:root` },
    });
    assert.equal(root.data.user, "<root_account>");
    assert.match(root.data.arn, /^arn:aws:iam::\d{12}:root$/);
    const own = "role/aws-service-role/support.amazonaws.com/";
    const [text = ""] = redacted([`arn:aws:iam::${ACCOUNT}:${own}deploy`], redactor);
    assert.ok(text.includes(`:${own}`), text);
    assert.equal(text.endsWith("/deploy"), false, text);
  });

  it("keeps the names of Entra's built-in roles and of permissions, and hides those of custom roles", () => {
    const data = {
      id: "1",
      principalId: SUBJECT,
      principalType: "user",
      principalDisplayName: "Ada",
      userPrincipalName: "ada@contoso.com",
      directoryScopeId: `/${SUBJECT}`,
      roleDefinitionId: "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
      roleName: "Privileged Authentication Administrator",
      isBuiltIn: true,
      actions: ["microsoft.directory/applications/credentials/update"],
      eligible: false,
    };
    const redacted = (further: Partial<typeof data>) =>
      redactor.redact({
        kind: "entra.directory-role-assignment",
        of: TENANT,
        data: { ...data, ...further },
      } as const).data;
    const builtIn = redacted({});
    assert.deepEqual(
      [builtIn.roleName, builtIn.roleDefinitionId, builtIn.actions, builtIn.principalType],
      [data.roleName, data.roleDefinitionId, data.actions, "user"],
    );
    assert.equal(builtIn.directoryScopeId, `/${builtIn.principalId}`);
    const custom = redacted({ roleName: "Payroll Application Administrator", isBuiltIn: false });
    assert.doesNotMatch(
      JSON.stringify([custom, builtIn]),
      /\bAda\b|contoso|Payroll|Application Administrator|d0a1f7c2/i,
    );
    assert.notEqual(custom.roleDefinitionId, data.roleDefinitionId);
    const permission = "Application.ReadWrite.All";
    const held = redactor.redact({
      kind: "entra.graph-permission",
      of: TENANT,
      data: {
        id: "1",
        principalId: SUBJECT,
        principalType: "ServicePrincipal",
        principalDisplayName: "payroll",
        appRoleId: SUBJECT,
        permission,
      },
    } as const).data;
    assert.deepEqual([held.permission, held.principalId], [permission, builtIn.principalId]);
    assert.notEqual(held.principalDisplayName, "payroll");
  });

  it("hides the names of principals and of users in conditions, though they are known words", () => {
    const held = redactor.redact({
      kind: "entra.graph-permission",
      of: TENANT,
      data: {
        id: "1",
        principalId: SUBJECT,
        principalType: "ServicePrincipal",
        principalDisplayName: "deploy",
        appRoleId: SUBJECT,
        permission: "Application.ReadWrite.All",
      },
    } as const).data;
    const condition = { StringEquals: { "aws:username": "deploy" } };
    const document = trustOf(redactor.redact(role("any", trust(GITHUB, condition))));
    const [, user] = /"aws:username":"([^"]+)"/.exec(JSON.stringify(document)) ?? [];
    assert.notEqual(held.principalDisplayName, "deploy");
    assert.equal(user, held.principalDisplayName);
  });

  it("keeps the words of issuers in subjects, whatever roles are called", () => {
    const sub = `${GITHUB}:sub`;
    const subject = { StringEquals: { [sub]: "repo:contoso/payroll:ref:refs/heads/main" } };
    assert.match(
      JSON.stringify(redactor.redact(role("refs", trust(GITHUB, subject)))),
      /:ref:refs\/heads\/[a-z]{4}"/,
    );
  });

  it("says the same of the same thing everywhere, whatever its case", () => {
    const [one, other] = ["Payroll-App", "PAYROLL-APP"].map((name) => redactor.redact(role(name)));
    const nameOf = (record?: ObjectRecord) => (record?.kind === "aws.role" ? record.data.RoleName : "");
    assert.equal(nameOf(one).toLowerCase(), nameOf(other).toLowerCase());
    assert.equal(one?.kind === "aws.role" && one.data.Arn.endsWith(`/${nameOf(one)}`), true);
    assert.notEqual(nameOf(one), "Payroll-App");
  });

  it("keeps what a pattern matches", () => {
    const policy = (Resource: string): ObjectRecord => ({
      kind: "aws.policy",
      of: ACCOUNT,
      data: {
        PolicyName: "p",
        Arn: `arn:aws:iam::${ACCOUNT}:policy/p`,
        Document: { Statement: [{ Effect: "Allow", Action: "iam:PassRole", Resource }] },
      },
    });
    const resource = (text: string) => {
      const record = redactor.redact(policy(text));
      const { Statement } = (record.kind === "aws.policy" ? record.data.Document : {}) as {
        readonly Statement?: readonly { readonly Resource: string }[];
      };
      return Statement?.[0]?.Resource ?? "";
    };
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    assert.equal(matchesWildcards(resource(arn("pay*")), resource(arn("payroll"))), true);
    assert.equal(matchesWildcards(resource(arn("pay*")), resource(arn("billing"))), false);
    assert.equal(resource("*"), "*");
    assert.equal(
      resource("arn:aws:iam::aws:policy/AdministratorAccess"),
      "arn:aws:iam::aws:policy/AdministratorAccess",
    );
  });

  /** What becomes of the resources of a policy. */
  const redacted = (Resource: readonly string[], redactor: Redactor): readonly string[] => {
    const document = { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource }] };
    const record: ObjectRecord = {
      kind: "aws.policy",
      of: ACCOUNT,
      data: { PolicyName: "p", Arn: `arn:aws:iam::${ACCOUNT}:policy/p`, Document: document },
    };
    const { data } = redactor.redact(record) as unknown as {
      readonly data: { readonly Document: typeof document };
    };
    return data.Document.Statement[0]?.Resource ?? [];
  };

  it("has no name in front of a cloud's host, and keeps the service and the region", () => {
    const hosts = [
      ["payroll.s3.amazonaws.com", ".s3.amazonaws.com"],
      ["payroll.s3.eu-west-1.amazonaws.com", ".s3.eu-west-1.amazonaws.com"],
      ["payroll.cluster-c9ak.eu-west-1.rds.amazonaws.com", ".rds.amazonaws.com"],
      ["payroll.vault.azure.net", ".vault.azure.net"],
      ["payroll.blob.core.windows.net", ".blob.core.windows.net"],
      ["payroll.microsoftonline.com", ".microsoftonline.com"],
    ] as const;
    for (const [host, kept] of hosts) {
      const [text = ""] = redacted([`https://${host}/payroll`], redactor);
      assert.equal(/payroll|c9ak/.test(text), false, text);
      assert.ok(text.includes(`${kept}/`), text);
    }
    const own = [
      "ec2.amazonaws.com",
      "tasks.apprunner.amazonaws.com",
      "s3.cn-north-1.amazonaws.com.cn",
      "https://oidc.eks.eu-west-1.amazonaws.com",
      "https://login.microsoftonline.com",
      "https://management.azure.com",
      "https://microsoftgraph.chinacloudapi.cn",
    ];
    assert.deepEqual(redacted(own, redactor), own);
  });

  it("has no public address, and still shows which are of one network", () => {
    const [one = "", other = "", network, elsewhere = ""] = redacted(
      ["203.0.113.7", "203.0.113.8", "203.0.113.0/24", "198.51.100.7"],
      redactor,
    );
    assert.equal(/203|113|198|51\.100/.test([one, other, elsewhere].join(" ")), false);
    const front = one.slice(0, one.lastIndexOf("."));
    assert.match(one, /^\d+\.0\.\d+\.\d+$/);
    assert.deepEqual([other.startsWith(`${front}.`), network], [true, `${front}.0/24`]);
    assert.notEqual(one, other);
    // Next to the private ones of RFC 1918.
    const beside = ["172.15.0.1", "172.32.0.1", "11.0.0.1", "192.167.0.1", "169.253.0.1"];
    const hidden = redacted(beside, redactor);
    assert.deepEqual(
      beside.filter((address, place) => hidden[place] === address),
      [],
    );
    assert.deepEqual(redacted(["172.16.0.1", "172.31.0.1"], redactor), ["172.16.0.1", "172.31.0.1"]);
    const common = ["0.0.0.0/0", "10.1.2.3", "192.168.0.0/16", "127.0.0.1", "::/0", "::1"];
    assert.deepEqual(redacted(common, redactor), common);
    const [long = "", near = ""] = redacted(["2001:db8:1234::/48", "2001:db8:1234:5::1"], redactor);
    assert.equal(/2001|db8|1234/.test(long + near), false);
    assert.match(long, /^fd00:[0-9a-f]{4}:[0-9a-f]{4}::\/48$/);
    assert.ok(near.startsWith(long.slice(0, "fd00:0000:0000:".length)), near);
  });

  it("has no default value of a policy variable", () => {
    const [text = ""] = redacted(["arn:aws:s3:::b/${aws:PrincipalTag/team, 'payroll'}/x"], redactor);
    assert.equal(text.includes("payroll"), false, text);
    assert.ok(text.includes("${aws:PrincipalTag/team, '"), text);
  });

  it("shows who knows one name no character of a name that differs from it", () => {
    // Of a shift, the distance of the two would stay.
    const distances = new Set(
      Array.from({ length: 40 }, (_, index) => {
        const [one = "", other = ""] = redacted(
          ["known-a", "known-f"],
          new Redactor(Buffer.alloc(32, index)),
        );
        assert.equal(one.slice(0, -1), other.slice(0, -1));
        return (one.charCodeAt(6) - other.charCodeAt(6) + 26) % 26;
      }),
    );
    assert.ok(distances.size > 5, String(distances.size));
  });

  it("keeps different names different", () => {
    const alphabet = Array.from({ length: 36 }, (_, index) => index.toString(36));
    const names = alphabet.flatMap((one) => alphabet.map((other) => `q${one}${other}`));
    assert.equal(new Set(redacted(names, redactor)).size, names.length);
  });

  it("gives a tenant one pseudonym in every place, even one that ends like an account ID", () => {
    const key = Buffer.alloc(32, 7);
    const tenants = Array.from(
      { length: 3_000 },
      (_, index) => `8f6d1a2c-3b4e-4c5d-9e7f-${String(index).padStart(12, "0")}`,
    );
    const one = new Redactor(key);
    const made = tenants.map((of) => {
      const record = one.redact({
        kind: "entra.application",
        of,
        data: { id: of, appId: of, displayName: "", identifierUris: [], owners: [], credentials: [] },
      });
      assert.equal(record.data.id, record.of);
      return record.of;
    });
    assert.ok(made.some((id) => /-\d{12}$/.test(id)));
  });

  it("hides the account in the names of sections, and what the cloud said", () => {
    const end: SectionRecord = {
      kind: "section",
      section: `aws/${ACCOUNT}/access-keys`,
      state: "refused",
      records: 0,
      at: "2026-11-28T07:00:00.000Z",
      error: {
        needs: `sts:AssumeRole on arn:aws:iam::${ACCOUNT}:role/payroll`,
        code: "AccessDenied",
        message: "User: arn:aws:iam::111122223333:user/ada is not authorized",
      },
    };
    const text = JSON.stringify(redactor.redact(end));
    assert.equal(/111122223333|payroll|ada/.test(text), false, text);
    assert.match(text, /"section":"aws\/\d{12}\/access-keys"/);
  });

  it("differs from another one of the same estate", () => {
    const record = role("payroll");
    assert.notDeepEqual(new Redactor().redact(record), new Redactor().redact(record));
  });
});
