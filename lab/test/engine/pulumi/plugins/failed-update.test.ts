/** A change that a cloud refuses, under the real engine: the next update believes that it was made. */
import assert from "node:assert/strict";
import { IAM } from "@aws-sdk/client-iam";
import type { LabOptions } from "../../../../lab";
import { LAB_TENANT_ID } from "../../../../lab-facts";
import type { PulumiRun } from "../../../../pulumi/engine/pulumi-command";
import { makeProject } from "../../../../testing/make-project";
import { describeWithLab } from "../../../../testing/with-lab";

/** Its config decides the audience that Entra and AWS are told, and the trust policy. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Application } = require("@pulumi/azuread/application");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");

const config = new pulumi.Config();
const audience = config.require("audience");
const app = new Application("app", { displayName: "app", identifierUris: [audience] });
exports.provider = new OpenIdConnectProvider(
  "entra",
  { url: "https://sts.windows.net/${LAB_TENANT_ID}/", clientIdLists: [audience] },
  { dependsOn: app },
).arn;
const Principal = config.getObject("principal") ?? { Service: "ec2.amazonaws.com" };
const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
exports.role = new Role("role", { assumeRolePolicy: { Version: "2012-10-17", Statement } }).name;
`;

/** The engine's own, the application, the provider and the role. */
const RESOURCES = 4;

interface Recorded {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** Its program declares applications without owners. */
const OPTIONS: LabOptions = { graphPermissions: ["Application.ReadWrite.All"] };

describeWithLab("a refused update of bridged plugins under the real Pulumi engine", OPTIONS, function (lab) {
  this.timeout(180_000);
  let projectDirectory: string;
  const good = `api://${LAB_TENANT_ID}/good`;

  before(async function () {
    this.timeout(900_000);
    projectDirectory = await makeProject(lab().directory, "program", PROGRAM);
    await run("stack", "init", "dev");
    await run("config", "set", "aws:region", "eu-west-1");
    await run("config", "set", "audience", good);
    await up({ create: RESOURCES });
  });

  async function run(...args: string[]): Promise<PulumiRun> {
    return lab().pulumi.run(args, { projectDirectory });
  }

  async function up(changes: PulumiRun["changes"]): Promise<void> {
    const { exitCode, output, changes: made } = await run("up", "--yes", "--skip-preview");
    assert.equal(exitCode, 0, output);
    assert.deepEqual(made, changes);
  }

  async function upFails(pattern: RegExp): Promise<void> {
    const { exitCode, output } = await run("up", "--yes", "--skip-preview");
    assert.notEqual(exitCode, 0);
    assert.match(output, pattern);
  }

  async function recorded(type: string): Promise<Recorded> {
    const { output } = await run("stack", "export");
    const { deployment } = JSON.parse(output) as { deployment: { resources: readonly Recorded[] } };
    const found = deployment.resources.find((resource) => resource.type === type);
    assert.ok(found !== undefined);
    return found;
  }

  const inGraph = (): unknown =>
    lab()
      .azure.tenant()
      .directory.applications()
      .find(({ displayName }) => displayName === "app")?.identifierUris;

  it("keeps the refused identifier URI, tells AWS of it in the next update, and finds nothing to do then", async () => {
    const type = "azuread:index/application:Application";
    await run("config", "set", "audience", "urn://refused");
    await upFails(
      /1 error occurred:\s+\* updating urn:pulumi:dev::program::azuread:index\/application:Application::app: 1 error occurred:\s+\* Could not update application with object ID: "[^"]+": unexpected status 400 \(400 Bad Request\) with error: Request_BadRequest: Failed to add identifier URI urn:\/\/refused/,
    );
    const after = await recorded(type);
    assert.deepEqual(after.inputs?.identifierUris, [good]);
    assert.deepEqual(after.outputs?.identifierUris, ["urn://refused"]);
    assert.equal(after.initErrors?.length, 1);

    await up({ same: 2, update: 2 });
    assert.deepEqual(inGraph(), [good]);
    const provider = await recorded("aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    assert.deepEqual(provider.outputs?.clientIdLists, ["urn://refused"]);
    assert.equal((await recorded(type)).initErrors, undefined);
    await up({ same: RESOURCES });

    // A refresh shows the drift, and the update fails again as it should.
    await run("refresh", "--yes", "--skip-preview");
    assert.deepEqual((await recorded(type)).outputs?.identifierUris, [good]);
    await upFails(/Failed to add identifier URI urn:\/\/refused/);
    await run("config", "set", "audience", good);
    await up({ same: 2, update: 2 });
  });

  it("keeps the refused trust policy, which AWS is never told", async () => {
    const type = "aws:iam/role:Role";
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, ...keys } = lab().aws.rootEnvironment();
    const credentials = {
      accessKeyId: keys.AWS_ACCESS_KEY_ID,
      secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
    };
    const iam = new IAM({ endpoint, region, credentials });
    const RoleName = String((await recorded(type)).outputs?.name);
    const inAws = async (): Promise<string> =>
      decodeURIComponent((await iam.getRole({ RoleName })).Role?.AssumeRolePolicyDocument ?? "");
    const before = await inAws();

    await run("config", "set", "principal", '{"Service":"lambda.amazonaws.com"}');
    const fault = lab().aws.faults.add({
      route: /^UpdateAssumeRolePolicy$/,
      fault: {
        kind: "answer",
        answer: {
          status: 403,
          headers: { "Content-Type": "text/xml" },
          body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not now</Message></Error></ErrorResponse>",
        },
      },
    });
    await upFails(
      /\* updating urn:pulumi:dev::program::aws:iam\/role:Role::role: 1 error occurred:\s+\* updating IAM Role/,
    );
    fault.remove();
    assert.match(JSON.stringify((await recorded(type)).outputs), /lambda/);

    await up({ same: RESOURCES - 1, update: 1 });
    assert.equal(await inAws(), before);
    iam.destroy();
  });

  it("deletes everything", async () => {
    const { exitCode, output } = await run("destroy", "--yes", "--skip-preview");
    assert.equal(exitCode, 0, output);
    assert.equal(lab().azure.counts().total, 0);
  });
});
