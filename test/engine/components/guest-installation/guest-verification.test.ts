/** The proof at deploy time under the real engine: a federation that works says who it is, any other fails the update. */
import assert from "node:assert/strict";
import { LAB_AWS_ACCOUNT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, ProgramStack, VERIFY_AT_ONCE } from "../federation-lab";

const STRANGER = "11111111-aaaa-4bbb-8ccc-000000000009";

/** The parts of a federation one by one. `SUBJECT` is whom the role trusts, `GUEST` what the installation is told, `INSTALLED` whether it is there. */
const PROGRAM = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const group = new ResourceGroup("group", { location: "westeurope" });
const placed = { resourceGroupName: group.name, location: group.location };
const audience = new azure.EntraAudience("orders", {});
const provider = new azure.AwsOidcProvider("orders", { issuer: audience.issuer, audiences: [audience.audience] });
const workload = new azure.AzureWorkload("app", {
  ...placed,
  servicePrincipalObjectId: audience.servicePrincipalObjectId,
  appRoleId: audience.appRoleId,
});
const role = new azure.FederatedRole("app", {
  oidcProviderArn: provider.oidcProviderArn,
  issuer: audience.issuer,
  audiences: [audience.audience],
  subjects: [SUBJECT],
  permissions: { readBuckets: ["devteam-reports"] },
});
const machine = new azure.AzureVirtualMachine("app", {
  ...placed,
  identityIds: [workload.identityId, ...FOREIGN],
  sshPublicKey: ${JSON.stringify(ED25519_KEY)},
});
const guest = INSTALLED && new azure.GuestInstallation("app", {
  ...placed,
  vmName: machine.vmName,
  profiles: [
    {
      profileName: "Orders",
      roleArn: role.roleArn,
      audience: audience.audience,
      clientId: workload.clientId,
      issuer: audience.issuer,
      subject: workload.principalId,
      region: "eu-west-1",
    },
  ],
  verify: true,
  ...GUEST,
}, { transforms: [${VERIFY_AT_ONCE}] });
exports.out = {
  vmName: machine.vmName,
  roleName: role.roleName,
  verifiedCaller: guest && guest.verifiedCaller,
  groupName: group.name,
  audience: { ...audience },
  oidcProviderArn: provider.oidcProviderArn,
};
`;

/** Another team's identity and role, for the VM of the program before. `OUT` is what that gave out. */
const GUEST_OF_A_FOREIGN_VM = `
const { audience, groupName, oidcProviderArn, vmName } = OUT;
const workload = new azure.AzureWorkload("other", {
  resourceGroupName: groupName,
  servicePrincipalObjectId: audience.servicePrincipalObjectId,
  appRoleId: audience.appRoleId,
});
const role = new azure.FederatedRole("other", {
  oidcProviderArn,
  issuer: audience.issuer,
  audiences: [audience.audience],
  subjects: [workload.principalId],
  permissions: { readBuckets: ["devteam-builds"] },
});
const guest = new azure.GuestInstallation("other", {
  resourceGroupName: groupName,
  vmName,
  identityIds: [workload.identityId],
  profiles: [
    {
      profileName: "Other",
      roleArn: role.roleArn,
      audience: audience.audience,
      clientId: workload.clientId,
      issuer: audience.issuer,
      subject: workload.principalId,
      region: "eu-west-1",
    },
  ],
  verify: true,
}, { transforms: [${VERIFY_AT_ONCE}] });
exports.identityId = workload.identityId;
exports.verifiedCaller = guest.verifiedCaller;
`;

interface Out {
  readonly vmName: string;
  readonly groupName: string;
  readonly roleName: string;
  readonly verifiedCaller: string;
}

describeWithLab("a verification under the real engine", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "verified");
  });

  const take = async (guest = "{}", subject = "workload.principalId") =>
    stack.program(
      PROGRAM.replace("SUBJECT", subject)
        .replace("INSTALLED", "true")
        .replace("...GUEST", `...(${guest})`)
        .replace("...FOREIGN", "...[]"),
    );
  /** The program without its installation, since a VM takes one; its VM has the identities `foreign` besides. */
  const takeForAnother = async (foreign: readonly string[] = []) =>
    stack.program(
      PROGRAM.replace("SUBJECT", "workload.principalId")
        .replace("INSTALLED", "undefined")
        .replace("...GUEST", "...{}")
        .replace("...FOREIGN", `...${JSON.stringify(foreign)}`),
    );
  const out = async () => (await stack.stack.outputs()).out as Out;

  it("fails the update with the helper's own explanation when the role trusts somebody else", async () => {
    await take("{}", JSON.stringify(STRANGER));
    const run = await stack.stack.up();
    assert.notEqual(run.exitCode, 0);
    assert.match(run.output, /profile Orders gets no credentials/);
    assert.match(run.output, /azure-to-aws: .*AccessDenied/);
  });

  it("gives out the caller as soon as the role is mended", async () => {
    await take();
    await stack.succeed("up");
    const { verifiedCaller, roleName, vmName } = await out();
    const prefix = `arn:aws:sts::${LAB_AWS_ACCOUNT_ID}:assumed-role/${roleName}/${vmName}@`;
    assert.equal(verifiedCaller.slice(0, prefix.length), prefix);
  });

  it("runs no second time when nothing changed, and is still told who the caller was", async () => {
    const before = await out();
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    await stack.refresh();
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    assert.deepEqual(await out(), before);
  });

  it("goes on as another user", async () => {
    await take('{ user: "azureuser" }');
    assert.deepEqual(deeds(await stack.succeed("up")), ["updated app-verify"]);
    assert.match((await out()).verifiedCaller, /^arn:aws:sts::/);
  });

  it("says which user is missing", async () => {
    await take('{ user: "nobody-here" }');
    const run = await stack.stack.up();
    assert.notEqual(run.exitCode, 0);
    assert.match(run.output, /this VM has no user nobody-here/);
    await take();
    await stack.succeed("up");
  });

  describe("on a VM that the program does not own", () => {
    let foreign: ProgramStack;

    before(async () => {
      foreign = await ProgramStack.create(lab(), "foreign");
      await takeForAnother();
      await stack.succeed("up");
    });

    it("warns with the command that attaches the identity, and fails until it is attached", async () => {
      const { vmName, groupName } = await out();
      const given = JSON.stringify(await out());
      await foreign.program(GUEST_OF_A_FOREIGN_VM.replace("OUT", given));
      const run = await foreign.stack.up();
      assert.notEqual(run.exitCode, 0);
      assert.match(
        run.output,
        new RegExp(`warning: VM ${vmName} lacks an identity that its AWS profiles use`),
      );
      const command = `az vm identity assign --resource-group '${groupName}' --name '${vmName}' --identities '/subscr`;
      assert.ok(run.output.includes(command), run.output);
      assert.match(run.output, /profile Other gets no credentials/);
      assert.match(run.output, /azure-to-aws: .*[Ii]dentity/);
    });

    it("works once its owner has attached the identity, and warns no more", async () => {
      const state = await foreign.resources();
      const identity = state.find(({ urn }) => urn.endsWith("::other-identity")) as
        { id?: string } | undefined;
      await takeForAnother([identity?.id ?? ""]);
      await stack.succeed("up");
      const run = await foreign.succeed("up");
      assert.doesNotMatch(run.output, /lacks an identity/);
      const { verifiedCaller } = await foreign.stack.outputs();
      assert.match(String(verifiedCaller), /^arn:aws:sts::\d+:assumed-role\/other-role/);
    });

    it("fails again once its owner has taken the identity away, although nothing else changed", async () => {
      await takeForAnother();
      await stack.succeed("up");
      const run = await foreign.stack.up();
      assert.notEqual(run.exitCode, 0);
      assert.match(run.output, /lacks an identity/);
      assert.match(run.output, /profile Other gets no credentials/);
      await foreign.succeed("destroy");
    });
  });

  describe("in the end", () => {
    it("goes, and leaves nothing", async () => {
      await stack.succeed("destroy");
      assert.equal(lab().azure.counts().total, 0);
    });
  });
});
