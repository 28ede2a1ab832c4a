import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { accessKey, KeysFolder } from "../keys/keys-folder";
import { BARE } from "../run-cli";
import { RecordingProxy } from "./recording-proxy";

const PROGRAM = path.join(__dirname, "../../../../dist/cli/azure-to-aws.js");

/** Names that no resolver knows (RFC 6761), so nothing leaves this machine even without the proxy. */
const AWS = "aws.invalid:443";
const LOGIN = "login.invalid:443";

const ROLE = "arn:aws:iam::111122223333:role/app";
const KEY = "AKIAIOSFODNN7EXAMPLE";

/** Each command that calls a cloud, with the hosts that it asks for. */
const COMMANDS: Readonly<Record<string, readonly [args: readonly string[], hosts: readonly string[]]>> = {
  suspend: [["suspend", ROLE], [AWS]],
  resume: [["resume", ROLE], [AWS]],
  "keys retire": [["keys", "retire", KEY, "--dry-run"], [AWS]],
  "keys find --lookup-days": [
    ["keys", "find", "--service-tags", "TAGS", "--snapshot", "SNAPSHOT", "--lookup-days", "1"],
    [AWS],
  ],
  "keys find --look-in": [
    ["keys", "find", "--service-tags", "TAGS", "--cloudtrail", "LOG", "--look-in", "app-settings"],
    [LOGIN],
  ],
  preflight: [
    ["preflight", "--location", "westeurope"],
    [AWS, LOGIN],
  ],
  "collect from AWS": [["collect", "--only", "aws", "--out", "OUT"], [AWS]],
};

describe("commands that call a cloud", function () {
  this.timeout(120_000);
  let folder: KeysFolder;
  let proxy: RecordingProxy;

  before(async () => {
    folder = await KeysFolder.make();
    await folder.snapshot("SNAPSHOT", [accessKey("app", KEY)]);
    await folder.write(
      "TAGS",
      '{"changeNumber":1,"cloud":"Public","values":[{"name":"AzureCloud","id":"AzureCloud","properties":{"addressPrefixes":["20.0.0.0/8"]}}]}',
    );
    const event = {
      eventTime: "2026-11-01T00:00:00Z",
      eventSource: "s3.amazonaws.com",
      eventName: "ListBuckets",
      userIdentity: { type: "IAMUser", accessKeyId: KEY, accountId: "111122223333" },
      sourceIPAddress: "20.1.2.3",
    };
    await folder.write("LOG", JSON.stringify({ Records: [event] }));
    proxy = await RecordingProxy.start();
  });

  after(async () => {
    await proxy.stop();
    await folder.remove();
  });

  async function run(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<string> {
    proxy.asked.length = 0;
    const { stdout, stderr } = await execa(process.execPath, [PROGRAM, ...args], {
      cwd: folder.path,
      reject: false,
      extendEnv: false,
      input: "",
      env: {
        ...BARE,
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "x",
        AWS_REGION: "eu-west-1",
        AWS_ENDPOINT_URL: "https://aws.invalid",
        ARM_CLIENT_ID: "cccccccc-2222-4333-8444-555555555555",
        ARM_TENANT_ID: "6babcaad-604b-40ac-a9d7-9fd97c0b779f",
        ARM_CLIENT_SECRET: "x",
        AZURE_AUTHORITY_HOST: "https://login.invalid",
        ...variables,
      },
    });
    return `${stdout}\n${stderr}`;
  }

  for (const [name, [args, hosts]] of Object.entries(COMMANDS)) {
    it(`${name} goes through HTTPS_PROXY`, async () => {
      const said = await run(args, { HTTPS_PROXY: proxy.url });
      assert.deepEqual([...new Set(proxy.asked)].sort(), [...hosts], said);
    });
  }

  it("heed the variable in lower case, and not a variable that is empty", async () => {
    const [args] = COMMANDS.suspend ?? [[]];
    await run(args, { https_proxy: proxy.url, HTTPS_PROXY: "" });
    assert.deepEqual([...new Set(proxy.asked)], [AWS]);
  });

  it("go past the proxy to the hosts of NO_PROXY", async () => {
    const [args] = COMMANDS.suspend ?? [[]];
    for (const [name, value] of [
      ["NO_PROXY", "aws.invalid"],
      ["no_proxy", "localhost, .invalid"],
      ["NO_PROXY", "*"],
    ] as const) {
      const said = await run(args, { HTTPS_PROXY: proxy.url, [name]: value });
      assert.deepEqual(proxy.asked, [], `${name}=${value}`);
      assert.match(said, /ENOTFOUND|EAI_AGAIN/);
    }
    await run(args, { HTTPS_PROXY: proxy.url, NO_PROXY: "other.invalid" });
    assert.deepEqual([...new Set(proxy.asked)], [AWS]);
  });

  it("assume the role of a profile through the proxy too", async () => {
    const config = await folder.write(
      "config",
      "[profile other]\nregion=eu-west-1\nrole_arn=arn:aws:iam::111122223333:role/x\nsource_profile=keys\n[profile keys]\naws_access_key_id=AKIAEXAMPLE\naws_secret_access_key=x\n",
    );
    await run(["suspend", ROLE], {
      HTTPS_PROXY: proxy.url,
      AWS_CONFIG_FILE: config,
      AWS_PROFILE: "other",
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
    });
    assert.ok(proxy.asked.length > 0);
  });
});
