import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderAwsConfig } from "../../../../credential-helper/index";
import { goodProfile } from "../profiles";
import { audience, clientId, issuer, roleArn, secrets, subject } from "./facts";
import { useFixture } from "./fixture";
import { helperPath, type Run, runHelper } from "./run-helper";
import { said } from "./said";

describe("With --diagnose --profile the credential helper", () => {
  const fixture = useFixture();
  const config = () => join(fixture.folder, "config");
  const written = `# A comment\n[profile other]\nregion = eu-west-1\n\n${renderAwsConfig([goodProfile])}`;

  /** Runs it without any option of the credentials. */
  async function diagnose(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
    const options = fixture.options({ args, env: { AWS_CONFIG_FILE: config(), ...env } });
    return runHelper({ ...options, bare: true });
  }

  it("takes the command line of the profile, with spaces and quotes, and shows file and result", async () => {
    writeFileSync(config(), written.replace(audience, `'${audience}'`));
    const run = await diagnose(["--diagnose", "--profile", goodProfile.profileName]);
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    assert.ok(!run.stdout.includes(secrets.key));
    const lines = run.stdout.split("\n");
    assert.deepEqual(lines.slice(0, 2), [
      `azure-to-aws 0.2.0 for ${roleArn}`,
      `command line of profile ${goodProfile.profileName} in ${config()}`,
    ]);
    assert.deepEqual(lines.slice(-4), [
      "Result: it works",
      "Next, on this machine:",
      `  aws sts get-caller-identity --profile ${goodProfile.profileName}`,
      "",
    ]);
    assert.equal(fixture.clouds.imds.seen[0]?.query.get("client_id"), clientId);
  });

  it("reads ~/.aws/config if no variable names a file, and the JSON names the profile", async () => {
    mkdirSync(join(fixture.folder, ".aws"));
    const file = join(fixture.folder, ".aws/config");
    writeFileSync(file, written);
    const run = await diagnose([`--profile=${goodProfile.profileName}`, "--diagnose=json"], {
      AWS_CONFIG_FILE: "",
    });
    const { profile, expected } = JSON.parse(run.stdout) as Record<string, Record<string, string>>;
    assert.deepEqual(profile, { name: goodProfile.profileName, file });
    assert.equal(expected?.issuer, issuer);
    assert.equal(expected.subject, subject);
  });

  it("points to the AWS config if AWS accepts a token that the profile does not expect", async () => {
    writeFileSync(config(), written.replace(subject, "99999999-8888-4777-8666-555555555555"));
    const run = await diagnose(["--diagnose", "--profile", goodProfile.profileName]);
    assert.equal(run.exitCode, 1);
    assert.deepEqual(run.stdout.split("\n").slice(-5), [
      "Result: the helper refuses the token, because it differs from the command line. AWS accepts it.",
      "Waiting does not help.",
      "Next, on this machine:",
      `  sudoedit ${config()}`,
      "",
    ]);
  });

  it("repeats itself as the next command while AWS has trouble", async () => {
    writeFileSync(config(), written);
    fixture.clouds.sts.always = () => ({ status: 400, body: "<a><Code>Throttling</Code></a>" });
    const times = { "web.FIRST_PAUSE_SECONDS": 0.01, "refresh.TOTAL_SECONDS": 1 };
    const args = ["--diagnose", "--profile", goodProfile.profileName];
    const options = fixture.options({ args, env: { AWS_CONFIG_FILE: config() }, times });
    const { stdout } = await runHelper({ ...options, bare: true });
    const [command, end] = stdout.split("\n").slice(-2);
    assert.ok(command?.endsWith(`${helperPath} --diagnose --profile ${goodProfile.profileName}`), command);
    assert.equal(end, "");
  });

  it("names the profiles that exist if there is none of the name", async () => {
    writeFileSync(config(), written);
    assert.deepEqual(await diagnose(["--diagnose", "--profile", "x"]), {
      exitCode: 2,
      stdout: "",
      stderr: `azure-to-aws: ${said("profile-not-found", {
        profile: "x",
        files: `'${config()}'`,
        found: `other, ${goodProfile.profileName}`,
      })}\n`,
    });
  });

  const refusals: Record<string, [text: string | undefined, args: string[], code: string]> = {
    "without a file": [undefined, ["--diagnose", "--profile", "x"], "profile-no-config"],
    "of another program": [written, ["--diagnose", "--profile", "other"], "profile-other-program"],
    "in a file that is not INI": [
      "no section",
      ["--diagnose", "--profile", "x"],
      "profile-config-unreadable",
    ],
    "without --diagnose": [written, ["--profile", "other"], "profile-without-diagnose"],
    "that is needed": [written, ["--diagnose"], "profile-needed"],
  };
  for (const [name, [text, args, code]] of Object.entries(refusals)) {
    it(`refuses a profile ${name}, in one line`, async () => {
      if (text !== undefined) {
        writeFileSync(config(), text);
      }
      const run = await diagnose(args);
      assert.deepEqual([run.exitCode, run.stdout], [2, ""]);
      assert.match(run.stderr, new RegExp(`^azure-to-aws: [^\\n]+ \\[${code}\\]\\n$`));
    });
  }
});
