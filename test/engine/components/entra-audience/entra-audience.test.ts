import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { decodeJwt } from "jose";
import type { Application } from "../../../../lab/azure";
import type { PulumiRun } from "../../../../lab/pulumi";
import { makeProject } from "../../../../lab/testing/make-project";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { readFederationContract } from "../../../../trust";

/** The Entra half with an identity of the Azure half. The stack that adopts takes both from the one that owns. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { AzureWorkload, EntraAudience } = require("@azure-to-aws/federation");

const config = new pulumi.Config();
const identityId = config.get("identityId");
const { contract, applicationClientId } = new EntraAudience("orders", config.getObject("audience"));
if (identityId === undefined) {
  const { name: resourceGroupName } = new ResourceGroup("group");
  const byHand = new UserAssignedIdentity("by-hand", { resourceGroupName });
  const workload = new AzureWorkload("importer", { contract, resourceGroupName });
  exports.out = { contract: workload.contract, applicationClientId, byHand: byHand.id };
} else {
  exports.out = { contract: new AzureWorkload("by-hand", { contract, identityId }).contract };
}
`;

interface Outputs {
  readonly contract: string;
  readonly applicationClientId: string;
  /** The resource ID of an identity that nothing is assigned to. */
  readonly byHand: string;
}

/** What the first stack declares, the stack itself included. */
const OWNED = 10;

