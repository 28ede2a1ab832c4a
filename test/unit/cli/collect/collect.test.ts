import assert from "node:assert/strict";
import { access, readdir, readFile, stat } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  CreateAccessKeyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { LARGEST_ANSWER } from "../../../../cli/clouds/answer-limit";
import { graphPermissionId } from "../../../../lab/azure";
import { LoopbackServer } from "../../../../lab/http";
import { GROUP } from "../../../../lab/testing/azure-lab";
import { describeWith } from "../../../../lab/testing/describe-with";
import {
  ACCOUNTS,
  CollectLab,
  COLLECTOR,
  dataOf,
  documented,
  documentedGraphPermissions,
  type DocumentedPolicy,
  EXTERNAL_ID,
  FOREIGN_TENANT_ID,
  recordsOf,
  statesOf,
  SUBSCRIPTION_ID,
  TENANT_ID,
} from "./collect-lab";

/** No tenant of the lab. */
const UNKNOWN_TENANT = "77777777-2222-4333-8444-555555555555";
const [OWN, SECOND, THIRD] = ACCOUNTS;
const EVERYTHING = [
  "--organization",
  "--aws-role",
  COLLECTOR,
  "--aws-external-id",
  EXTERNAL_ID,
  "--tenant",
  TENANT_ID,
  "--tenant",
  FOREIGN_TENANT_ID,
];
const AWS_SECTIONS = [
  "account",
  "authorization-details",
  "credential-report",
  "access-keys",
  "oidc-providers",
];
const ENTRA_SECTIONS = [
  "applications",
  "service-principals",
  "app-role-assignments",
  "federated-credentials",
  "directory-roles",
  "eligible-directory-roles",
  "graph-permissions",
];
/** The sections of Entra by the permission that they need. */
const ROLE_SECTIONS = ["directory-roles", "eligible-directory-roles"];
const NEEDING: Readonly<Record<string, readonly string[]>> = {
  "Application.Read.All": ENTRA_SECTIONS.filter((name) => !ROLE_SECTIONS.includes(name)),
  "RoleManagement.Read.Directory": ROLE_SECTIONS,
};
const AZURE_SECTIONS = ["identities", "identity-holders", "federated-credentials", "role-assignments"];

