import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guestPaths, renderInstallScript, renderVerifyScript } from "../../../credential-helper/index";
import { standIns } from "../../../lab/azure";
import { Clouds } from "./helper/clouds";
import { secrets } from "./helper/facts";
import type { Run } from "./helper/run-helper";
import type { Seen } from "./helper/side";
import { goodProfile, problemsMessage } from "./profiles";
import { VmFolder } from "./vm-folder";

const ARN = "arn:aws:sts::111122223333:assumed-role/DevTeam-S3ReadOnlyAccess/vm@token";
const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${ARN}</Arn><UserId>AROA:s</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const DENIED = `<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>`;

describe("The verification script", () => {
  let vm: VmFolder;
  let clouds: Clouds;

  beforeEach(async () => {
    // The config has the helper's path without quotes.
    vm = new VmFolder("azure-to-aws-");
    clouds = await Clouds.start();
    mkdirSync(vm.at("bin"));
    mkdirSync(vm.at("tmp"));
    for (const [name, script] of Object.entries(standIns(vm.path, "ops"))) {
      writeFileSync(join(vm.at("bin"), name), script, { mode: 0o755 });
    }
  });
  afterEach(async () => {
    await clouds.close();
    vm.remove();
  });

  /** The answers of STS to one profile: a session, then who has it. */
  const granted = () => [clouds.sts.always(), { body: CALLER }];

  async function verify(args: Partial<Parameters<typeof renderVerifyScript>[0]> = {}): Promise<Run> {
    const script = renderVerifyScript({ trigger: "", waits: false, ...args });
    return vm.install(script, {
      ...clouds.environment,
      PATH: `${vm.at("bin")}:${process.env.PATH ?? ""}`,
      TMPDIR: vm.at("tmp"),
    });
  }

  it("reports who the machine is to AWS, by the installed helper and config, and leaves nothing behind", async () => {
    await vm.install();
    clouds.sts.next = granted();
    assert.deepEqual(await verify(), {
      exitCode: 0,
      stdout: `DevTeam-S3ReadOnlyAccess is ${ARN}\n`,
      stderr: "",
    });
    assert.deepEqual(readdirSync(vm.at("tmp")), []);
    const [, asked] = clouds.sts.seen;
    assert.equal(asked?.body, "Action=GetCallerIdentity&Version=2011-06-15");
    assert.equal(asked.headers["x-amz-security-token"], secrets.session);
    assert.equal(asked.headers.authorization, authorization(asked, "eu-west-1"));
  });

  it("goes on as the user that it is told, and uses no session from before", async () => {
    await vm.install();
    for (const run of [1, 2]) {
      clouds.sts.next = granted();
      assert.equal((await verify({ user: "ops" })).exitCode, 0, `run ${run}`);
    }
    assert.equal(clouds.sts.seen.length, 4);
  });

  it("tries every profile", async () => {
    const profiles = [goodProfile, { ...goodProfile, profileName: "default", region: "eu-west-2" }];
    await vm.install(renderInstallScript({ profiles }));
    clouds.sts.next = [...granted(), ...granted()];
    const { stdout } = await verify();
    assert.equal(stdout, `DevTeam-S3ReadOnlyAccess is ${ARN}\ndefault is ${ARN}\n`);
    const [, , , asked] = clouds.sts.seen;
    assert.ok(asked !== undefined);
    assert.equal(asked.headers.authorization, authorization(asked, "eu-west-2"));
  });

  it("fails with the helper's own explanation", async () => {
    await vm.install();
    clouds.sts.always = () => ({ status: 403, body: DENIED });
    const { exitCode, stdout, stderr } = await verify();
    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    const [first, ...rest] = stderr.trim().split("\n");
    assert.equal(
      first,
      "azure-to-aws: profile DevTeam-S3ReadOnlyAccess gets no credentials. The next line says why [verify-no-credentials]",
    );
    assert.equal(rest.length, 1);
    assert.match(rest[0] ?? "", /^azure-to-aws: .*answered 403 AccessDenied: Not authorized/);
  });

  it("fails when AWS does not know the credentials, and tells no secret", async () => {
    await vm.install();
    const body = `<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>bad ${secrets.key}</Message></Error></ErrorResponse>`;
    clouds.sts.next = [clouds.sts.always(), { status: 403, body }];
    const { exitCode, stderr } = await verify();
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /AWS refuses the credentials of profile DevTeam-S3ReadOnlyAccess\. AWS STS at 127\.0\.0\.1 answered 403 InvalidClientTokenId.*\[verify-refused\]$/m,
    );
    assert.ok(!stderr.includes(secrets.key));
  });

  it("reports what is missing: the helper, the config, the user", async () => {
    assert.match(
      (await verify()).stderr,
      /there is no \S.*credential_process\.py\. Install it again \[verify-no-helper\]$/m,
    );
    await vm.install();
    assert.match(
      (await verify({ user: "nobody-here" })).stderr,
      /this VM has no user nobody-here\. Create the user, .*\[verify-no-user\]$/m,
    );
    rmSync(vm.at(guestPaths.config));
    const { exitCode, stderr } = await verify();
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /there is no AWS config at .*\/etc\/azure-to-aws\/config\. Install it again \[verify-no-config\]$/m,
    );
  });

  it("is another script when what it depends on is another, and has the text of no trigger in it", () => {
    const one = renderVerifyScript({ trigger: "one 'quoted'" });
    assert.equal(renderVerifyScript({ trigger: "one 'quoted'" }), one);
    assert.notEqual(renderVerifyScript({ trigger: "two" }), one);
    assert.doesNotMatch(one, /quoted/);
  });

  it("is not written for a user that cannot be", () => {
    assert.throws(() => renderVerifyScript({ trigger: "", user: "a b" }), {
      message: problemsMessage('user: "a b" must be the name of a Linux user [guest-user-invalid]'),
    });
  });

  it("stays, as the install script does, far below what Azure's handler takes", () => {
    const profiles = Array.from({ length: 20 }, (_, index) => ({ ...goodProfile, profileName: `p${index}` }));
    const installAll = { profiles, installAwsCli: true };
    for (const script of [renderInstallScript(installAll), renderVerifyScript({ trigger: "" })]) {
      assert.ok(Buffer.byteLength(script) < 192 * 1024, `${Buffer.byteLength(script)} bytes`);
    }
  });
});

/** What the Authorization header of a request must be ("Create a signed AWS API request"). */
function authorization({ headers, body }: Seen, region: string): string {
  const names = ["content-type", "host", "x-amz-date", "x-amz-security-token"];
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const canonical = [
    "POST",
    "/",
    "",
    ...names.map((name) => `${name}:${String(headers[name])}`),
    "",
    names.join(";"),
  ];
  const date = String(headers["x-amz-date"]);
  const scope = [date.slice(0, 8), region, "sts", "aws4_request"];
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), hash([...canonical, hash(body)].join("\n"))].join(
    "\n",
  );
  const key = scope.reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${secrets.key}`,
  );
  const signature = createHmac("sha256", key).update(text).digest("hex");
  return `AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/${scope.join("/")}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
}
