/** Objects in Entra that somebody deleted by hand, under the real engine. */
import assert from "node:assert/strict";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

const FEDERATION = `
new azure.AzureToAwsFederation("orders", {
  displayName: "orders",
  workloads: { app: { permissions: { readBuckets: ["devteam-reports"] } } },
});
`;

describeWithLab("AzureToAwsFederation of which something was deleted by hand", {}, function (lab) {
  this.timeout("3m");
  let stack: ProgramStack;
  let count = 0;

  beforeEach(async () => {
    stack = await ProgramStack.create(lab(), `by-hand-${++count}`);
    await stack.deploy(FEDERATION);
  });

  afterEach(async () => {
    assert.equal(await leftIn(lab()), 0);
  });

  const found = () => {
    const { directory } = lab().azure.tenant();
    const application = directory.applications().find(({ displayName }) => displayName === "orders");
    const principal = directory.servicePrincipals().find(({ appId }) => appId === application?.appId);
    const assignment = directory.assignments().find(({ resourceId }) => resourceId === principal?.id);
    assert.ok(application !== undefined && principal !== undefined && assignment !== undefined);
    return { directory, application, principal, assignment };
  };

  it("is destroyed without a word if the assignment is gone, which goes with the identity", async () => {
    const { directory, assignment } = found();
    directory.deleteAssignment(assignment);
    // Nor is the service principal deleted by a request of its own: with `useExisting`, an error of it would be hidden.
    const ownDeletes = lab().azure.faults.add({
      route: /^DELETE \/graph\.microsoft\.com\/v1\.0\/servicePrincipals\//,
      fault: { kind: "latency", milliseconds: 0 },
    });
    await stack.succeed("destroy");
    ownDeletes.remove();
    assert.deepEqual(ownDeletes.struck, []);
  });

  it("is destroyed without a word if the service principal is gone, which goes with the application", async () => {
    const { directory, principal } = found();
    directory.deleteServicePrincipal(principal);
    await stack.succeed("destroy");
  });

  it("is destroyed with a refresh if the application is gone, and says so without one", async () => {
    const { directory, application } = found();
    directory.deleteApplication(application);
    const refused = await stack.stack.destroy();
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /deleting Application \(Application: "[^"]+"\): unexpected status 404/);
    const run = await stack.stack.destroy({ refresh: true });
    assert.equal(run.exitCode, 0, run.output);
  });

  it("is made whole by an update with a refresh", async () => {
    const { directory, assignment } = found();
    directory.deleteAssignment(assignment);
    const run = await stack.stack.up({ refresh: true });
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(deeds(run), ["created orders-app-assignment"]);
    assert.equal(found().directory.assignments().length > 0, true);
    await stack.succeed("destroy");
  });
});
