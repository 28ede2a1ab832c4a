/** Outputs in every argument, under the real engine with both clouds: nothing that waits for another keeps it from ending. */
import assert from "node:assert/strict";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

/** Each value is known only when the program has run on for a while, as those of other resources are. */
const PROGRAM = `
const later = (value) => pulumi.output(new Promise((resolve) => setImmediate(resolve, value)));
const list = (...items) => later(items.map(later));
const map = (values) => later(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, later(value)])));
const denial = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "sqs:*", Resource: "*" }] });
const federation = new azure.AzureToAwsFederation("fed", {
  cloud: later("public"),
  tokenVersion: later(1),
  audience: later("api://${LAB_TENANT_ID}/orders"),
  displayName: later("Orders"),
  allowUsersAndGroups: later(true),
  location: later("westeurope"),
  region: later("eu-west-1"),
  additionalAudiences: list("api://others"),
  azureTags: map({ owner: "platform" }),
  awsTags: map({ owner: "platform" }),
  workloads: {
    app: {
      permissions: {
        readBuckets: list("devteam-reports"),
        listBucketNames: later(true),
        inlinePolicies: { extra: later(denial) },
        managedPolicyArns: { audit: later("arn:aws:iam::aws:policy/SecurityAudit") },
      },
      profileName: later("DevTeam"),
      additionalSubjects: list("66666666-aaaa-4bbb-8ccc-000000000006"),
      maxSessionDuration: later(7200),
      roleName: later("orders"),
      rolePath: later("/federated/"),
      roleDescription: later("Reads orders"),
      permissionsBoundaryArn: later("arn:aws:iam::aws:policy/ReadOnlyAccess"),
      roleTags: map({ team: "orders" }),
      allowedSourceIps: list("0.0.0.0/1", "128.0.0.0/1"),
      conditions: later({ StringLike: later({ "sts:RoleSessionName": list("*") }) }),
      virtualMachine: {
        sshPublicKey: later(${JSON.stringify(ED25519_KEY)}),
        adminUsername: later("operator"),
        size: later("Standard_B2s"),
        trustedLaunch: later(true),
        tags: map({ stage: "dev" }),
        cloudInit: later("#cloud-config\\nruncmd: [[touch, /opt/started]]\\n"),
      },
      guest: {
        verify: true,
      },
    },
  },
});
exports.caller = federation.workload("app").verifiedCaller;
`;

describeWithLab("AzureToAwsFederation with outputs in every argument", {}, function (lab) {
  this.timeout("3m");

  it("is previewed, made and verified, found unchanged and destroyed", async () => {
    const stack = await ProgramStack.create(lab(), "outputs");
    await stack.program(PROGRAM);
    await stack.succeed("preview");
    await stack.succeed("up");
    assert.match(
      String((await stack.stack.outputs()).caller),
      /^arn:aws:sts::111122223333:assumed-role\/orders\/\S+$/,
    );
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
