/**
 * examples/retire-a-key, from find to zero, by the commands that its README names: real keys of the emulator, the real engine with the
 * pack, and the emulator's log, which shows that the application was never refused.
 */
import assert from "node:assert/strict";
import { readFile, symlink } from "node:fs/promises";
import path from "node:path";
import {
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from "@aws-sdk/client-iam";
import { retireTag } from "../../../../cli/keys/retire/retire-key";
import { type AwsRequest, DEPLOYER, keyEvent, sessionEvent } from "../../../../lab/aws";
import type { LabVm } from "../../../../lab/azure";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../../lab/lab-facts";
import { PulumiStack } from "../../../../lab/pulumi";
import { clientOf } from "../../../../lab/testing/federation";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { KeysFolder } from "../../../unit/cli/keys/keys-folder";
import { runBuilt } from "../../../unit/cli/roles/role-lab";
import { runCli } from "../../../unit/cli/run-cli";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";

const USER = "importer";
const BUCKET = "devteam-reports";
const DAY = 24 * 3_600;

const EXAMPLE = path.join(PROJECT_ROOT, "examples/retire-a-key");
const PACK = { policyPacks: [path.join(PROJECT_ROOT, "policypack")] };

/** What the example has until the key is retired. */
interface Outputs {
  readonly vmId: string;
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

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

  /** The example's settings, before or after the key is gone. */
  const settings = (isRetired: boolean) => ({
    "aws:region": LAB_AWS_REGION,
    "azure-native:location": LAB_AZURE_LOCATION,
    "azure-to-aws-retire-a-key:bucket": BUCKET,
    "azure-to-aws-retire-a-key:sshPublicKey": ED25519_KEY,
    "azure-to-aws-retire-a-key:retired": isRetired,
  });

  /** The outputs with the secret key in clear, as its README prints it. */
  async function outputsOf(stack: PulumiStack): Promise<Outputs> {
    const { deployment } = JSON.parse(await stack.exportWithSecrets()) as {
      deployment: { resources: { type: string; outputs: object }[] };
    };
    const found = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    const { plaintext } = (found?.outputs as { secretAccessKey: { plaintext: string } }).secretAccessKey;
    return {
      ...((await stack.outputs()) as unknown as Outputs),
      secretAccessKey: JSON.parse(plaintext) as string,
    };
  }

  /** The pack, which looks at keys in every stack. */
  const strict = { ...PACK, policyPackConfig: path.join(EXAMPLE, "policies.json") };

  /** Stores a key on the VM as many programs expect it. */
  async function storeKey(vm: LabVm, { accessKeyId, secretAccessKey }: Outputs): Promise<void> {
    const input = `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\nregion = ${LAB_AWS_REGION}\n`;
    const stored = await vm.run(["sh", "-c", "mkdir -p ~/.aws && cat > ~/.aws/credentials"], { input });
    assert.equal(stored.exitCode, 0, stored.stderr);
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
        const place = { time: at, region: LAB_AWS_REGION, serial: daysAgo * 1_000 + serial };
        return accessKeyId === key
          ? keyEvent(owner, call, address, "aws-cli/2", place)
          : sessionEvent(call, address, "aws-cli/2", place, roleArn);
      });
  }

  it("goes from one key to none, and the workload is never refused", async () => {
    const PolicyDocument = await readFile(path.join(EXAMPLE, "deployer-policy.json"), "utf8");
    await iam.send(new PutUserPolicyCommand({ UserName: DEPLOYER, PolicyName: "example", PolicyDocument }));
    const stack = await PulumiStack.create(lab().pulumi, {
      projectDirectory: EXAMPLE,
      stackName: "dev",
      directory: path.join(lab().directory, "example"),
      config: settings(false),
    });
    const refused = await stack.preview(strict);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /no-long-lived-aws-keys/);
    const start = await stack.up({ preview: true });
    assert.equal(start.exitCode, 0, start.output);
    const outputs = await outputsOf(stack);
    const { vmId, identityId, accessKeyId: key } = outputs;
    const [vm] = lab().azure.vms();
    assert.ok(vm);
    await storeKey(vm, outputs);

    const requests: AwsRequest[] = [];
    const end = lab().aws.observe((request) => requests.push(request));
    const application = await readFile(path.join(EXAMPLE, "list-reports.sh"), "utf8");
    const run = (profile: string) =>
      vm.run(["sh", "-c", `${profile}\n${application}`, "list-reports.sh", BUCKET]);
    const work = async (profile = ""): Promise<void> => {
      const done = await run(profile === "" ? "" : `export AWS_PROFILE=${profile}`);
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
    const planned = await PulumiStack.create(lab().pulumi, {
      projectDirectory: folder,
      stackName: "dev",
      directory: path.join(lab().directory, "planned-stack"),
      config: { "aws:region": LAB_AWS_REGION, "azure-native:location": LAB_AZURE_LOCATION },
    });
    const up = await planned.up({ ...PACK, preview: true });
    assert.equal(up.exitCode, 0, up.output.slice(-5_000));
    const { roleArn } = (await planned.outputs()) as { roleArn: string };
    await work();

    // The workload moves to the role, and 16 days pass for the key.
    const withKey = requests.length;
    await lab().aws.ageSessions(16 * DAY);
    await work(USER);
    await work(USER);
    // The workload runs every day: a day without an event could be missing in the log.
    const after = Array.from({ length: 16 }, (_, daysAgo) =>
      trail(requests.slice(withKey), key, roleArn, daysAgo),
    ).flat();
    const both = await files.log(
      "both.json",
      trail(requests.slice(0, withKey), key, roleArn, 16).concat(after),
    );
    const verified = await runCli(["keys", "verify", key, "--role", roleArn, "--cloudtrail", both]);
    assert.equal(verified.exitCode, 0, verified.stdout);
    assert.match(verified.stdout, /^moved {2}s3 ListObjects devteam-reports {2}3, last/m);

    // Retire: deactivate, then delete after the second period.
    const deactivated = await retire();
    assert.match(deactivated.stdout, new RegExp(`^deactivated: ${key} of ${USER}\\n`));
    await work(USER);
    assert.match((await retire()).stdout, /^waiting: /);
    // As if that had been 15 days ago.
    const Value = new Date(Date.now() - 15 * DAY * 1000).toISOString();
    await iam.send(new TagUserCommand({ UserName: USER, Tags: [{ Key: retireTag(key), Value }] }));
    assert.match((await retire()).stdout, /^waiting: /);
    assert.match((await retire("--delete-after-days", "14")).stdout, /^deleted: /);
    await work(USER);
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
    assert.match((await run("")).stderr, /InvalidAccessKeyId/);

    // The program no longer has a key, the pack accepts it, and the user goes.
    await stack.configure(settings(true));
    const last = await stack.up({ ...strict, preview: true });
    assert.equal(last.exitCode, 0, last.output);
    await assert.rejects(iam.send(new GetUserCommand({ UserName: USER })), { name: "NoSuchEntityException" });
    await work(USER);
  });
});
