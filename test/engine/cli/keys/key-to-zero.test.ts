/**
 * A VM with a stored key, from find to zero, by the commands that people run: real keys of the emulator, the real engine with the
 * pack, and the emulator's log, which shows that the workload was never refused.
 */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from "@aws-sdk/client-iam";
import { retireTag } from "../../../../cli/keys/retire/retire-key";
import { keyEvent, sessionEvent } from "../../../../lab/aws/cloudtrail/trail-records";
import type { AwsRequest } from "../../../../lab/aws/front";
import type { LabVm } from "../../../../lab/azure/vm/lab-vm";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import { PulumiStack } from "../../../../lab/pulumi/engine/pulumi-stack";
import { KeysFolder } from "../../../unit/cli/keys/keys-folder";
import { runBuilt } from "../../../unit/cli/roles/role-lab";
import { runCli } from "../../../unit/cli/run-cli";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { clientOf } from "../../../unit/lab/aws/federation";
import { ProgramStack } from "../../components/federation-lab";
import { describeWithLab } from "../../with-lab";

const USER = "importer";
const BUCKET = "devteam-reports";
const DAY = 24 * 3_600;

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

describeWithLab("a stored key, from find to zero", {}, function (lab) {
  this.timeout("10m");
  let iam: IAMClient;
  let files: KeysFolder;

  before(async () => {
    iam = clientOf(lab().aws.rootEnvironment());
    files = await KeysFolder.make();
  });

  after(async () => {
    iam.destroy();
    await files.remove();
  });

  /** A user's key that may list one bucket, stored on the VM as many programs expect it. */
  async function storeKey(vm: LabVm): Promise<string> {
    await iam.send(new CreateUserCommand({ UserName: USER }));
    const Statement = [{ Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${BUCKET}` }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutUserPolicyCommand({ UserName: USER, PolicyName: "list", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: USER }));
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    const input = `[default]\naws_access_key_id = ${AccessKeyId}\naws_secret_access_key = ${SecretAccessKey}\nregion = ${LAB_AWS_REGION}\n`;
    const stored = await vm.run(["sh", "-c", "mkdir -p ~/.aws && cat > ~/.aws/credentials"], { input });
    assert.equal(stored.exitCode, 0, stored.stderr);
    return AccessKeyId;
  }

  /** What CloudTrail would have of the emulator's log, so many days ago. Other requests than listings are left out. */
  function trail(requests: readonly AwsRequest[], key: string, roleArn: string, daysAgo: number): string[] {
    const call = {
      source: "s3.amazonaws.com",
      name: "ListObjects",
      parameters: { bucketName: BUCKET },
      resources: [{ ARN: `arn:aws:s3:::${BUCKET}`, type: "AWS::S3::Bucket" }],
      isData: true,
    };
    const owner = { keyId: key, userName: USER, addresses: [], userAgents: [], calls: [], weight: 1 };
    return requests
      .filter(({ operation }) => operation.includes(BUCKET))
      .map(({ time, accessKeyId, address }, serial) => {
        const at = new Date(Date.parse(time) - daysAgo * DAY * 1000).toISOString().replace(/\.\d+Z$/, "Z");
        const place = { time: at, region: LAB_AWS_REGION, serial };
        return accessKeyId === key
          ? keyEvent(owner, call, address, "aws-cli/2", place)
          : sessionEvent(call, address, "aws-cli/2", place, roleArn);
      });
  }

  it("goes from one key to none, and the workload is never refused", async () => {
    const theirs = await ProgramStack.create(lab(), "theirs");
    await theirs.deploy(THEIRS);
    const { vmId, identityId } = (await theirs.stack.outputs()) as { vmId: string; identityId: string };
    const [vm] = lab().azure.vms();
    assert.ok(vm);
    const key = await storeKey(vm);

    const requests: AwsRequest[] = [];
    const end = lab().aws.observe((request) => requests.push(request));
    const work = async (...profile: string[]): Promise<void> => {
      const done = await vm.run(["aws", "s3", "ls", `s3://${BUCKET}`, ...profile]);
      assert.equal(done.exitCode, 0, done.stderr);
    };
    await work();
    await work();

    // Find: the address of the VM is Azure's.
    const { address = "" } = requests.find(({ accessKeyId }) => accessKeyId === key) ?? {};
    const tags = await files.write(
      "ServiceTags_Public_20261123.json",
      JSON.stringify({
        changeNumber: 1,
        cloud: "Public",
        values: [
          {
            name: "AzureCloud.westeurope",
            properties: { region: "westeurope", systemService: "", addressPrefixes: [`${address}/32`] },
          },
        ],
      }),
    );
    const before = trail(requests, key, "", 16);
    const log = await files.log("log.json", before);
    const found = await runCli(["keys", "find", "--service-tags", tags, "--cloudtrail", log]);
    assert.equal(found.exitCode, 1, found.stderr);
    assert.ok(found.stdout.startsWith(`1 key used from Azure\n\n${key}  ${USER} in `), found.stdout);

    // Nobody retires what is in use.
    const retire = (...args: string[]) =>
      runBuilt(["keys", "retire", key, "--yes"].concat(args), { ...lab().aws.rootEnvironment() });
    assert.match((await retire()).stdout, /\[key-used-recently\]/);

    // Plan, and deploy with the pack. The workload goes on with the key.
    const folder = path.join(lab().directory, "planned");
    const where = ["--cloudtrail", log, "--service-tags", tags, "--out", folder];
    const plan = await runCli(["keys", "plan", key].concat(where, ["--vm", vmId, "--identity", identityId]));
    assert.equal(plan.exitCode, 0, plan.stderr);
    await symlink(path.join(PROJECT_ROOT, "node_modules"), path.join(folder, "node_modules"));
    const stack = await PulumiStack.create(lab().pulumi, {
      projectDirectory: folder,
      stackName: "dev",
      directory: path.join(lab().directory, "planned-stack"),
      config: { "aws:region": LAB_AWS_REGION, "azure-native:location": LAB_AZURE_LOCATION },
    });
    const up = await stack.up({ policyPacks: [path.join(PROJECT_ROOT, "policypack")] });
    assert.equal(up.exitCode, 0, up.output.slice(-5_000));
    const { roleArn } = (await stack.outputs()) as { roleArn: string };
    await work();

    // The workload moves to the role, and 16 days pass for the key.
    const withKey = requests.length;
    await lab().aws.ageSessions(16 * DAY);
    await work("--profile", USER);
    await work("--profile", USER);
    const after = trail(requests.slice(withKey), key, roleArn, 0);
    const both = await files.log(
      "both.json",
      trail(requests.slice(0, withKey), key, roleArn, 16).concat(after),
    );
    const verified = await runCli(["keys", "verify", key, "--role", roleArn, "--cloudtrail", both]);
    assert.equal(verified.exitCode, 0, verified.stdout);
    assert.match(verified.stdout, /^moved {2}s3\.amazonaws\.com ListObjects {2}3, last/m);

    // Retire: deactivate, then delete after the second period.
    const deactivated = await retire();
    assert.match(deactivated.stdout, new RegExp(`^deactivated: ${key} of ${USER}\\n`));
    await work("--profile", USER);
    assert.match((await retire()).stdout, /^waiting: /);
    // As if that had been 15 days ago.
    const Value = new Date(Date.now() - 15 * DAY * 1000).toISOString();
    await iam.send(new TagUserCommand({ UserName: USER, Tags: [{ Key: retireTag(key), Value }] }));
    assert.match((await retire()).stdout, /^waiting: /);
    assert.match((await retire("--delete-after-days", "14")).stdout, /^deleted: /);
    await work("--profile", USER);
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: USER }));
    assert.deepEqual(AccessKeyMetadata, []);

    // The emulator's log: each listing was answered, first by the key and then by the role.
    end();
    const listings = requests.filter(({ operation }) => operation.includes(BUCKET));
    assert.deepEqual(
      listings.map(({ accessKeyId, status, address: from }) => [
        accessKeyId === key,
        status,
        from === address,
      ]),
      [true, true, true, false, false, false, false].map((isKey) => [isKey, 200, true]),
    );
    const dead = await vm.run(["aws", "s3", "ls", `s3://${BUCKET}`]);
    assert.match(dead.stderr, /InvalidAccessKeyId/);
  });
});
