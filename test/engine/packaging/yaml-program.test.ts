/** Programs in YAML with the package as the engine finds it: `PulumiPlugin.yaml` and what it leads to. */
import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION, LAB_BUCKETS } from "../../../lab/lab-facts";
import { PulumiStack } from "../../../lab/pulumi";
import { prepareToolchain, provideYamlLanguageHost } from "../../../lab/pulumi/toolchain";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { KnownSecrets } from "../../security/secrets/known-secrets";
import { secretsLeft } from "../../security/secrets/secrets-left";
import { documentedProgram } from "../../unit/packaging/documented-program";
import { committedSchema } from "../../unit/tools/schema/committed-schema";
import { policy } from "../../unit/trust/entra-policy";
import { deeds } from "../components/federation-lab";

const ISSUER = "https://sts.windows.net/7b0c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e/";

/** Policies of AWS. */
const POLICIES = ["SecurityAudit", "ReadOnlyAccess"] as const;

/** An argument with the output of another resource deep in it: the name of a role serves as that of a bucket. */
const DEPENDENT = `
name: dependent
runtime: yaml
packages: { azure-to-aws-federation: ${PROJECT_ROOT} }
resources:
  other:
    type: aws:iam:Role
    properties: { assumeRolePolicy: { fn::toJSON: ${JSON.stringify(policy())} } }
  orders:
    type: azure-to-aws-federation:AzureToAwsFederation
    properties:
      location: westeurope
      region: eu-west-1
      workloads: { importer: { permissions: { readBuckets: [orders-incoming, "\${other.name}"] } } }
outputs:
  roleArn: \${orders.workloads["importer"].roleArn}
`;

const PERMITTED = `
name: permitted
runtime: yaml
packages: { azure-to-aws-federation: ${PROJECT_ROOT} }
resources:
  provider:
    type: azure-to-aws-federation:AwsOidcProvider
    properties: { issuer: "${ISSUER}", audiences: ["api://x/permitted"] }
  role:
    type: azure-to-aws-federation:FederatedRole
    properties:
      oidcProviderArn: \${provider.oidcProviderArn}
      issuer: \${provider.issuer}
      audiences: ["api://x/permitted"]
      subjects: [11111111-aaaa-4bbb-8ccc-000000000001]
      roleName: permitted
      permissions:
        managedPolicyArns:
${POLICIES.map((name) => `          ${name}: arn:aws:iam::aws:policy/${name}`).join("\n")}
`;

const SHARED = `
name: shared
runtime: yaml
packages: { azure-to-aws-federation: ${PROJECT_ROOT} }
config: { sshPublicKey: { type: string } }
resources:
  orders:
    type: azure-to-aws-federation:AzureToAwsFederation
    properties:
      network: {}
      workloads:
${["importer", "reporter"]
  .map(
    (name) => `        ${name}:
          permissions: { readBuckets: [orders-incoming] }
          virtualMachine: { sshPublicKey: "\${sshPublicKey}" }
`,
  )
  .join("")}`;

const WRONG = `
name: wrong
runtime: yaml
packages: { azure-to-aws-federation: ${PROJECT_ROOT} }
resources:
  orders:
    type: azure-to-aws-federation:AzureToAwsFederation
    properties: { tenantId: contoso.com, workloads: { app: { permissions: {}, maxSessionDuration: 900 } } }
`;

const MISSPELT = `
name: misspelt
runtime: yaml
packages: { azure-to-aws-federation: ${PROJECT_ROOT} }
resources:
  orders:
    type: azure-to-aws-federation:AzureToAwsFederation
    properties: { tenant: contoso.com, workloads: { app: { permissions: { readBuckets: [b2b] } } } }
`;

