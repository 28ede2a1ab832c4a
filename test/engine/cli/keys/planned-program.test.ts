/** The program that `keys plan` writes: the real engine, the policy pack, a VM that exists, and what the key could do. */
import assert from "node:assert/strict";
import { readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { keyEvent, type TrailKey } from "../../../../lab/aws";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../../lab/lab-facts";
import { PulumiStack } from "../../../../lab/pulumi";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { KeysFolder } from "../../../unit/cli/keys/keys-folder";
import { runCli } from "../../../unit/cli/run-cli";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { ProgramStack } from "../../components/federation-lab";

const KEY: TrailKey = {
  keyId: "AKIAIMPORTER00000001",
  userName: "importer",
  addresses: [],
  userAgents: [],
  calls: [],
  weight: 1,
};

/** A VM with an identity, as another team made it. */
const THEIRS = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const placed = { resourceGroupName: new ResourceGroup("theirs").name };
const identity = new UserAssignedIdentity("importer", placed);
const machine = new azure.AzureVirtualMachine("importer", {
  ...placed, identityIds: [identity.id], sshPublicKey: ${JSON.stringify(ED25519_KEY)},
});
Object.assign(exports, { vmId: machine.vmId, identityId: identity.id });
`;

describeWithLab("the program that keys plan writes", {}, function (lab) {
  this.timeout("10m");

  it("passes the pack, adopts the VM with its identity, and allows the VM what the key did and nothing else", async () => {
    const theirs = await ProgramStack.create(lab(), "theirs");
    await theirs.deploy(THEIRS);
    const { vmId, identityId } = (await theirs.stack.outputs()) as { vmId: string; identityId: string };

    const files = await KeysFolder.make();
    const listing = {
      source: "s3.amazonaws.com",
      name: "ListObjects",
      parameters: { bucketName: "devteam-reports" },
    };
    const place = { time: "2026-11-03T10:00:00Z", region: LAB_AWS_REGION, serial: 1 };
    const log = await files.log("log.json", [keyEvent(KEY, listing, "20.50.1.17", "aws-cli/2", place)]);
    const folder = path.join(lab().directory, "planned");
    const where = ["--cloudtrail", log, "--out", folder];
    const plan = await runCli(
      ["keys", "plan", KEY.keyId].concat(where, ["--vm", vmId, "--identity", identityId]),
    );
    assert.equal(plan.exitCode, 0, plan.stderr);
    await files.remove();
    await symlink(path.join(PROJECT_ROOT, "node_modules"), path.join(folder, "node_modules"));

    const stack = await PulumiStack.create(lab().pulumi, {
      projectDirectory: folder,
      stackName: "dev",
      directory: path.join(lab().directory, "planned-stack"),
      config: { "aws:region": LAB_AWS_REGION, "azure-native:location": LAB_AZURE_LOCATION },
    });
    const up = await stack.up({ policyPacks: [path.join(PROJECT_ROOT, "policypack")] });
    assert.equal(up.exitCode, 0, up.output.slice(-5_000));
    assert.doesNotMatch(up.output, /\[mandatory\]/);

    const [vm] = lab().azure.vms();
    assert.ok(vm);
    const list = (bucket: string) => vm.run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", "importer"]);
    const allowed = await list("devteam-reports");
    assert.equal(allowed.exitCode, 0, allowed.stderr);
    const refused = await list("devteam-builds");
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.stderr, /AccessDenied/);
    assert.deepEqual(JSON.parse(await readFile(path.join(folder, "policy.json"), "utf8")), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "S3Observed1",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::devteam-reports"],
        },
      ],
    });

    const gone = await stack.destroy();
    assert.equal(gone.exitCode, 0, gone.output);
    await theirs.succeed("destroy");
  });
});