describeWith(
  "azure-to-aws collect",
  () => CollectLab.start(),
  (lab) => {
    let audience = "";
    let servicePrincipal = "";
    let identity: Record<string, unknown> = {};

    before(async () => {
      const { azureLab } = lab();
      await lab()
        .account(OWN)
        .send(
          new CreateOpenIDConnectProviderCommand({
            Url: `https://sts.windows.net/${TENANT_ID}/`,
            ClientIDList: [`api://${TENANT_ID}/aws`],
          }),
        );
      await azureLab.put(GROUP, { location: "westeurope" });
      const identities = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
      for (const name of ["one", "two", "three"]) {
        identity = await azureLab.put(`${identities}/${name}`, { location: "westeurope" });
      }
      await azureLab.put(`${String(identity.id)}/federatedIdentityCredentials/aks`, {
        properties: {
          issuer: "https://oidc.example.com/cluster",
          subject: "system:serviceaccount:default:app",
          audiences: ["api://AzureADTokenExchange"],
        },
      });
      const created = await azureLab.graph("POST", "/applications", {
        displayName: "AWS",
        identifierUris: [`api://${TENANT_ID}/aws`],
      });
      audience = String(created.body.id);
      const owner = await azureLab.graph("POST", "/servicePrincipals", {
        appId: created.body.appId,
        appRoleAssignmentRequired: true,
      });
      servicePrincipal = String(owner.body.id);
      await azureLab.graph("POST", `/servicePrincipals/${servicePrincipal}/appRoleAssignedTo`, {
        principalId: lab().principalId,
        resourceId: servicePrincipal,
        appRoleId: "00000000-0000-0000-0000-000000000000",
      });
      await azureLab.graph("POST", `/applications/${audience}/federatedIdentityCredentials`, {
        name: "github",
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:octo/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
      });
      await azureLab.graph("POST", `/applications/${audience}/addPassword`, {
        passwordCredential: { displayName: "ci" },
      });
    });

    it("collects three accounts, two tenants, and the subscription with the documented permissions", async () => {
      const out = lab().file("all.gz");
      const { exitCode, stdout, stderr } = await lab().run(["--out", out, ...EVERYTHING]);
      assert.equal(exitCode, 0, stderr);
      const records = await recordsOf(out);
      const sections = [
        ...ACCOUNTS.flatMap((id) => AWS_SECTIONS.map((name) => `aws/${id}/${name}`)),
        ...ENTRA_SECTIONS.map((name) => `entra/${TENANT_ID}/${name}`),
        ...AZURE_SECTIONS.map((name) => `azure/${SUBSCRIPTION_ID}/${name}`),
        ...ENTRA_SECTIONS.map((name) => `entra/${FOREIGN_TENANT_ID}/${name}`),
      ];
      assert.deepEqual(statesOf(records), Object.fromEntries(sections.map((name) => [name, "complete"])));
      const objects = records.filter(({ kind }) => kind !== "snapshot" && kind !== "section").length;
      assert.equal(
        stdout,
        `${out}: ${objects} records in ${sections.length} sections.\nNext: npx @azure-to-aws/cli audit ${out}\n`,
      );
      assert.equal((await stat(out)).mode & 0o777, 0o600);
      await assert.rejects(access(`${out}.partial`));

      assert.deepEqual(dataOf(records, "aws.account"), [
        { Id: OWN, Name: `account-${OWN}`, OrganizationId: "o-azuretoaws1" },
        { Id: SECOND, Name: `account-${SECOND}`, OrganizationId: "o-azuretoaws1" },
        { Id: THIRD, Name: `account-${THIRD}`, OrganizationId: "o-azuretoaws1" },
      ]);
      assert.deepEqual(
        dataOf(records, "aws.role").map(({ Arn, RolePolicyList }) => [Arn, RolePolicyList?.length]),
        [
          [`arn:aws:iam::${SECOND}:role/azure-to-aws-deployer`, 0],
          [`arn:aws:iam::${SECOND}:role/${COLLECTOR}`, 1],
          [`arn:aws:iam::${THIRD}:role/azure-to-aws-deployer`, 0],
          [`arn:aws:iam::${THIRD}:role/${COLLECTOR}`, 1],
        ],
      );
      assert.deepEqual(
        dataOf(records, "aws.user").map(({ Arn }) => Arn),
        [
          `arn:aws:iam::${OWN}:user/azure-to-aws-deployer`,
          `arn:aws:iam::${OWN}:user/${COLLECTOR}`,
          `arn:aws:iam::${SECOND}:user/administrator`,
          `arn:aws:iam::${THIRD}:user/administrator`,
        ],
      );
      const [deployerKey, ownKey] = dataOf(records, "aws.access-key", OWN);
      assert.deepEqual(
        { ...deployerKey, AccessKeyId: "", CreateDate: "" },
        {
          UserName: "azure-to-aws-deployer",
          AccessKeyId: "",
          Status: "Active",
          CreateDate: "",
          LastUsed: {},
        },
      );
      assert.equal(ownKey?.AccessKeyId, lab().environment.AWS_ACCESS_KEY_ID);
      assert.equal(typeof ownKey?.LastUsed?.LastUsedDate, "string");
      assert.deepEqual(
        dataOf(records, "aws.credential-report-row", OWN).map(({ user }) => user),
        ["<root_account>", COLLECTOR, "azure-to-aws-deployer"],
      );
      assert.deepEqual(
        dataOf(records, "aws.oidc-provider").map((provider) => ({ ...provider, CreateDate: "" })),
        [
          {
            Arn: `arn:aws:iam::${OWN}:oidc-provider/sts.windows.net/${TENANT_ID}/`,
            Url: `sts.windows.net/${TENANT_ID}/`,
            ClientIDList: [`api://${TENANT_ID}/aws`],
            CreateDate: "",
            Tags: [],
          },
        ],
      );
      const application = dataOf(records, "entra.application").find(({ id }) => id === audience);
      assert.deepEqual(
        [
          application?.identifierUris,
          application?.api,
          application?.owners.length,
          application?.credentials.length,
        ],
        [[`api://${TENANT_ID}/aws`], { requestedAccessTokenVersion: null }, 1, 1],
      );
      assert.deepEqual(dataOf(records, "entra.federated-credential"), [
        {
          of: audience,
          name: "github",
          issuer: "https://token.actions.githubusercontent.com",
          subject: "repo:octo/app:ref:refs/heads/main",
          audiences: ["api://AzureADTokenExchange"],
        },
      ]);
      assert.deepEqual(
        dataOf(records, "entra.app-role-assignment").map(({ principalId, resourceId }) => [
          principalId,
          resourceId,
        ]),
        [[lab().principalId, servicePrincipal]],
      );
      const demanding = dataOf(records, "entra.service-principal").filter(
        (one) => one.appRoleAssignmentRequired,
      );
      assert.deepEqual(
        demanding.map(({ id }) => id),
        [servicePrincipal],
      );
      const names = dataOf(records, "azure.managed-identity").map(({ name }) => name);
      assert.deepEqual(names, ["one", "two", "three"]);
      assert.deepEqual(dataOf(records, "azure.federated-credential"), [
        {
          of: identity.id,
          name: "aks",
          issuer: "https://oidc.example.com/cluster",
          subject: "system:serviceaccount:default:app",
          audiences: ["api://AzureADTokenExchange"],
        },
      ]);
      assert.deepEqual(
        dataOf(records, "azure.role-assignment").map(({ roleName, principalType }) => [
          roleName,
          principalType,
        ]),
        [["Contributor", "ServicePrincipal"]],
      );
    });

    it("has no secret, and not the beginning of one", async () => {
      const out = lab().file("secrets.gz");
      assert.equal((await lab().run(["--out", out, ...EVERYTHING])).exitCode, 0);
      const text = gunzipSync(await readFile(out)).toString();
      for (const secret of [
        lab().environment.AWS_SECRET_ACCESS_KEY ?? "",
        "secretText",
        "hint",
        "a secret",
      ]) {
        assert.equal(text.includes(secret), false, secret);
      }
    });

    it("hides names and IDs with --redact, and says so", async () => {
      const out = lab().file("redacted.gz");
      assert.equal((await lab().run(["--out", out, ...EVERYTHING, "--redact"])).exitCode, 0);
      const [header, ...records] = await recordsOf(out);
      assert.equal(header?.kind === "snapshot" && header.redacted, true);
      const text = JSON.stringify(records);
      for (const hidden of [...ACCOUNTS, TENANT_ID, FOREIGN_TENANT_ID, SUBSCRIPTION_ID, COLLECTOR, "octo"]) {
        assert.equal(text.includes(hidden), false, hidden);
      }
      // The audience of the application is still that of the provider.
      const [provider] = dataOf(records, "aws.oidc-provider");
      const uris = dataOf(records, "entra.application").flatMap(({ identifierUris }) => identifierUris);
      assert.ok(uris.includes(provider?.ClientIDList[0] ?? "none"));
    });

    for (const [args, message] of [
      [
        ["--only", "aws"],
        "--out is missing. Expected the file that the snapshot is written to [option-missing]",
      ],
      [
        ["--out", "x.gz", "--only", "gcp"],
        '--only: invalid value. Expected aws, entra, or azure; got "gcp" [option-value-invalid]',
      ],
      [
        ["--out", "x.gz", "--aws-account", "12"],
        '--aws-account: invalid value. Expected an account ID of 12 digits; got "12" [option-value-invalid]',
      ],
      [
        ["--out", "x.gz", "--only", "aws", "--aws-external-id", "abc"],
        "--aws-role is missing. Expected the role that --aws-external-id is for [option-missing]",
      ],
      [
        ["--out", "x.gz", "--only", "aws", "--aws-role", "r", "--aws-external-id", "a b"],
        '--aws-external-id: invalid value. Expected 2 to 1224 letters, digits, and characters of +=,.@:/-_; got "a b" [option-value-invalid]',
      ],
      [
        ["--out", "x.gz", "--organization", "--aws-account", OWN],
        "--organization and --aws-account exclude each other. Give one of them [options-exclusive]",
      ],
      [
        ["--out", "/nonexistent/x.gz", "--only", "aws"],
        'cannot write to "/nonexistent/x.gz.partial" (ENOENT). Choose another place with --out [collect-folder-not-written]',
      ],
    ] as const) {
      it(`${args.join(" ")} is refused`, async () => {
        const { exitCode, stderr } = await lab().run(args);
        assert.deepEqual([exitCode, stderr], [2, `azure-to-aws: ${message}\n`]);
      });
    }

    it("leaves nothing behind if it cannot begin", async () => {
      const out = lab().file("nobody.gz");
      const { exitCode, stderr } = await lab().run(["--out", out, "--only", "aws", "--aws-account", SECOND]);
      assert.equal(exitCode, 2);
      assert.match(
        stderr,
        /^azure-to-aws: --aws-role is missing\. .*222233334444 \[collect-role-missing\]\n$/,
      );
      await assert.rejects(access(`${out}.partial`));
    });

    it("leaves out what --skip and --only say", async () => {
      const out = lab().file("some.gz");
      const { exitCode } = await lab().run(
        `--out ${out} --only aws --only azure --skip access-keys --skip azure/role-assignments`.split(" "),
      );
      assert.equal(exitCode, 0);
      assert.deepEqual(Object.keys(statesOf(await recordsOf(out))), [
        ...AWS_SECTIONS.filter((name) => name !== "access-keys").map((name) => `aws/${OWN}/${name}`),
        ...AZURE_SECTIONS.filter((name) => name !== "role-assignments").map(
          (name) => `azure/${SUBSCRIPTION_ID}/${name}`,
        ),
      ]);
    });

    it("refuses a subscription that the login does not see, instead of leaving it out", async () => {
      const out = lab().file("unseen.gz");
      const unseen = "99999999-2222-4333-8444-555555555555";
      const { exitCode, stderr } = await lab().run(
        `--out ${out} --only azure --subscription ${unseen} --subscription ${SUBSCRIPTION_ID}`.split(" "),
      );
      assert.equal(exitCode, 2);
      assert.ok(
        stderr.startsWith(`azure-to-aws: --subscription: the login sees no ${unseen} in the tenants.`),
        stderr,
      );
      await assert.rejects(access(`${out}.partial`));
    });

    it("goes on with the others if the login cannot enter a tenant, and says so", async () => {
      const out = lab().file("unknown-tenant.gz");
      const args = `--out ${out} --only entra --only azure --tenant ${UNKNOWN_TENANT}`.split(" ");
      const { exitCode, stderr } = await lab().run([...args, "--tenant", TENANT_ID]);
      assert.equal(exitCode, 1, stderr);
      const barred = [...ENTRA_SECTIONS, "subscriptions"].map((name) => `entra/${UNKNOWN_TENANT}/${name}`);
      const open = [
        ...ENTRA_SECTIONS.map((name) => `entra/${TENANT_ID}/${name}`),
        ...AZURE_SECTIONS.map((name) => `azure/${SUBSCRIPTION_ID}/${name}`),
      ];
      assert.deepEqual(
        statesOf(await recordsOf(out)),
        Object.fromEntries([
          ...open.map((name) => [name, "complete"]),
          ...barred.map((name) => [name, "failed"]),
        ]),
      );
      const [said = ""] = /^azure-to-aws: not collected:.*$/m.exec(stderr) ?? [];
      assert.ok(
        said.startsWith(`azure-to-aws: not collected: ${barred.join(", ")}. The login does not work there: `),
        stderr,
      );
      assert.ok(said.includes(`Tenant '${UNKNOWN_TENANT}' not found`), said);
      assert.match(said, /[a-z](?:\.|…\.) Run az login --tenant ID, .* \[collect-login-failed\]$/);

      // The tenant was a typing error: without it, nothing is missing.
      const resumed = await lab().run(
        `--out ${out} --only entra --only azure --resume --tenant ${TENANT_ID}`.split(" "),
      );
      assert.equal(resumed.exitCode, 0, resumed.stderr);
      assert.equal(resumed.stderr.match(/kept from the earlier run/g)?.length, open.length);
      assert.deepEqual(Object.keys(statesOf(await recordsOf(out))), open);
    });

    it("collects nothing if the login enters no tenant, and leaves nothing behind", async () => {
      const out = lab().file("no-tenant.gz");
      const { exitCode, stderr } = await lab().run(
        `--out ${out} --only entra --only azure --tenant ${UNKNOWN_TENANT}`.split(" "),
      );
      assert.equal(exitCode, 2, stderr);
      assert.ok(
        stderr.startsWith(`azure-to-aws: cannot sign in to the Entra tenant ${UNKNOWN_TENANT}: `),
        stderr,
      );
      assert.match(stderr, /(?:Tenant|tenant) .* \[collect-azure-login-none\]\n$/);
      await assert.rejects(access(`${out}.partial`));
    });

    it("collects an account once that is named twice", async () => {
      const out = lab().file("twice.gz");
      const { exitCode } = await lab().run(
        `--out ${out} --only aws --skip authorization-details --aws-account ${OWN} --aws-account ${OWN}`.split(
          " ",
        ),
      );
      assert.equal(exitCode, 0);
      assert.equal(dataOf(await recordsOf(out), "aws.account").length, 1);
    });

    describe("without a permission", () => {
      for (const action of (documented("aws-collect.json") as DocumentedPolicy).Statement[0]?.Action ?? []) {
        it(`${action} of AWS goes on, and names it`, async () => {
          await putCollectorPolicy((actions) => actions.filter((one) => one !== action));
          const out = lab().file(`without-${action}.gz`);
          const { exitCode, stderr } = await lab().run(["--out", out, "--only", "aws"]);
          assert.equal(exitCode, 1);
          const ends = (await recordsOf(out)).filter((record) => record.kind === "section");
          const refused = ends.filter(({ state }) => state !== "complete");
          assert.deepEqual(
            refused.map(({ state, error }) => [state, error?.code, error?.needs]),
            [["refused", "AccessDenied", action]],
          );
          assert.equal(ends.length, AWS_SECTIONS.length);
          const [section] = refused.map((end) => end.section);
          const said = `azure-to-aws: not collected: ${section ?? ""}. The login lacks ${action} (`;
          assert.ok(stderr.includes(said), stderr);

          await putCollectorPolicy((actions) => actions);
          const again = await lab().run(["--out", out, "--only", "aws", "--resume"]);
          assert.equal(again.exitCode, 0, again.stderr);
          assert.equal(again.stderr.match(/kept from the earlier run/g)?.length, AWS_SECTIONS.length - 1);
        });
      }

      after(() => putCollectorPolicy((actions) => actions));

      for (const action of (documented("azure-collect.json") as { readonly Actions: readonly string[] })
        .Actions) {
        // Without it, no subscription is listed: see below.
        if (action !== "Microsoft.Resources/subscriptions/read") {
          it(`${action} of Azure goes on, and names it`, async () => {
            const { azure } = lab().azureLab;
            const { Actions } = documented("azure-collect.json") as { readonly Actions: readonly string[] };
            azure.withdrawRoles(lab().principalId);
            const actions = Actions.filter((one) => one !== action);
            const withdraw = azure.assignRole({
              principalId: lab().principalId,
              role: { id: "less", name: "less", actions, notActions: [] },
              scope: `/subscriptions/${SUBSCRIPTION_ID}`,
            });
            const out = lab().file("without-azure.gz");
            const { exitCode, stderr } = await lab().run(["--out", out, "--only", "azure"]);
            withdraw();
            lab().assignCollectorRole();
            assert.equal(exitCode, 1);
            assert.ok(stderr.includes(`The login lacks ${action} (403 AuthorizationFailed: `), stderr);
            const again = await lab().run(["--out", out, "--only", "azure", "--resume"]);
            assert.equal(again.exitCode, 0, again.stderr);
          });
        }
      }

      it("Microsoft.Resources/subscriptions/read of Azure ends it, and names it", async () => {
        const { azure } = lab().azureLab;
        const { Actions } = documented("azure-collect.json") as { readonly Actions: readonly string[] };
        const actions = Actions.filter((one) => one !== "Microsoft.Resources/subscriptions/read");
        azure.withdrawRoles(lab().principalId);
        const withdraw = azure.assignRole({
          principalId: lab().principalId,
          role: { id: "less", name: "less", actions, notActions: [] },
          scope: `/subscriptions/${SUBSCRIPTION_ID}`,
        });
        const out = lab().file("without-subscriptions.gz");
        const { exitCode, stderr } = await lab().run(["--out", out, "--only", "azure"]);
        const both = await lab().run(["--out", out, "--only", "azure", "--only", "entra"]);
        withdraw();
        lab().assignCollectorRole();
        assert.equal(exitCode, 2);
        assert.equal(
          stderr,
          `azure-to-aws: the login sees no subscription of the tenant ${TENANT_ID}. Give it a role with Microsoft.Resources/subscriptions/read, or leave out Azure with --only [collect-subscriptions-none]\n`,
        );
        assert.equal(both.exitCode, 1);
        assert.equal(statesOf(await recordsOf(out))[`entra/${TENANT_ID}/subscriptions`], "refused");
        const again = await lab().run(["--out", out, "--only", "azure", "--only", "entra", "--resume"]);
        assert.equal(again.exitCode, 0, again.stderr);
        assert.equal(statesOf(await recordsOf(out))[`azure/${SUBSCRIPTION_ID}/identities`], "complete");
      });

      for (const permission of documentedGraphPermissions()) {
        it(`${permission} of Microsoft Graph goes on, and names it`, async () => {
          const giveBack = takeGraphPermission(permission);
          const out = lab().file(`without-${permission}.gz`);
          const { exitCode, stderr } = await lab().run(["--out", out, "--only", "entra"]);
          giveBack();
          assert.equal(exitCode, 1);
          const lacking = NEEDING[permission] ?? [];
          const sections = lacking.map((name) => `entra/${TENANT_ID}/${name}`);
          assert.ok(
            stderr.includes(
              `azure-to-aws: not collected: ${sections.join(", ")}. The login lacks ${permission} (an application permission of Microsoft Graph) (403 Authorization_RequestDenied: `,
            ),
            stderr,
          );
          assert.deepEqual(
            statesOf(await recordsOf(out)),
            Object.fromEntries(
              ENTRA_SECTIONS.map((name) => [
                `entra/${TENANT_ID}/${name}`,
                lacking.includes(name) ? "refused" : "complete",
              ]),
            ),
          );
          const again = await lab().run(["--out", out, "--only", "entra", "--resume"]);
          assert.equal(again.exitCode, 0, again.stderr);
        });
      }

      it("to assume the role of an account goes on with the others", async () => {
        const out = lab().file("without-role.gz");
        const { exitCode, stderr } = await lab().run(
          `--out ${out} --only aws --aws-role no-such-role --aws-account ${OWN} --aws-account ${SECOND}`.split(
            " ",
          ),
        );
        assert.equal(exitCode, 1);
        const states = statesOf(await recordsOf(out));
        assert.deepEqual(Object.values(states), [
          ...AWS_SECTIONS.map(() => "complete"),
          ...AWS_SECTIONS.map(() => "refused"),
        ]);
        const role = `sts:AssumeRole on arn:aws:iam::${SECOND}:role/no-such-role`;
        assert.ok(stderr.includes(`The login lacks ${role} (AccessDenied: `), stderr);
      });
    });

    describe("with a role that demands an external ID", () => {
      const states = async (...args: readonly string[]) => {
        const out = lab().file(`external-${args.join("-").replaceAll("/", "-")}.gz`);
        const account = `--only aws --skip access-keys --aws-account ${SECOND} --aws-role ${COLLECTOR}`.split(
          " ",
        );
        const { exitCode, stderr } = await lab().run(["--out", out, ...account, ...args]);
        return { exitCode, stderr, states: new Set(Object.values(statesOf(await recordsOf(out)))) };
      };

      it("gets in with the right one", async () => {
        const { exitCode, stderr, states: found } = await states("--aws-external-id", EXTERNAL_ID);
        assert.equal(exitCode, 0, stderr);
        assert.deepEqual(found, new Set(["complete"]));
      });

      for (const args of [[], ["--aws-external-id", `${EXTERNAL_ID}x`]]) {
        it(`is refused with ${args.length === 0 ? "none" : "another one"}`, async () => {
          const { exitCode, stderr, states: found } = await states(...args);
          assert.equal(exitCode, 1);
          assert.deepEqual(found, new Set(["refused"]));
          const role = `sts:AssumeRole on arn:aws:iam::${SECOND}:role/${COLLECTOR}`;
          assert.ok(stderr.includes(`The login lacks ${role} (AccessDenied: `), stderr);
        });
      }

      it("lets no other login of the account in", async () => {
        const other = "another-auditor";
        const iam = lab().account(OWN);
        await iam.send(new CreateUserCommand({ UserName: other }));
        const PolicyDocument = JSON.stringify(documented("aws-collect-accounts.json"));
        await iam.send(new PutUserPolicyCommand({ UserName: other, PolicyName: "accounts", PolicyDocument }));
        const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: other }));
        const out = lab().file("other-login.gz");
        const args = `--out ${out} --only aws --aws-account ${SECOND} --aws-role ${COLLECTOR} --aws-external-id ${EXTERNAL_ID}`;
        const { exitCode } = await lab().run(args.split(" "), {
          AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
          AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
        });
        const found = Object.values(statesOf(await recordsOf(out)));
        await iam.send(
          new DeleteAccessKeyCommand({ UserName: other, AccessKeyId: AccessKey?.AccessKeyId ?? "" }),
        );
        await iam.send(new DeleteUserPolicyCommand({ UserName: other, PolicyName: "accounts" }));
        await iam.send(new DeleteUserCommand({ UserName: other }));
        assert.equal(exitCode, 1);
        assert.deepEqual(new Set(found), new Set(["refused"]));
      });
    });

    /** Takes a permission of Microsoft Graph away from the login. @returns what gives it back */
    function takeGraphPermission(permission: string): () => void {
      const { directory } = lab().azureLab.azure.tenant();
      const appRoleId = graphPermissionId(permission);
      const assignment = directory
        .assignments()
        .find((one) => one.principalId === lab().principalId && one.appRoleId === appRoleId);
      assert.ok(assignment !== undefined);
      directory.deleteAssignment(assignment);
      return () => {
        const [principal, resource] = [assignment.principalId, assignment.resourceId].map((id) =>
          directory.servicePrincipals().find((one) => one.id === id),
        );
        assert.ok(principal !== undefined && resource !== undefined);
        directory.assign(principal, resource, appRoleId);
      };
    }

    /** Gives the collector's user the documented policy with other actions. */
    async function putCollectorPolicy(
      change: (actions: readonly string[]) => readonly string[],
    ): Promise<void> {
      const policy = documented("aws-collect.json") as DocumentedPolicy;
      const Statement = policy.Statement.map((statement) => ({
        ...statement,
        Action: change([statement.Action].flat()),
      }));
      const PolicyDocument = JSON.stringify({ ...policy, Statement });
      await lab()
        .account(OWN)
        .send(new PutUserPolicyCommand({ UserName: COLLECTOR, PolicyName: "collect", PolicyDocument }));
    }

    it("waits as long as throttled services ask for, and misses nothing", async () => {
      const { azure } = lab().azureLab;
      const throttled = (status: number, retryAfter: string) => ({
        kind: "answer" as const,
        answer: {
          status,
          headers: { "Retry-After": retryAfter, "content-type": "application/json" },
          body: "{}",
        },
      });
      const slow = [
        azure.faults.add({ route: /\$batch/, fault: throttled(429, "0"), count: 3 }),
        azure.faults.add({ route: /\/owners/, fault: throttled(429, "0"), count: 6 }),
        azure.faults.add({ route: /roleAssignments/, fault: throttled(429, "1"), count: 1 }),
        azure.faults.add({ route: /userAssignedIdentities/, fault: throttled(503, "0"), count: 2 }),
        azure.faults.add({ route: /\/resources/, fault: { kind: "cut-answer", share: 0.5 }, count: 1 }),
        lab().aws.faults.add({
          route: /GetAccessKeyLastUsed|GetAccountAuthorizationDetails/,
          count: 4,
          fault: {
            kind: "answer",
            answer: {
              status: 400,
              headers: { "content-type": "text/xml" },
              body: "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>",
            },
          },
        }),
      ];
      const [calm, busy] = [lab().file("calm.gz"), lab().file("busy.gz")];
      const begin = Date.now();
      const result = await lab().run(["--out", busy, ...EVERYTHING]);
      assert.equal(result.exitCode, 0, result.stderr);
      assert.ok(Date.now() - begin >= 1_000);
      assert.deepEqual(
        slow.map(({ struck }) => struck.length),
        [3, 6, 1, 2, 1, 4],
      );
      azure.faults.clear();
      lab().aws.faults.clear();
      await lab().run(["--out", calm, ...EVERYTHING]);
      const settled = async (file: string) =>
        (await recordsOf(file)).flatMap((record) =>
          // The time of the last use and of a section's end go on.
          record.kind === "snapshot" ||
          record.kind === "section" ||
          record.kind === "aws.access-key" ||
          record.kind === "aws.role"
            ? []
            : [record],
        );
      assert.deepEqual(await settled(busy), await settled(calm));
    }).timeout(60_000);

    it("ends a section whose answer would fill the memory, and says so", async () => {
      const bomb = gzipSync(Buffer.alloc(LARGEST_ANSWER + 1, " "));
      let asked = 0;
      const server = await LoopbackServer.listen((_, response) => {
        asked++;
        response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
      });
      try {
        const out = lab().file("bomb.gz");
        const skipped = ENTRA_SECTIONS.slice(1).flatMap((name) => ["--skip", `entra/${name}`]);
        const { exitCode, stderr } = await lab().run([
          "--out",
          out,
          "--only",
          "entra",
          "--graph-endpoint",
          server.url,
          ...skipped,
        ]);
        assert.equal(exitCode, 1, stderr);
        assert.ok(
          stderr.includes(
            `azure-to-aws: not collected: entra/${TENANT_ID}/applications (an answer has more than 134217728 bytes). An answer of this size is not one of the cloud's. Check the endpoints and the proxy, and run the command again with --resume [collect-answer-too-large]\n`,
          ),
          stderr,
        );
        assert.equal(asked, 1);
      } finally {
        await server.close();
      }
    }).timeout(60_000);

    it("whose logins expire midway keeps what it has, and goes on with new ones", async () => {
      const { azure } = lab().azureLab;
      const answer = (status: number, type: string, body: string) => ({
        kind: "answer" as const,
        answer: { status, headers: { "content-type": type }, body },
      });
      const message =
        "Lifetime validation failed, the token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln is expired.";
      const expired = JSON.stringify({ error: { code: "InvalidAuthenticationToken", message } });
      azure.faults.add({ route: /batch/, fault: answer(401, "application/json", expired), count: Infinity });
      lab().aws.faults.add({
        route: /ListOpenIDConnectProviders/,
        count: Infinity,
        fault: answer(
          403,
          "text/xml",
          "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>",
        ),
      });
      const out = lab().file("expired.gz");
      const args = ["--out", out, "--only", "aws", "--only", "entra"];
      const { exitCode, stderr } = await lab().run(args);
      azure.faults.clear();
      lab().aws.faults.clear();
      assert.equal(exitCode, 1, stderr);
      assert.match(
        stderr,
        /not collected: aws\/\d+\/oidc-providers \(ExpiredToken: .* expired\)\. Run .* --resume/,
      );
      assert.match(stderr, /\(401 InvalidAuthenticationToken: .* the token <token> is expired\)/);
      const records = await recordsOf(out);
      assert.deepEqual(
        Object.entries(statesOf(records))
          .filter(([, state]) => state === "failed")
          .map(([name]) => name.split("/")[2]),
        [
          "oidc-providers",
          "applications",
          "service-principals",
          "app-role-assignments",
          "federated-credentials",
        ],
      );
      assert.equal(JSON.stringify(records).includes("eyJ"), false);
      const resumed = await lab().run([...args, "--resume"]);
      assert.equal(resumed.exitCode, 0, resumed.stderr);
      // Those that ask for no batch: four of AWS, and three of Entra.
      assert.equal(resumed.stderr.match(/kept from the earlier run/g)?.length, 7);
    });

    it("leaves out what was deleted after it was listed", async () => {
      const { azure } = lab().azureLab;
      const answer = (status: number, type: string, body: string) => ({
        kind: "answer" as const,
        answer: { status, headers: { "content-type": type }, body },
      });
      const gone = answer(
        404,
        "text/xml",
        "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>It is gone.</Message></Error></ErrorResponse>",
      );
      const notFound = JSON.stringify({ error: { code: "ResourceNotFound", message: "It is gone." } });
      const iam = lab().account(OWN);
      const second = await iam.send(new CreateAccessKeyCommand({ UserName: COLLECTOR }));
      const faults = [
        lab().aws.faults.add({ route: /ListAccessKeys/, fault: gone, count: 1 }),
        lab().aws.faults.add({ route: /GetAccessKeyLastUsed/, fault: gone, count: 1 }),
        lab().aws.faults.add({ route: /GetOpenIDConnectProvider/, fault: gone, count: 1 }),
        azure.faults.add({
          route: /federatedIdentityCredentials\?api-version/,
          fault: answer(404, "application/json", notFound),
          count: 3,
        }),
      ];
      const out = lab().file("gone.gz");
      const { exitCode, stderr } = await lab().run(["--out", out, "--only", "aws", "--only", "azure"]);
      azure.faults.clear();
      lab().aws.faults.clear();
      await iam.send(
        new DeleteAccessKeyCommand({
          UserName: COLLECTOR,
          AccessKeyId: second.AccessKey?.AccessKeyId ?? "",
        }),
      );
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(
        faults.map(({ struck }) => struck.length),
        [1, 1, 1, 3],
      );
      const records = await recordsOf(out);
      assert.deepEqual(dataOf(records, "aws.oidc-provider"), []);
      assert.deepEqual(dataOf(records, "azure.federated-credential"), []);
      // Of the user whose keys were listed, the other key is there.
      assert.deepEqual(
        dataOf(records, "aws.access-key").map(({ UserName }) => UserName),
        [COLLECTOR],
      );
      assert.equal(dataOf(records, "azure.managed-identity").length, 3);
    });

    for (const [cloud, section, route] of [
      ["aws", "account", /ListAccountAliases/],
      ["aws", "authorization-details", /GetAccountAuthorizationDetails/],
      ["aws", "credential-report", /GetCredentialReport/],
      ["aws", "access-keys", /GetAccessKeyLastUsed/],
      ["aws", "oidc-providers", /GetOpenIDConnectProvider/],
      ["entra", "directory-roles", /directory\/roleAssignments/],
      ["entra", "eligible-directory-roles", /roleEligibilityScheduleInstances/],
      ["entra", "graph-permissions", /appRoleAssignedTo\?/],
      ["azure", "identities", /userAssignedIdentities\?/],
      ["azure", "identity-holders", /\/resources\?/],
      ["azure", "federated-credentials", /federatedIdentityCredentials\?/],
      ["azure", "role-assignments", /roleAssignments\?/],
    ] as const) {
      it(`that was killed in ${cloud}/${section} goes on there`, async () => {
        const out = lab().file(`killed-${section}.gz`);
        const args = ["--out", out, "--only", cloud];
        const controller = new AbortController();
        const { faults } = cloud === "aws" ? lab().aws : lab().azureLab.azure;
        const fault = faults.add({
          route,
          fault: { kind: "latency", milliseconds: Infinity },
          count: 1,
          onStrike: () => {
            controller.abort();
          },
        });
        await lab().runKilled(args, controller.signal);
        fault.remove();
        assert.equal(fault.struck.length, 1);
        await assert.rejects(access(out));
        const resumed = await lab().run([...args, "--resume"]);
        assert.equal(resumed.exitCode, 0, resumed.stderr);
        assert.doesNotMatch(resumed.stderr, new RegExp(`/${section}: .* kept from the earlier run`));
        const states = statesOf(await recordsOf(out));
        assert.deepEqual(new Set(Object.values(states)), new Set(["complete"]));
        assert.ok(Object.keys(states).some((name) => name.endsWith(`/${section}`)));
      }).timeout(60_000);
    }

    it("that was killed goes on with the sections that are missing", async () => {
      const out = lab().file("killed.gz");
      const fault = lab().azureLab.azure.faults.add({
        route: /roleDefinitions/,
        fault: { kind: "latency", milliseconds: Infinity },
        count: 1,
        onStrike: () => {
          controller.abort();
        },
      });
      const controller = new AbortController();
      await lab().runKilled(["--out", out, ...EVERYTHING], controller.signal);
      fault.remove();
      await assert.rejects(access(out));
      const left = await readdir(`${out}.partial`);
      assert.ok(left.some((name) => name.endsWith(".part.gz")));
      assert.equal((await stat(`${out}.partial`)).mode & 0o777, 0o700);

      const refused = await lab().run(["--out", out, ...EVERYTHING]);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.stderr, /\[collect-left-over\]/);

      const resumed = await lab().run(["--out", out, ...EVERYTHING, "--resume"]);
      assert.equal(resumed.exitCode, 0, resumed.stderr);
      const kept = resumed.stderr.match(/kept from the earlier run/g)?.length ?? 0;
      assert.equal(kept, left.filter((name) => name.endsWith(".part.gz")).length);
      assert.ok(Object.values(statesOf(await recordsOf(out))).every((state) => state === "complete"));
      await assert.rejects(access(`${out}.partial`));
    }).timeout(60_000);
  },
);
