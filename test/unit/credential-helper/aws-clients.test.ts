import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { LoopbackServer } from "../../../lab/http";
import { ensurePythonEnvironment, type PythonEnvironment } from "../../../lab/pulumi/toolchain";
import { secrets } from "./helper/facts";
import { useFixture } from "./helper/fixture";
import { ending, type Run, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";

const buckets = `<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>1</ID></Owner><Buckets>
<Bucket><Name>team-reports</Name><CreationDate>2024-09-20T00:00:00.000Z</CreationDate></Bucket>
</Buckets></ListAllMyBucketsResult>`;

describe("With the installed helper and config", () => {
  const fixture = useFixture();
  const s3Requests: IncomingHttpHeaders[] = [];
  let python: PythonEnvironment;
  let s3: LoopbackServer;

  before(async function () {
    // The first time on a machine, packages are fetched.
    this.timeout(600_000);
    python = await ensurePythonEnvironment({ report: () => undefined });
  });

  beforeEach(async () => {
    s3Requests.length = 0;
    s3 = await LoopbackServer.listen((request, response) => {
      s3Requests.push(request.headers);
      response.writeHead(200, { "content-type": "application/xml" }).end(buckets);
    });
    const script = renderInstallScript({ profiles: [goodProfile] });
    const file = join(fixture.folder, "install.sh");
    writeFileSync(
      file,
      script.replaceAll(/\/(opt\/|etc\/azure-to-aws|etc\/profile\.d)/g, `${fixture.folder}/$1`),
    );
    const run = await ending(start(["sh", [file]], { HOME: fixture.folder }));
    assert.equal(run.exitCode, 0, run.stderr);
    mkdirSync(join(fixture.folder, "home"));
  });
  afterEach(() => s3.close());

  /** Runs a command as a login shell of the VM would. */
  async function inVm(
    command: readonly [string, readonly string[]],
    env: Record<string, string> = {},
  ): Promise<Run> {
    const [file, args] = command;
    const snippet = join(fixture.folder, guestPaths.profileSnippet);
    return await ending(
      start(["sh", ["-c", '. "$0"; exec "$@"', snippet, file, ...args]], {
        HOME: join(fixture.folder, "home"),
        PATH: `${python.bin}:${process.env.PATH ?? ""}`,
        ...fixture.clouds.environment,
        AWS_ENDPOINT_URL: s3.url,
        AWS_EC2_METADATA_DISABLED: "true",
        ...env,
      }),
    );
  }

  function assertSignedWithTheSession(): void {
    for (const headers of s3Requests) {
      assert.match(headers.authorization ?? "", /Credential=ASIAEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request/);
      assert.equal(headers["x-amz-security-token"], secrets.session);
    }
  }

  /** Runs a command several times, each of which must list the buckets, with one session for all. */
  async function assertOneSessionFor(
    times: number,
    command: readonly [string, readonly string[]],
    env: Record<string, string> = {},
  ): Promise<void> {
    for (let call = 0; call < times; call += 1) {
      const run = await inVm(command, env);
      assert.equal(run.exitCode, 0, run.stderr);
      assert.match(run.stdout, /^2024-09-\d\d \d\d:\d\d:\d\d team-reports\n$/);
    }
    assert.equal(s3Requests.length, times);
    assertSignedWithTheSession();
    assert.equal(fixture.clouds.imds.seen.length, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  }

  it("the AWS CLI v1 lists buckets, and only its first command opens a session", async function () {
    this.timeout(60_000);
    await assertOneSessionFor(4, ["aws", ["s3", "ls", "--profile", goodProfile.profileName]]);
    assert.equal(new URLSearchParams(fixture.clouds.sts.seen[0]?.body).get("RoleArn"), goodProfile.roleArn);
  });

  it("the AWS CLI v2 does so too, where Debian's is installed", async function () {
    this.timeout(60_000);
    const folders = [...(process.env.PATH ?? "").split(":"), "/usr/bin"];
    const cli = folders.map((folder) => join(folder, "aws")).find(isVersion2);
    if (cli === undefined) {
      this.skip();
    }
    // That version knows endpoints by its option alone. It must not be given the lab's Python.
    const args = ["--endpoint-url", s3.url, "s3", "ls", "--profile", goodProfile.profileName];
    await assertOneSessionFor(3, [cli, args], { PATH: process.env.PATH ?? "" });
  });

  it("boto3 lists buckets with one session for all its calls", async () => {
    const script = `
import boto3
s3 = boto3.Session(profile_name="${goodProfile.profileName}").client("s3")
for _ in range(3):
    print([bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])`;
    const run = await inVm([python.python, ["-c", script]]);
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(run.stdout, "['team-reports']\n".repeat(3));
    assertSignedWithTheSession();
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("the AWS CLI shows the helper's own words when AWS says no", async () => {
    fixture.clouds.claims.sub = "99999999-8888-4777-8666-555555555555";
    const run = await inVm(["aws", ["s3", "ls", "--profile", goodProfile.profileName]]);
    assert.notEqual(run.exitCode, 0);
    assert.match(
      run.stderr,
      /azure-to-aws: the token's subject \(sub\) differs from --subject\. .* got "99999999-.*\[token-subject-differs\]/,
    );
    assert.deepEqual(s3Requests, []);
  });
});

function isVersion2(path: string): boolean {
  return (
    existsSync(path) && spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.startsWith("aws-cli/2.")
  );
}
