import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OWN_APP_ROLE } from "../../../../cli/import/application";
import { appRoleId } from "../../../../components/entra-audience/app-role";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";
import { type CliResult, runCli } from "../run-cli";
import { IDENTITY, MACHINE, parts, partsWithout, REPORTS, TENANT } from "./set-up-parts";

const OTHER_SUBJECT = "6f0c1a52-1d2c-4b3a-8f9e-6a5b4c3d2e1f";

interface Written {
  readonly resources: readonly Readonly<Record<string, unknown>>[];
}

describe("import", () => {
  let directory = "";
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "import-"));
  });
  after(() => rm(directory, { recursive: true }));

  /** Runs the command on exports, one file each. */
  async function run(exports: Readonly<Record<string, unknown>>, ...more: string[]): Promise<CliResult> {
    const files: string[] = [];
    for (const [name, content] of Object.entries(exports)) {
      const file = path.join(directory, `${name}.json`);
      await writeFile(file, JSON.stringify(content));
      files.push(file);
    }
    return runCli([
      "import",
      "--name",
      "orders",
      ...(more.length > 0 ? more : ["--workload", "reader"]),
      ...files,
    ]);
  }

  /** The same for a role that trusts another subject beside the identity. */
  async function runTrusting(other: string): Promise<CliResult> {
    const trust = JSON.stringify(
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: [SUBJECT, other] } } }),
    );
    const { identity, ...rest } = parts({ trust });
    return run({ ...rest, identities: [identity] });
  }

  it("names each part as the component does, with the ID that its provider knows it by", async () => {
    const { exitCode, stdout } = await run(parts());
    assert.equal(exitCode, 0);
    const { resources } = JSON.parse(stdout) as Written;
    assert.deepEqual(
      resources.map(({ type, logicalName, id, parent, component }) => [
        String(type).split(":").at(-1),
        logicalName,
        id ?? (component === true ? "component" : "nothing"),
        parent,
      ]),
      [
        ["AzureToAwsFederation", "orders", "component", undefined],
        ["EntraAudience", "orders", "component", "federation"],
        ["Application", "orders-application", "/applications/app-object", "audience"],
        ["ServicePrincipal", "orders-service-principal", "/servicePrincipals/sp-object", "audience"],
        ["AwsOidcProvider", "orders", "component", "federation"],
        ["OpenIdConnectProvider", "orders-oidc-provider", PROVIDER_ARN, "provider"],
        ["AzureWorkload", "orders-reader", "component", "federation"],
        ["UserAssignedIdentity", "orders-reader-identity", IDENTITY, "workload reader"],
        [
          "AppRoleAssignment",
          "orders-reader-assignment",
          "/servicePrincipals/sp-object/appRoleAssignedTo/assignment-1",
          "workload reader",
        ],
        ["FederatedRole", "orders-reader", "component", "federation"],
        ["Role", "orders-reader-role", "azure-reader", "role reader"],
        ["RolePolicy", "orders-reader-inline-reports", "azure-reader:reports", "role reader"],
      ],
    );
    assert.equal(new Set(resources.map(({ name }) => name)).size, resources.length);
  });

  it("prints the component as it has to be declared", async () => {
    const { stderr } = await run({
      ...parts(),
      attached: {
        AttachedPolicies: [{ PolicyName: "Read Only", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
      },
      vm: {
        id: MACHINE,
        type: "Microsoft.Compute/virtualMachines",
        identity: { userAssignedIdentities: { [IDENTITY.toLowerCase()]: {} } },
      },
    });
    assert.equal(
      stderr,
      `new AzureToAwsFederation("orders", {
  tenantId: "${TENANT}",
  audience: "${AUDIENCE}",
  displayName: "AWS",
  resourceGroupName: "apps-x",
  location: "westeurope",
  workloads: {
    reader: {
      permissions: {
        inlinePolicies: {
          reports: ${JSON.stringify(REPORTS)},
        },
        managedPolicyArns: {
          "Read-Only": "arn:aws:iam::aws:policy/ReadOnlyAccess",
        },
      },
      roleName: "azure-reader",
      existingVirtualMachineId: "${MACHINE}",
      roleDescription: "Reads reports",
    },
  },
});
`,
    );
  });

  it("adopts an application with another app role, and names that role", async () => {
    const { stdout, stderr } = await run(parts({ appRole: "another-app-role" }));
    const { resources } = JSON.parse(stdout) as Written;
    assert.ok(!resources.some(({ type }) => String(type).startsWith("azuread:index/application")));
    assert.match(stderr, /applicationClientId: "app-client",\n {2}appRoleId: "another-app-role",/);
    assert.doesNotMatch(stderr, /displayName/);
  });

  it("says what an application that is adopted still lacks, and of another nothing", async () => {
    const open = { signInAudience: "AzureADMultipleOrgs" };
    const unassigned = { appRoleAssignmentRequired: false };
    const loose = (appRole: string) => {
      const { application, servicePrincipal, ...rest } = parts({ appRole });
      return run({
        ...rest,
        application: { ...(application as object), ...open },
        servicePrincipal: { ...(servicePrincipal as object), ...unassigned },
      });
    };
    const { exitCode, stderr } = await loose("another-app-role");
    assert.equal(exitCode, 0, stderr);
    assert.equal(
      stderr.split("\n", 1)[0],
      "// The application is adopted, and each preview refuses it until its owner has run at least: az ad app update --id app-client " +
        "--sign-in-audience AzureADMyOrg && az ad sp update --id app-client --set appRoleAssignmentRequired=true. From then on, " +
        "only identities that are assigned to one of its app roles get tokens for it [import-note-adopted]",
    );
    assert.doesNotMatch((await loose(OWN_APP_ROLE)).stderr, /is adopted/);
  });

  it("says that an identity without an assignment gets one", async () => {
    const context = "https://graph.microsoft.com/v1.0/$metadata#appRoleAssignments";
    const assignments = { "@odata.context": context, value: [] };
    const { exitCode, stdout, stderr } = await run({ ...parts(), assignments });
    assert.equal(exitCode, 0, stderr);
    assert.doesNotMatch(stdout, /AppRoleAssignment/);
    assert.equal(
      stderr.split("\n", 1)[0],
      `// The identity reader is not assigned to the app role ${OWN_APP_ROLE} of the application app-client. The first pulumi up assigns it [import-note-unassigned]`,
    );
    assert.doesNotMatch((await run(parts())).stderr, /not assigned/);
  });

  it("says all that is missing at once", async () => {
    const { exitCode, stdout, stderr } = await run(partsWithout("application", "assignments"));
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.equal(
      stderr,
      "no application. Export it with az ad app show --id <audience> [import-part-missing]\n" +
        'no list of the app-role assignments. Export it with az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/sp-object/appRoleAssignedTo" [import-assignments-missing]\n',
    );
  });

  it("knows the app role that the component gives its application", () => {
    assert.equal(OWN_APP_ROLE, appRoleId());
  });

  it("takes further subjects for such, and a list for its items", async () => {
    const { exitCode, stderr } = await runTrusting(OTHER_SUBJECT);
    assert.equal(exitCode, 0, stderr);
    assert.ok(stderr.includes(`additionalSubjects: ["${OTHER_SUBJECT}"],`), stderr);
  });

  it("refuses further subjects that the component would refuse", async () => {
    for (const [other, reason] of [
      ["other", "must be the object ID"],
      [OTHER_SUBJECT.toUpperCase(), "must be in lower case"],
    ] as const) {
      const { exitCode, stderr } = await runTrusting(other);
      assert.equal(exitCode, 1, stderr);
      const expected = `role azure-reader trusts the subject "${other}", which no token of Entra has: it ${reason}`;
      assert.ok(stderr.includes(expected), stderr);
    }
  });

  it("wants a name for each of several workloads, by what its identity is known by", async () => {
    const { role, identity, ...rest } = parts() as Record<string, Record<string, unknown>>;
    const second = "1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f";
    const trust = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: second } } });
    const exports = {
      ...rest,
      one: role,
      two: { Role: { RoleName: "writer", AssumeRolePolicyDocument: trust } },
      identities: [identity, { ...identity, id: `${IDENTITY}2`, name: "writer", principalId: second }],
    };
    const unnamed = await run(exports, "--workload", "reader=reader");
    assert.equal(unnamed.exitCode, 1);
    assert.match(
      unnamed.stderr,
      /the workload of the identity writer has no name\. Give --workload NAME=writer \[import-workload-unnamed\]$/m,
    );
    const named = await run(exports, "--workload", "reader=reader", "--workload", `writer=${second}`);
    assert.equal(named.exitCode, 0, named.stderr);
    assert.match(named.stdout, /"orders-writer-role"/);
  });

  it("names the file and the value of what the component cannot say, and writes nothing", async () => {
    const ci = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/ci" },
      Action: "sts:AssumeRole",
    };
    const trust = policy();
    const two = { ...trust, Statement: [...(trust.Statement as object[]), ci] };
    const { exitCode, stdout, stderr } = await run(parts({ trust: JSON.stringify(two) }));
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.equal(
      stderr,
      `${path.join(directory, "role.json")}: role azure-reader has a further statement: ${JSON.stringify(ci)}. ` +
        "The next update would remove it, because the component writes one statement. Put its subjects into " +
        "the statement of the identity, or move it to another role, and export again [import-statement-further]\n",
    );
  });

  it("keeps a provider that others use when the federation goes, and says why", async () => {
    const shared = { Url: PROVIDER, ClientIDList: [AUDIENCE, "api://theirs"], ThumbprintList: [] };
    const { exitCode, stderr } = await run({ ...parts(), provider: shared });
    assert.equal(exitCode, 0);
    assert.ok(
      stderr.startsWith(
        "// The OpenID Connect provider lists further client IDs, api://theirs: others use it too. " +
          "retainOidcProviderOnDelete keeps it when the stack is destroyed, from the first pulumi up on, not before [import-note-provider-shared]\n" +
          'new AzureToAwsFederation("orders", {\n',
      ),
      stderr,
    );
    assert.match(stderr, /additionalAudiences: \["api:\/\/theirs"\],\n {2}retainOidcProviderOnDelete: true,/);
    assert.doesNotMatch((await run(parts())).stderr, /retainOidcProviderOnDelete|additionalAudiences|\/\/ /);
  });

  it("refuses workloads whose names give two parts the same name", async () => {
    const {
      role,
      identity,
      "policy-b-inline-c": first,
      ...rest
    } = parts(
      {},
      {
        "b-inline-c": REPORTS,
      },
    ) as Record<string, Record<string, unknown>>;
    const second = "1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f";
    const trust = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: second } } });
    const exports = {
      ...rest,
      roles: [role, { Role: { RoleName: "writer", AssumeRolePolicyDocument: trust } }],
      policies: [first, { ...first, RoleName: "writer", PolicyName: "c" }],
      identities: [identity, { ...identity, id: `${IDENTITY}2`, name: "writer", principalId: second }],
    };
    const names = (writer: string) => ["--workload", "a=reader", "--workload", `${writer}=writer`];
    const { exitCode, stdout, stderr } = await run(exports, ...names("a-inline-b"));
    assert.deepEqual(
      [exitCode, stdout, stderr],
      [
        1,
        "",
        "two parts would both be named orders-a-inline-b-inline-c in the program. Give one of the workloads another name with --workload [import-names-collide]\n",
      ],
    );
    assert.equal((await run(exports, ...names("b"))).exitCode, 0);
  });

  const refused: [title: string, change: Record<string, unknown>, message: RegExp][] = [
    ["without a provider", { provider: undefined }, /no OpenID Connect provider\. Export it with aws iam/],
    ["without an application", { application: undefined }, /no application\. Export it with az ad app show/],
    [
      "without an identity",
      { identity: undefined },
      /no exported identity has this principal ID\. Export it with az identity show/,
    ],
    ["without a role", { role: undefined }, /no role\. Export it with aws iam get-role/],
    [
      "with another issuer's provider",
      { provider: { Url: "gitlab.example.com", ClientIDList: ["x"] } },
      /is not of an Entra tenant/,
    ],
    [
      "without the document of a policy",
      { names: { PolicyNames: ["reports", "lists"] } },
      /azure-reader has a policy lists, and no file holds its document\. Export it with aws iam get-role-policy/,
    ],
    [
      "with a role that trusts everybody",
      { role: { Role: { RoleName: "open", AssumeRolePolicyDocument: policy({ Condition: {} }) } } },
      /role open has no statement that pins aud and sub .*\. Correct the trust policy, and export again/,
    ],
  ];
  for (const [title, change, message] of refused) {
    it(`writes nothing ${title}, and says what is missing`, async () => {
      const exports = Object.fromEntries(
        Object.entries({ ...parts(), ...change }).filter(([, content]) => content !== undefined),
      );
      const { exitCode, stdout, stderr } = await run(exports);
      assert.deepEqual([exitCode, stdout], [1, ""]);
      assert.match(stderr, message);
    });
  }

  it("refuses files that are none of these, and wrong command lines", async () => {
    const other = await run({ ...parts(), other: { a: 1 } });
    assert.equal(other.exitCode, 2);
    assert.match(
      other.stderr,
      /other\.json: not an export that can be imported\. .*\[input-export-unknown\]$/m,
    );
    for (const [args, message] of [
      [["import", "--workload", "w", "x"], /--name is missing\. .*\[option-missing\]$/m],
      [["import", "--name", "n", "x"], /--workload is missing\. .*\[option-missing\]$/m],
      [["import", "--name", "n", "--workload", "w"], /no file given/],
      [
        ["import", "--name", "n", "--workload", "a", "--workload", "b", "x"],
        /Expected NAME=IDENTITY, with another identity for each workload; got "a"/,
      ],
      [["import", "--name", "n", "--workload", "a b", "x"], /letters, digits, and hyphens; got "a b"/],
    ] as const) {
      const { exitCode, stderr } = await runCli(args);
      assert.equal(exitCode, 2);
      assert.match(stderr, message);
    }
  });
});
