/** A federation from its first update to its end, under the real engine with both clouds. */
import assert from "node:assert/strict";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

/** A program with one federation. What is not given is left out. */
const federation = (args: object): string =>
  `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify(args)});
   exports.workloads = federation.workloads;
   exports.contract = federation.contract;`;

const permissions = { readBuckets: ["devteam-reports"] };
const app = {
  permissions: { ...permissions, managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" } },
  virtualMachine: { sshPublicKey: ED25519_KEY },
  guest: { verify: true },
};
const batch = { permissions };

/** Everything that can be changed where it stands. */
const CHANGED = {
  displayName: "Orders",
  allowUsersAndGroups: true,
  additionalAudiences: ["api://orders"],
  azureTags: { owner: "platform" },
  awsTags: { owner: "platform" },
  region: "eu-central-1",
  workloads: {
    app: {
      permissions: {
        readBuckets: ["devteam-reports", "devteam-builds"],
        managedPolicyArns: { audit: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      },
      profileName: "orders",
      maxSessionDuration: 7200,
      roleDescription: "reads orders",
      permissionsBoundaryArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      roleTags: { team: "orders" },
      allowedSourceIps: ["0.0.0.0/1", "128.0.0.0/1"],
      conditions: { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } },
      additionalSubjects: ["66666666-aaaa-4bbb-8ccc-000000000006"],
      virtualMachine: { sshPublicKey: ED25519_KEY, size: "Standard_B2s", tags: { stage: "dev" } },
      guest: { verify: true, durationSeconds: 1800 },
    },
    batch,
  },
};

describeWithLab("AzureToAwsFederation under the real engine", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "life");
    await stack.deploy(federation({ workloads: { app, batch } }));
  });

  it("changes nothing in a second update, and a refresh finds no drift", async () => {
    const again = await stack.succeed("up");
    assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
    const refreshed = await stack.refresh();
    assert.deepEqual(Object.keys(refreshed.changes), ["same"], refreshed.output);
  });

  it("proves at deploy time that the VM reaches the role, and gives out as whom", async () => {
    const { workloads } = (await stack.stack.outputs()) as {
      workloads: Record<string, { roleName: string; vmName: string; verifiedCaller: string }>;
    };
    const { roleName = "", vmName = "", verifiedCaller = "" } = workloads.app ?? {};
    assert.match(
      verifiedCaller,
      new RegExp(`^arn:aws:sts::111122223333:assumed-role/${roleName}/${vmName}@`),
    );
  });

  it("keeps nothing secret in its state", async () => {
    const text = await stack.exported();
    // What marks a secret in a state: sdk/go/common/resource/properties.go of pulumi/pulumi.
    assert.ok(!text.includes("4dabf18193072939515e22adb298388d"));
    assert.ok(!text.includes('"additionalSecretOutputs"'));
    assert.doesNotMatch(text, /PRIVATE KEY|eyJ[\w-]{10,}\./);
  });

  it("changes everything else where it stands, and proves again that it works", async () => {
    await stack.program(federation(CHANGED));
    const done = deeds(await stack.succeed("up"));
    assert.deepEqual(
      done,
      [
        ...[
          "egress-ip",
          "guest",
          "identity",
          "nat",
          "nic",
          "nsg",
          "read-buckets",
          "role",
          "verify",
          "vm",
          "vnet",
        ].map((part) => `updated fed-app-${part}`),
        // IAM attaches another policy; it does not turn one into another.
        "replaced fed-app-managed-audit",
        ...["application", "batch-identity", "batch-role", "group", "oidc-provider"].map(
          (part) => `updated fed-${part}`,
        ),
      ].sort(),
    );
    const again = await stack.succeed("up");
    assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
    const refreshed = await stack.refresh();
    assert.deepEqual(Object.keys(refreshed.changes), ["same"], refreshed.output);
  });

  it("cuts a suspended workload off in one update, and lets it in again in another", async () => {
    const { workloads } = (await stack.stack.outputs()) as { workloads: Record<string, { vmName: string }> };
    const vm = lab().azure.vm(workloads.app?.vmName ?? "");
    const list = async () => vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "orders"]);
    assert.equal((await list()).exitCode, 0);
    const suspended = { ...CHANGED.workloads.app, suspended: true };
    await stack.program(federation({ ...CHANGED, workloads: { app: suspended, batch } }));
    assert.deepEqual(deeds(await stack.succeed("up")), [
      "created fed-app-suspended",
      "deleted fed-app-verify",
      "updated fed-app-role",
    ]);
    // The session that the helper keeps was opened before.
    assert.match((await list()).stderr, /AccessDenied.*explicit deny/);
    await stack.program(federation(CHANGED));
    assert.deepEqual(deeds(await stack.succeed("up")), [
      "created fed-app-verify",
      "deleted fed-app-suspended",
      "updated fed-app-role",
    ]);
    assert.equal((await list()).exitCode, 0);
  });

  it("replaces all that lies in Azure when the location changes, and the workload goes on from there", async () => {
    await stack.program(federation({ ...CHANGED, location: "northeurope" }));
    const done = deeds(await stack.succeed("up"));
    const machine = ["egress-ip", "guest", "nat", "nic", "nsg", "subnet", "verify", "vm", "vnet"];
    const identity = ["assignment", "identity"];
    const replaced = [
      ...[...machine, ...identity].map((part) => `app-${part}`),
      ...identity.map((part) => `batch-${part}`),
      "group",
    ];
    assert.deepEqual(
      done.filter((deed) => deed.startsWith("replaced")),
      replaced.sort().map((part) => `replaced fed-${part}`),
    );
    assert.deepEqual(
      done.filter((deed) => deed.startsWith("updated")),
      ["updated fed-app-role", "updated fed-batch-role"],
    );
    const { workloads } = (await stack.stack.outputs()) as { workloads: Record<string, { vmName: string }> };
    const vm = lab().azure.vm(workloads.app?.vmName ?? "");
    const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "orders"]);
    assert.equal(listing.exitCode, 0, listing.stderr);
    const again = await stack.succeed("up");
    assert.deepEqual(Object.keys(again.changes), ["same"], again.output);
  });

  it("leaves both clouds empty when it is destroyed", async () => {
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