describeWithLab("EntraAudience on a directory that is behind", {}, function (lab) {
  this.timeout(180_000);
  let projectDirectory: string;

  before(async function () {
    this.timeout(900_000);
    lab().azure.tenant().directory.lagBehind({ seed: 11, requests: 1 });
    projectDirectory = await makeProject(lab().directory, "program", PROGRAM);
    await start("owner", { audienceForm: "application-id" });
  });

  async function run(...args: string[]): Promise<PulumiRun> {
    return lab().pulumi.run(args, { projectDirectory });
  }

  async function succeed(...args: string[]): Promise<PulumiRun["changes"]> {
    const { exitCode, errors, changes, output } = await run(...args);
    assert.deepEqual(errors, []);
    assert.equal(exitCode, 0, output);
    return changes;
  }

  async function up(): Promise<PulumiRun["changes"]> {
    return succeed("up", "--yes", "--skip-preview");
  }

  async function start(stack: string, audience: Record<string, unknown>): Promise<void> {
    await succeed("stack", "init", stack);
    await succeed("config", "set", "azure-native:location", "westeurope");
    await succeed("config", "set", "audience", JSON.stringify(audience));
  }

  async function outputs(): Promise<Outputs> {
    const { output } = await run("stack", "output", "--json");
    return (JSON.parse(output) as { out: Outputs }).out;
  }

  function application(clientId: string): Application {
    const found = lab().azure.tenant().directory.application(clientId);
    assert.ok(found !== undefined);
    return found;
  }

  /** Lets the copy of the directory that answers Graph catch up. */
  function catchUp(): void {
    for (let requests = 0; requests < 6; requests++) {
      lab().azure.tenant().directory.countRequest();
    }
  }

  it("declares everything in spite of the lag, and tokens name api://<application client ID>", async () => {
    assert.deepEqual(await succeed("preview"), { create: OWNED });
    assert.deepEqual(await up(), { create: OWNED });
    const { applicationClientId, contract } = await outputs();
    const audience = `api://${applicationClientId}`;
    assert.deepEqual(application(applicationClientId).identifierUris, [audience]);
    const read = readFederationContract(contract).contract;
    assert.equal(read?.audience, audience);
    const tenant = lab().azure.tenant();
    const identity = tenant.directory.servicePrincipal(read.workloads.importer?.subject ?? "");
    assert.ok(identity !== undefined);
    const { accessToken } = await tenant.issueForManagedIdentity(identity, audience);
    const claims = decodeJwt(accessToken);
    assert.deepEqual([claims.iss, claims.aud, claims.sub], [read.issuer, audience, identity.id]);
  });

  it("changes nothing the second time, nor after a refresh", async () => {
    // The provider may have read application and service principal from a copy that was behind; it makes up for that once.
    const { same = 0, update = 0, ...others } = await up();
    assert.deepEqual([same + update, update <= 2, others], [OWNED, true, {}]);
    catchUp();
    assert.deepEqual(await up(), { same: OWNED });
    const refresh = ["refresh", "--yes", "--skip-preview"];
    assert.deepEqual(await succeed(...refresh), { same: OWNED });
    assert.deepEqual(await succeed(...refresh, "--expect-no-changes"), { same: OWNED });
    assert.deepEqual(await up(), { same: OWNED });
  });

  it("tells that it closes an application that somebody opened to other tenants, and does", async () => {
    const { applicationClientId: id } = await outputs();
    lab()
      .azure.tenant()
      .directory.updateApplication(application(id), { signInAudience: "AzureADMultipleOrgs" });
    catchUp();
    await succeed("refresh", "--yes", "--skip-preview");
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { exitCode, output } = await run(...command);
      assert.equal(exitCode, 0, output);
      assert.match(
        output,
        /this update closes the application to other tenants \(sign-in audience AzureADMultipleOrgs until now\)/,
      );
    }
    assert.equal(application(id).signInAudience, "AzureADMyOrg");
    // The provider may have read the application from a copy that was behind; a refresh makes up for that.
    catchUp();
    await succeed("refresh", "--yes", "--skip-preview");
    const { exitCode, changes, output } = await run("up", "--yes", "--skip-preview");
    assert.deepEqual([exitCode, changes], [0, { same: OWNED }]);
    assert.doesNotMatch(output, /sign-in audience/);
  });

  it("adopts application and identity in another stack, of which it owns the assignment only", async () => {
    const { applicationClientId, byHand } = await outputs();
    await start("adopter", { applicationClientId });
    await succeed("config", "set", "identityId", byHand);
    // The stack, two components, the assignment.
    assert.deepEqual(await up(), { create: 4 });
    const { contract } = readFederationContract((await outputs()).contract);
    assert.equal(contract?.audience, `api://${applicationClientId}`);
    const { directory } = lab().azure.tenant();
    const principalId = contract.workloads["by-hand"]?.subject;
    assert.equal(directory.assignments().filter((entry) => entry.principalId === principalId).length, 1);
  });

  it("tells in one preview all that somebody changed by hand, with the commands that undo it", async () => {
    const { directory } = lab().azure.tenant();
    await succeed("stack", "select", "owner");
    const { applicationClientId: id } = await outputs();
    await succeed("stack", "select", "adopter");
    const principal = directory.servicePrincipal(id);
    assert.ok(principal !== undefined);
    directory.updateServicePrincipal(principal, { ...principal, appRoleAssignmentRequired: false });
    directory.updateApplication(application(id), { api: { requestedAccessTokenVersion: 2 } });
    catchUp();
    const { exitCode, errors } = await run("preview");
    assert.notEqual(exitCode, 0);
    const url = `https://graph.microsoft.com/v1.0/applications/${application(id).id}`;
    assert.deepEqual(
      errors.flatMap((error) => error.split("\n").filter((line) => line.startsWith("  "))),
      [
        `  applicationClientId: does not require assignment, so every identity of the tenant gets a token for it. Fix it: az ad sp update --id ${id} --set appRoleAssignmentRequired=true [application-problem]`,
        `  tokenVersion: the application issues v2 tokens. Expected v1. Set tokenVersion to 2, or change the application: az rest --method PATCH --url ${url} --headers Content-Type=application/json --body '{"api":{"requestedAccessTokenVersion":1}}' [application-token-version]`,
      ],
    );
    directory.updateServicePrincipal(principal, { ...principal, appRoleAssignmentRequired: true });
    directory.updateApplication(application(id), { api: { requestedAccessTokenVersion: 1 } });
    catchUp();
  });

  it("leaves alone what it adopted when it is destroyed", async () => {
    assert.deepEqual(await succeed("destroy", "--yes", "--skip-preview"), { delete: 4 });
    assert.equal(lab().azure.counts().applications, 1);
    assert.equal(lab().azure.counts().appRoleAssignments, 1);
  });

  it("imports every kind of resource of the Entra half by its provider's ID", async () => {
    const { directory } = lab().azure.tenant();
    const [assignment] = directory.assignments().slice(-1);
    assert.ok(assignment !== undefined);
    const { appId } = directory.servicePrincipal(assignment.resourceId) ?? { appId: "" };
    const { id } = application(appId);
    const uri = Buffer.from(`api://${appId}`).toString("base64");
    const resources = [
      ["application:Application", `/applications/${id}`],
      ["applicationIdentifierUri:ApplicationIdentifierUri", `/applications/${id}/identifierUris/${uri}`],
      ["servicePrincipal:ServicePrincipal", `/servicePrincipals/${assignment.resourceId}`],
      [
        "appRoleAssignment:AppRoleAssignment",
        `/servicePrincipals/${assignment.resourceId}/appRoleAssignedTo/${assignment.id}`,
      ],
    ].map(([type = "", of = ""], index) => ({ type: `azuread:index/${type}`, name: `it${index}`, id: of }));
    const file = path.join(projectDirectory, "import.json");
    await writeFile(file, JSON.stringify({ resources }));
    const options = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
    await succeed("import", "--file", file, ...options);
    const state = JSON.parse((await run("stack", "export")).output) as {
      deployment: { resources: { type: string; inputs?: Record<string, unknown> }[] };
    };
    const inputs = new Map(state.deployment.resources.map((resource) => [resource.type, resource.inputs]));
    assert.deepEqual(inputs.get("azuread:index/servicePrincipal:ServicePrincipal"), {
      appRoleAssignmentRequired: true,
      clientId: appId,
      featureTags: [{ __defaults: [] }],
      owners: [...(directory.servicePrincipal(assignment.resourceId)?.ownerIds ?? [])],
      __defaults: [],
    });
    assert.deepEqual(inputs.get("azuread:index/applicationIdentifierUri:ApplicationIdentifierUri"), {
      applicationId: `/applications/${id}`,
      identifierUri: `api://${appId}`,
      __defaults: [],
    });
    assert.deepEqual(inputs.get("azuread:index/appRoleAssignment:AppRoleAssignment"), {
      appRoleId: assignment.appRoleId,
      principalObjectId: assignment.principalId,
      resourceObjectId: assignment.resourceId,
      __defaults: [],
    });
    assert.deepEqual(inputs.get("azuread:index/application:Application")?.identifierUris, [`api://${appId}`]);
    await succeed("stack", "rm", "adopter", "--yes", "--force");
    await succeed("stack", "select", "owner");
  });

  it("goes over to api://<tenant ID>/<name>, which leaves no other URI", async () => {
    const { applicationClientId } = await outputs();
    await succeed("config", "set", "audience", "{}");
    const changes = await up();
    assert.equal(changes.delete, 1);
    assert.deepEqual(application(applicationClientId).identifierUris, [
      `api://${lab().azure.tenant().tenantId}/program-owner-orders`,
    ]);
  });

  it("is destroyed without a trace", async () => {
    await succeed("destroy", "--yes", "--skip-preview");
    assert.equal(lab().azure.counts().total, 0);
  });
});
