/** A federation gives away parts that it owns, by the steps of docs/how-to/hand-over-resources.md, under the real engine. */
import assert from "node:assert/strict";
import type { AzureCounts } from "../../../../lab/azure";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { deeds, leftIn, nameOf, ProgramStack } from "../federation-lab";

const permissions = { readBuckets: ["devteam-reports"] };

/** The federation, with these arguments beside the usual ones and these resource options. */
function federation(workload: object = {}, args: object = {}, options: object = {}): string {
  const all = { workloads: { app: { permissions, ...workload } }, ...args };
  return `
const fed = new azure.AzureToAwsFederation("fed", ${JSON.stringify(all)}, ${JSON.stringify(options)});
const app = fed.workload("app");
exports.identityId = app.identityId;
exports.principalId = app.principalId;
exports.trustPolicy = app.trustPolicy;
exports.audience = fed.audience;
exports.applicationClientId = fed.applicationClientId;`;
}

const IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** What the stack made and gives away. */
const HANDED_OVER = {
  resources: { "Microsoft.Resources/resourceGroups": 1, [IDENTITIES]: 1 },
  applications: 1,
  servicePrincipals: 1,
};

type Outputs = Readonly<
  Record<"identityId" | "principalId" | "trustPolicy" | "audience" | "applicationClientId", string>
>;

describeWithLab("handing over what AzureToAwsFederation owns", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;
  let owned: Outputs;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "owner");
    await stack.deploy(federation());
    owned = await outputs();
  });

  async function outputs(): Promise<Outputs> {
    return (await stack.stack.outputs()) as unknown as Outputs;
  }

  function inAzure(): Pick<AzureCounts, "resources" | "applications" | "servicePrincipals"> {
    const { resources, applications, servicePrincipals } = lab().azure.counts();
    return { resources, applications, servicePrincipals };
  }

  async function up(program: string): Promise<string[]> {
    await stack.program(program);
    return deeds(await stack.succeed("up"));
  }

  const adopted = () => ({
    workload: { identityId: owned.identityId },
    args: { applicationClientId: owned.applicationClientId },
  });

  it("deletes nothing in the clouds of what is retained first and adopted then", async () => {
    await up(federation({}, {}, { retainOnDelete: true }));
    const { workload, args } = adopted();
    await up(federation(workload, args, { retainOnDelete: true }));
    assert.deepEqual(await outputs(), owned);
    assert.deepEqual(inAzure(), HANDED_OVER);
    const kept = (await stack.resources()).map(nameOf);
    assert.deepEqual(
      kept.filter((name) => /-(application|service-principal|identity|group)$/.test(name)),
      [],
    );
  });

  it("leaves the identity able to get tokens for the same audience", async () => {
    const tenant = lab().azure.tenant();
    const identity = tenant.directory.servicePrincipal(owned.principalId);
    assert.ok(identity !== undefined);
    const { accessToken } = await tenant.issueForManagedIdentity(identity, owned.audience);
    assert.match(accessToken, /^ey/);
  });

  it("changes nothing more once retaining is taken away, and owns only the rest", async () => {
    const { workload, args } = adopted();
    assert.deepEqual(await up(federation(workload, args)), []);
    await stack.succeed("destroy");
    assert.deepEqual(inAzure(), HANDED_OVER);
    assert.equal(lab().azure.counts().appRoleAssignments, 0);
    const { roles, oidcProviders } = await lab().aws.counts();
    assert.deepEqual([roles, oidcProviders], [0, 0]);
  });
});

describeWithLab("adopting what AzureToAwsFederation owns without retaining it first", {}, function (lab) {
  this.timeout("5m");

  it("deletes the part at the end of the update, as the manual warns", async () => {
    const stack = await ProgramStack.create(lab(), "owner");
    await stack.deploy(federation());
    const { identityId } = (await stack.stack.outputs()) as unknown as Outputs;
    await stack.deploy(federation({ identityId }));
    assert.equal(lab().azure.counts().resources[IDENTITIES], undefined);
    // The assignment went with the identity, and the provider takes that for an error.
    const destroyed = await stack.stack.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    assert.match(
      destroyed.output,
      /Deleting Service Principal Id App Role Assigned To .*[^]*unexpected status 404/,
    );
    assert.equal((await stack.stack.destroy({ refresh: true })).exitCode, 0);
    assert.equal(await leftIn(lab()), 0);
  });
});
