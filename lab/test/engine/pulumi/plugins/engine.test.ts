import assert from "node:assert/strict";
import type { LabOptions } from "../../../../lab";
import type { PulumiRun } from "../../../../pulumi/engine/pulumi-command";
import { makeProject } from "../../../../testing/make-project";
import { describeWithLab } from "../../../../testing/with-lab";

/** A little of everything, written against the real SDKs. Its config decides what it asks for. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const { AppRoleAssignment } = require("@pulumi/azuread/appRoleAssignment");
const { getClientConfigOutput } = require("@pulumi/azuread/getClientConfig");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicy } = require("@pulumi/aws/iam/rolePolicy");

const config = new pulumi.Config();
const team = config.get("team") ?? "one";
const { name: resourceGroupName } = new ResourceGroup("group", { tags: { team: pulumi.secret(team) } });
const identity = new UserAssignedIdentity("identity", { resourceGroupName });
const id = "0d4b5f5c-5cc0-4d21-bb0c-29f5d5d4f1a1";
const role = { id, value: "Aws", displayName: "AWS", description: "d", allowedMemberTypes: ["Application"] };
const app = new Application("app", { displayName: "app", appRoles: [role] });
const principal = new ServicePrincipal("principal", { clientId: app.clientId, appRoleAssignmentRequired: true });
new AppRoleAssignment("assignment", {
  appRoleId: app.appRoleIds["Aws"],
  principalObjectId: identity.principalId,
  resourceObjectId: principal.objectId,
});
const url = getClientConfigOutput().tenantId.apply((tenant) => "https://sts.windows.net/" + tenant + "/");
const provider = new OpenIdConnectProvider("entra", { url, clientIdLists: ["api://one", "api://" + team] });
const Action = "sts:AssumeRoleWithWebIdentity";
const assumeRolePolicy = { Statement: [{ Effect: "Allow", Action, Principal: { Federated: provider.arn } }] };
const reader = new Role("reader", { assumeRolePolicy, description: team, path: config.get("path"), ...config.getObject("wrong") });
const policy = { Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }] };
new RolePolicy("buckets", { role: reader.id, policy });
exports.out = { arn: reader.arn, principalId: identity.principalId, resourceGroupName };
`;

/** The stack itself counts as one. */
const RESOURCES = 9;

/** Its program declares applications without owners. */
const OPTIONS: LabOptions = { graphPermissions: ["Application.ReadWrite.All"] };

describeWithLab("the plugins under the real Pulumi engine", OPTIONS, function (lab) {
  this.timeout(180_000);
  let projectDirectory: string;

  before(async function () {
    this.timeout(900_000);
    projectDirectory = await makeProject(lab().directory, "program", PROGRAM);
    await succeed("stack", "init", "dev");
    await succeed("config", "set", "azure-native:location", "westeurope");
    await succeed("config", "set", "aws:region", "eu-west-1");
  });

  async function run(...args: string[]): Promise<PulumiRun> {
    return lab().pulumi.run(args, { projectDirectory });
  }

  async function succeed(...args: string[]): Promise<PulumiRun["changes"]> {
    const { exitCode, errors, changes, output: text } = await run(...args);
    assert.deepEqual(errors, []);
    assert.equal(exitCode, 0, text);
    return changes;
  }

  async function up(): Promise<PulumiRun["changes"]> {
    return succeed("up", "--yes", "--skip-preview");
  }

  async function output(): Promise<{ arn: string; resourceGroupName: string }> {
    const outputs = JSON.parse((await run("stack", "output", "--json")).output) as {
      out: { arn: string; resourceGroupName: string };
    };
    return outputs.out;
  }

  it("preview without touching a cloud", async () => {
    assert.deepEqual(await succeed("preview"), { create: RESOURCES });
    assert.deepEqual((await lab().aws.counts()).roles, 0);
    assert.equal(lab().azure.counts().total, 0);
  });

  it("report what is wrong with a resource in a preview", async () => {
    await succeed("config", "set", "wrong", '{"tags":"none","maxSessionDuration":60}');
    const { exitCode, errors } = await run("preview");
    await succeed("config", "rm", "wrong");
    assert.notEqual(exitCode, 0);
    assert.deepEqual(
      errors.filter((error) => error.startsWith("aws:iam/role:Role")),
      [
        "aws:iam/role:Role resource 'reader' has a problem: expected tags to be of type map, got string. Examine values at 'reader.tags'.",
      ],
    );
  });

  it("deploy", async () => {
    assert.deepEqual(await up(), { create: RESOURCES });
    assert.equal((await lab().aws.counts()).oidcProviders, 1);
    assert.equal(lab().azure.counts().appRoleAssignments, 1);
  });

  it("change nothing the second time", async () => {
    assert.deepEqual(await up(), { same: RESOURCES });
  });

  it("find no drift where there is none", async () => {
    assert.deepEqual(await succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes"), {
      same: RESOURCES,
    });
  });

  it("keep secrets out of the state's plain text", async () => {
    const state = await run("stack", "export");
    assert.doesNotMatch(state.output, /"team": "one"/);
    assert.match(state.output, /"team": \{\s*"4dabf18193072939515e22adb298388d"/);
  });

  it("change in place", async () => {
    await succeed("config", "set", "team", "two");
    assert.deepEqual(await up(), { same: RESOURCES - 3, update: 3 });
  });

  it("replace, and what depends on it with it", async () => {
    await succeed("config", "set", "path", "/team/");
    assert.deepEqual(await up(), { same: RESOURCES - 2, replace: 2 });
    assert.equal((await lab().aws.counts()).roles, 1);
  });

  it("see and mend what someone changed by hand", async () => {
    const { arn } = await output();
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const { IAM } = await import("@aws-sdk/client-iam");
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, ...keys } = lab().aws.rootEnvironment();
    const credentials = {
      accessKeyId: keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
    };
    const iam = new IAM({ endpoint, region, credentials });
    await iam.updateRole({ RoleName: name, Description: "by hand", MaxSessionDuration: 3600 });
    assert.deepEqual(await succeed("refresh", "--yes", "--skip-preview"), {
      same: RESOURCES - 1,
      update: 1,
    });
    assert.deepEqual(await up(), { same: RESOURCES - 1, update: 1 });
    assert.equal((await iam.getRole({ RoleName: name })).Role?.Description, "two");
    iam.destroy();
  });

  it("import what exists", async () => {
    const { resourceGroupName } = await output();
    const { ARM_SUBSCRIPTION_ID = "" } = lab().azure.environment();
    const id = `/subscriptions/${ARM_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}`;
    const type = "azure-native:resources:ResourceGroup";
    await succeed(
      "import",
      type,
      "imported",
      id,
      "--yes",
      "--skip-preview",
      "--protect=false",
      "--generate-code=false",
    );
    const state = await run("stack", "export");
    assert.match(state.output, new RegExp(`${type}::imported`));
    await succeed("state", "delete", "--yes", `urn:pulumi:dev::program::${type}::imported`);
  });

  it("destroy, which leaves both clouds empty", async () => {
    assert.deepEqual(await succeed("destroy", "--yes", "--skip-preview"), { delete: RESOURCES });
    assert.equal((await lab().aws.counts()).roles, 0);
    assert.equal(lab().azure.counts().total, 0);
  });
});