describe("a program in YAML", function () {
  this.timeout(180_000);
  let lab: Lab;
  let secrets: KnownSecrets;

  before(async function () {
    this.timeout(900_000); // The CLI and the language host are built when there are none yet.
    const report = () => undefined;
    const toolchain = await prepareToolchain({ report });
    secrets = new KnownSecrets();
    lab = await Lab.start(toolchain, { pluginProcesses: true });
    secrets.addKeysOf("the deployer", lab.pulumi.environment);
    await provideYamlLanguageHost(toolchain.cli, lab.pulumi.environment.PULUMI_HOME, { report });
  });

  after(async () => {
    secrets.stop();
    await lab.stop();
  });

  async function stackOf(name: string, program: string, config = {}): Promise<PulumiStack> {
    const projectDirectory = path.join(lab.directory, `${name}-project`);
    await mkdir(path.join(projectDirectory, "node_modules/@azure-to-aws"), { recursive: true });
    // As the package's place is called where npm has installed it.
    await symlink(PROJECT_ROOT, path.join(projectDirectory, "node_modules/@azure-to-aws/federation"));
    await writeFile(path.join(projectDirectory, "Pulumi.yaml"), program);
    return PulumiStack.create(lab.pulumi, {
      projectDirectory,
      stackName: name,
      directory: lab.directory,
      config,
    });
  }

  it("attaches managed policies with the provider that the role has, and starts no other", async () => {
    const stack = await stackOf("permitted", PERMITTED, { "aws:region": LAB_AWS_REGION });
    for (const run of [await stack.preview(), await stack.up(), await stack.preview()]) {
      assert.equal(run.exitCode, 0, run.output);
    }
    const { deployment } = JSON.parse(await stack.exportWithSecrets()) as {
      deployment: { resources: { type: string }[] };
    };
    const count = (type: string) => deployment.resources.filter((resource) => resource.type === type).length;
    assert.equal(count("pulumi:providers:aws"), 1);
    assert.equal(count("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), POLICIES.length);
    const gone = await stack.destroy();
    assert.equal(gone.exitCode, 0, gone.output);
  });

  it("deploys the example, its VM lists the buckets, no secret is left, a second update changes nothing, and all of it goes", async () => {
    const before = lab.azure.counts().total;
    const stack = await PulumiStack.create(lab.pulumi, {
      projectDirectory: path.join(PROJECT_ROOT, "examples/yaml"),
      stackName: "yaml",
      directory: lab.directory,
      config: {
        "azure-to-aws-yaml:location": LAB_AZURE_LOCATION,
        "azure-to-aws-yaml:region": LAB_AWS_REGION,
        "azure-to-aws-yaml:sshPublicKey": createSshKey(),
        "azure-to-aws-yaml:buckets": Object.keys(LAB_BUCKETS),
      },
    });
    const policyPacks = [path.join(PROJECT_ROOT, "policypack")];
    const preview = await stack.preview({ policyPacks });
    assert.equal(preview.exitCode, 0, preview.output);
    assert.deepEqual(preview.violations, []);
    const eventLog = path.join(lab.directory, "kept-events.json");
    const up = await stack.up({ policyPacks, loudWithEventLog: eventLog });
    assert.equal(up.exitCode, 0, up.output.slice(-10_000));
    assert.deepEqual(up.violations, []);
    const outputs = await stack.outputs();
    const vm = lab.azure.vm(String(outputs.virtualMachineName));
    for (const bucket of Object.keys(LAB_BUCKETS)) {
      const listing = await vm.run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", "importer"]);
      assert.equal(listing.exitCode, 0, listing.stderr);
    }
    assert.deepEqual(await secretsLeft(secrets, [{ stack, loud: { up, eventLog } }], lab.directory), []);

    const again = await stack.up({ policyPacks });
    assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
    assert.equal((await stack.destroy()).exitCode, 0);
    assert.equal(lab.azure.counts().total, before);
  });

  it("is planned as the manual shows it", async () => {
    const stack = await stackOf("documented", documentedProgram("yaml"), {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      "orders:sshPublicKey": createSshKey(),
    });
    const preview = await stack.preview();
    assert.equal(preview.exitCode, 0, preview.output);
    assert.ok((preview.changes.create ?? 0) > 15, JSON.stringify(preview.changes));
  });

  it("is planned as the schema's example of a role shows it", async () => {
    const { description = "" } =
      committedSchema().resources["azure-to-aws-federation:index:FederatedRole"] ?? {};
    const example = /^```yaml\n(.*?)^```$/ms.exec(description)?.[1] ?? "";
    const packages = `packages: { azure-to-aws-federation: ${PROJECT_ROOT} }`;
    const stack = await stackOf("example", `name: example\nruntime: yaml\n${packages}\n${example}`, {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
    });
    const preview = await stack.preview({ policyPacks: [path.join(PROJECT_ROOT, "policypack")] });
    assert.equal(preview.exitCode, 0, preview.output);
    assert.deepEqual(preview.violations, []);
    assert.deepEqual(
      deeds(preview),
      [
        ...["assignment", "identity", "read-buckets", "role"].map((part) => `importer-${part}`),
        ...["application", "oidc-provider", "service-principal"].map((part) => `orders-${part}`),
      ].map((name) => `create ${name}`),
    );
  });

  it("finds the package below a scope of npm by its source, and not by a path with an @, which would begin a version", async () => {
    await stackOf("scoped", documentedProgram("yaml"));
    const projectDirectory = path.join(lab.directory, "scoped-project");
    const schemaOf = (source: string) =>
      lab.pulumi.run(["package", "get-schema", source], { projectDirectory });
    const named = await schemaOf("azure-to-aws-federation");
    assert.equal(named.exitCode, 0, named.output);
    assert.match(named.output, /"name": "azure-to-aws-federation"/);
    const byPath = await schemaOf("./node_modules/@azure-to-aws/federation");
    assert.notEqual(byPath.exitCode, 0);
  });

  it("plans one network for two VMs, which the policy pack accepts", async () => {
    const stack = await stackOf("shared", SHARED, {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      "shared:sshPublicKey": createSshKey(),
    });
    const preview = await stack.preview({ policyPacks: [path.join(PROJECT_ROOT, "policypack")] });
    assert.equal(preview.exitCode, 0, preview.output);
    assert.deepEqual(preview.violations, []);
    assert.deepEqual(
      deeds(preview).filter((deed) => /-(egress-ip|nat|nsg|subnet|vnet)$/.test(deed)),
      ["egress-ip", "importer-nsg", "nat", "reporter-nsg", "subnet", "vnet"].map(
        (part) => `create orders-${part}`,
      ),
    );
  });

  it("hands outputs of other resources to arguments at any depth", async () => {
    const stack = await stackOf("dependent", DEPENDENT);
    const preview = await stack.preview();
    assert.equal(preview.exitCode, 0, preview.output);
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    assert.equal(preview.changes.create, up.changes.create, "what is made does not hang on what is unknown");
    const { roleArn } = await stack.outputs();
    assert.match(String(roleArn), /^arn:aws:iam::\d{12}:role\/orders-importer-role-[0-9a-f]{7}$/);
    assert.equal((await stack.destroy()).exitCode, 0);
  });

  it("is refused in the preview with all wrong arguments at once, each by its path", async () => {
    const { exitCode, output } = await (await stackOf("wrong", WRONG)).preview();
    assert.notEqual(exitCode, 0);
    for (const property of ["tenantId", "workloads.app.permissions", "workloads.app.maxSessionDuration"]) {
      assert.ok(output.includes(property), `${property} is not named in:\n${output}`);
    }
    assert.doesNotMatch(output, /^\s+at .+:\d+:\d+/m, "no stack trace");
  });

  it("is told by the engine, from the schema, of an argument that there is not", async () => {
    const { exitCode, output } = await (await stackOf("misspelt", MISSPELT)).preview();
    assert.notEqual(exitCode, 0);
    assert.match(output, /tenant/);
    assert.match(output, /Existing properties are: .*tenantId/);
  });

  it("has a schema that passes the engine's own check", async () => {
    const schema = path.join(PROJECT_ROOT, "schema.json");
    const run = await lab.pulumi.run(["schema", "check", schema], { projectDirectory: lab.directory });
    assert.equal(run.exitCode, 0, run.output);
    assert.equal(run.output.trim(), "", "no warnings");
  });

  it("is started by PulumiPlugin.yaml too, where there is no executable", async () => {
    const packaged = path.join(lab.directory, "without-executable");
    await mkdir(packaged);
    for (const name of [
      "PulumiPlugin.yaml",
      "package.json",
      "schema.json",
      "dist",
      "credential-helper",
      "node_modules",
    ]) {
      await symlink(path.join(PROJECT_ROOT, name), path.join(packaged, name));
    }
    const stack = await stackOf("by-runner", DEPENDENT.replace(PROJECT_ROOT, packaged));
    const preview = await stack.preview();
    assert.equal(preview.exitCode, 0, preview.output);
    assert.equal(preview.changes.create, 15, preview.output);
  });

  it("in another language finds the package by the folder that Pulumi.yaml names, and not by the folder alone", async () => {
    const folder = path.join(lab.directory, "python-project");
    await mkdir(path.join(folder, "node_modules/@azure-to-aws"), { recursive: true });
    await symlink(PROJECT_ROOT, path.join(folder, "node_modules/@azure-to-aws/federation"));
    const page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/other-languages.md"), "utf8");
    const [, documented = ""] =
      /^```yaml\n(name: orders\nruntime:\n {2}name: python\n[^`]*)```$/m.exec(page) ?? [];
    await writeFile(path.join(folder, "Pulumi.yaml"), documented);
    const schemaOf = async (source: string) =>
      lab.pulumi.run(["package", "get-schema", source], { projectDirectory: folder });
    const { exitCode, output } = await schemaOf("azure-to-aws-federation");
    assert.equal(exitCode, 0, output);
    assert.match(output, /"name": "azure-to-aws-federation"/);
    // The engine takes what follows the "@" as a version.
    assert.match(
      (await schemaOf("./node_modules/@azure-to-aws/federation")).output,
      /^error: unable to install /m,
    );
  });

  it("gets the schema from the engine to the letter", async () => {
    const { exitCode, output } = await lab.pulumi.run(["package", "get-schema", PROJECT_ROOT], {
      projectDirectory: lab.directory,
    });
    assert.equal(exitCode, 0, output);
    const committed: unknown = JSON.parse(await readFile(path.join(PROJECT_ROOT, "schema.json"), "utf8"));
    // The engine prints its own reading, in which a package always has a config.
    const served: unknown = JSON.parse(output.slice(output.indexOf("{")));
    assert.deepEqual(served, { ...(committed as object), config: {} });
  });
});
