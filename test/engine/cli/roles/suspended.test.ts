/** What the real engine makes of a role that the built command line suspended. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { PulumiStack } from "../../../../lab/pulumi";
import { ACCOUNT, AUDIENCE, SUBJECT, V1 } from "../../../../lab/testing/federation";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { runBuilt } from "../../../unit/cli/roles/role-lab";
import { type Components, describeWithAwsLab, type Session } from "../../components/federated-role/aws-stack";

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/importer`;
const OBJECTS = /q3\.csv/;
const DENIED = /AccessDenied.*explicit deny/s;

describeWithAwsLab("a role that was suspended without Pulumi", function (lab) {
  this.timeout(240_000);
  let stack: PulumiStack;
  let session: Session;
  let nights = 0;

  const components = (role: object): Components => [
    ["AwsOidcProvider", "orders", { issuer: V1, audiences: [AUDIENCE] }],
    [
      "FederatedRole",
      "app",
      {
        oidcProviderArn: "$orders.oidcProviderArn",
        issuer: "$orders.issuer",
        audiences: [AUDIENCE],
        subjects: [SUBJECT],
        permissions: { readBuckets: ["devteam-reports"] },
        roleName: "importer",
        ...role,
      },
    ],
  ];

  async function up(
    role: object,
    options: { refresh?: boolean } = {},
  ): Promise<Readonly<Record<string, number>>> {
    await lab().change(stack, components(role));
    const run = await stack.up(options);
    assert.equal(run.exitCode, 0, run.output);
    return Object.fromEntries(Object.entries(run.changes).filter(([operation]) => operation !== "same"));
  }

  const azureToAws = async (command: "suspend" | "resume") => {
    const { exitCode, stdout } = await runBuilt([command, "importer"], { ...lab().aws.environment() });
    assert.equal(exitCode, 0, stdout);
    return stdout;
  };
  const lists = async () => (await lab().cli(["s3", "ls", "s3://devteam-reports"], session)).all;
  const isLetIn = async () => "AWS_SESSION_TOKEN" in (await lab().assume(ROLE_ARN));

  beforeEach(async () => {
    stack = await lab().stack(`night-${++nights}`, components({}));
    assert.equal((await stack.up()).exitCode, 0);
    const opened = await lab().assume(ROLE_ARN);
    assert.ok("AWS_SESSION_TOKEN" in opened, JSON.stringify(opened));
    session = opened;
    assert.match(await lists(), OBJECTS);
    assert.match(await azureToAws("suspend"), /^suspended: /);
    assert.match(await lists(), DENIED);
    assert.equal(await isLetIn(), false);
  });

  afterEach(async () => {
    if ((await lab().aws.counts()).roles > 0) {
      await azureToAws("resume");
    }
    const run = await stack.destroy();
    assert.equal(run.exitCode, 0, run.output);
    const { oidcProviders, roles } = await lab().aws.counts();
    assert.deepEqual({ oidcProviders, roles }, { oidcProviders: 0, roles: 0 });
  });

  it("is taken over by an update with `suspended`, which finds nothing else to change, and undone by one without", async () => {
    assert.deepEqual(await up({ suspended: true }), { create: 1, update: 1 });
    assert.match(await lists(), DENIED);
    assert.equal(await isLetIn(), false);
    assert.deepEqual(await up({ suspended: true }, { refresh: true }), {});
    assert.match(await azureToAws("suspend"), /^already suspended: /);

    assert.deepEqual(await up({}), { delete: 1, update: 1 });
    assert.match(await lists(), OBJECTS);
    assert.equal(await isLetIn(), true);
    assert.match(await azureToAws("resume"), /^not suspended: /);
  });

  it("shows no change of its trust policy to an update with `suspended` that refreshes first", async () => {
    assert.deepEqual(await up({ suspended: true }, { refresh: true }), { create: 1 });
  });

  it("stays suspended through an update without `suspended`", async () => {
    await lab().change(stack, components({}));
    const run = await stack.up({ environment: { AZURE_TO_AWS_READ_BACK_SECONDS: "1" } });
    assert.notEqual(run.exitCode, 0, run.output);
    assert.match(
      run.output,
      /FederatedRole "app": a cloud does not have what this program asked for\. someone suspended role importer outside Pulumi, or an earlier update that lifted the suspension failed\. To keep it suspended, set suspended: true\. To open it, run: npx @azure-to-aws\/cli resume importer/,
    );
    assert.match(await lists(), DENIED);
    assert.equal(await isLetIn(), false);
  });

  it("is taken over in a preview that does not know the trust policy yet", async () => {
    // The second role's provider is new, and the role waits for its ARN.
    const [provider, [kind, name, role]] = components({ suspended: true }) as [Components[0], Components[0]];
    const unknown = { ...role, subjects: ["$next.issuer"] };
    await lab().change(stack, [
      provider,
      ["AwsOidcProvider", "next", { issuer: "https://next.example", audiences: ["x"] }],
      [kind, name, unknown],
    ]);
    const preview = await stack.preview();
    assert.doesNotMatch(preview.output, /without Pulumi/);
  });

  for (const [what, role, refresh] of [
    ["refreshes first", {}, true],
    ["changes its trust policy", { subjects: [SUBJECT, "5f6ea1f6-9c0a-4f0e-9a36-6a1d0b1f6f0c"] }, false],
  ] as const) {
    it(`stays suspended through an update without \`suspended\` that ${what}`, async () => {
      await lab().change(stack, components(role));
      for (const run of [...(refresh ? [] : [await stack.preview()]), await stack.up({ refresh })]) {
        assert.notEqual(run.exitCode, 0, run.output);
        assert.match(
          run.output,
          /someone suspended role importer outside Pulumi, or an earlier update that lifted the suspension failed\. To keep it suspended, set suspended: true\. To open it, run: npx @azure-to-aws\/cli resume importer/,
        );
      }
      assert.match(await lists(), DENIED);
      assert.equal(await isLetIn(), false);
    });
  }

  it("is as it was for Pulumi after it was resumed", async () => {
    assert.match(await azureToAws("resume"), /^resumed: /);
    assert.match(await lists(), OBJECTS);
    assert.equal(await isLetIn(), true);
    assert.deepEqual(await up({}, { refresh: true }), {});
  });

  it("is deleted by Pulumi with the commands of docs/how-to/resume-a-workload.md, and lets nobody in meanwhile", async () => {
    const refused = await stack.destroy();
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /DeleteConflict/);
    assert.match(await lists(), DENIED);

    const page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/resume-a-workload.md"), "utf8");
    const [, command = ""] = /^aws (iam delete-role-policy .*) && pulumi destroy$/m.exec(page) ?? [];
    const { exitCode, all } = await lab().cli(command.replace('"$ROLE"', "importer").split(" "));
    assert.equal(exitCode, 0, all);
    assert.equal(await isLetIn(), false);
    const run = await stack.destroy();
    assert.equal(run.exitCode, 0, run.output);
    assert.equal((await lab().aws.counts()).roles, 0);
  });
});
