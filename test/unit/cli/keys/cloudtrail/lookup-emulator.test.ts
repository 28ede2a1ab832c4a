/** `keys find --lookup-days` against the event history of the emulator, with real keys and the permissions of the manual. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { KeysReport } from "../../../../../cli/keys/find/keys-report";
import { AwsDouble } from "../../../../../lab/aws";
import { describeWith } from "../../../../../lab/testing/describe-with";
import { labPython } from "../../../../../lab/testing/lab-python";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { type Caller, policyOf } from "../../roles/role-lab";
import type { CliResult } from "../../run-cli";
import { runServed } from "../../served-commands";
import { accessKey, KeysFolder } from "../keys-folder";

const ACCOUNT = "111122223333";

async function startAws(): Promise<AwsDouble> {
  return AwsDouble.start({
    python: (await labPython()).python,
    resolve: (url) => url,
    accountId: ACCOUNT,
    region: "eu-west-1",
    buckets: {},
    recordsEvents: true,
  });
}

describeWith("keys find --lookup-days of an account", startAws, function (aws) {
  this.timeout(60_000);
  let folder: KeysFolder;
  let iam: IAMClient;

  before(async () => {
    folder = await KeysFolder.make();
    // The emulator records this address for each request.
    const values = [
      {
        name: "AzureCloud.lab",
        properties: { region: "lab", systemService: "", addressPrefixes: ["127.0.0.1/32"] },
      },
    ];
    await folder.write("ServiceTags_Public_20261123.json", JSON.stringify({ cloud: "Public", values }));
    iam = new IAMClient(clientOptions({ ...aws().rootEnvironment() }));
  });

  after(async () => {
    iam.destroy();
    await folder.remove();
  });

  function clientOptions(caller: Caller) {
    return {
      endpoint: caller.AWS_ENDPOINT_URL ?? "",
      region: caller.AWS_REGION ?? "",
      credentials: {
        accessKeyId: caller.AWS_ACCESS_KEY_ID ?? "",
        secretAccessKey: caller.AWS_SECRET_ACCESS_KEY ?? "",
      },
    };
  }

  /** A new user with a policy. @returns its key in an environment */
  async function user(UserName: string, PolicyDocument: string): Promise<Caller> {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "may", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
      ...aws().environment(),
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    };
  }

  async function find(caller: Caller, keys: readonly Caller[]): Promise<CliResult> {
    const snapshot = await folder.snapshot(
      "estate.snapshot",
      keys.map((key, index) => accessKey(`user-${index}`, key.AWS_ACCESS_KEY_ID ?? "")),
    );
    const args = ["--service-tags", folder.serviceTags, "--snapshot", snapshot, "--format", "json"];
    return runServed(["keys", "find", "--lookup-days", "1", ...args], caller);
  }

  it("has what a key did, and only that, with the documented permissions", async () => {
    const documented = path.join(PROJECT_ROOT, "docs/reference/permissions/aws-keys-lookup.json");
    const auditor = await user("auditor", await readFile(documented, "utf8"));
    const worker = await user(
      "worker",
      policyOf({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" }),
    );
    const silent = await user(
      "silent",
      policyOf({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" }),
    );
    const own = new IAMClient(clientOptions(worker));
    await own.send(new ListUsersCommand({}));
    await own.send(new ListUsersCommand({}));
    own.destroy();
    const sts = new STSClient(clientOptions(worker));
    await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();

    const { stdout, stderr, exitCode } = await find(auditor, [worker, silent]);
    assert.equal(exitCode, 1, stderr);
    const { azure, notInLog } = JSON.parse(stdout) as KeysReport;
    assert.deepEqual(
      azure.map(({ keyId, actions, places }) => [
        keyId,
        actions.map(({ source, calls }) => [source, calls]),
        places.map(({ tag }) => tag),
      ]),
      [
        [
          worker.AWS_ACCESS_KEY_ID,
          [
            ["iam.amazonaws.com", 2],
            ["sts.amazonaws.com", 1],
          ],
          ["AzureCloud.lab"],
        ],
      ],
    );
    assert.deepEqual(
      notInLog.map(({ keyId }) => keyId),
      [silent.AWS_ACCESS_KEY_ID],
    );
  });

  it("names the permission that the login lacks, and prints no report", async () => {
    const nobody = await user(
      "nobody",
      policyOf({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" }),
    );
    const { exitCode, stdout, stderr } = await find(nobody, [nobody]);
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr.replaceAll(/\s+/g, " "), /Grant cloudtrail:LookupEvents .*\[events-not-looked-up\]/);
  });
});
