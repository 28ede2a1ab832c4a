import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { GuestProfileError, renderAwsConfig } from "../../../credential-helper/index";
import { goodProfile, problemsMessage } from "./profiles";

describe("The AWS config of the guest", () => {
  it("is exactly this", () => {
    assert.equal(
      renderAwsConfig([goodProfile, { ...goodProfile, profileName: "default", durationSeconds: 7200 }]),
      `# Written by azure-to-aws-federation, which replaces it as a whole: changes made here get lost.

[profile DevTeam-S3ReadOnlyAccess]
credential_process = /opt/azure-to-aws/credential_process.py --role-arn arn:aws:iam::111122223333:role/DevTeam-S3ReadOnlyAccess --audience api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/storage --client-id 3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10 --issuer https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/ --subject c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f --duration 3600 --region eu-west-1
region = eu-west-1
sts_regional_endpoints = regional

[default]
credential_process = /opt/azure-to-aws/credential_process.py --role-arn arn:aws:iam::111122223333:role/DevTeam-S3ReadOnlyAccess --audience api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/storage --client-id 3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10 --issuer https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/ --subject c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f --duration 7200 --region eu-west-1
region = eu-west-1
sts_regional_endpoints = regional
`,
    );
  });

  it("puts quotes around nothing that needs none", () => {
    const config = renderAwsConfig([goodProfile], "/opt/a_b.c+d@e-f/aws", "/usr/local/bin/python3.13");
    assert.doesNotMatch(config, /["'\\]/);
  });

  it("starts a helper that is not executable with Python, from its folder", () => {
    const config = renderAwsConfig([goodProfile], "/mnt/azure-to-aws", "python3");
    assert.match(
      config,
      /^credential_process = python3 -IBS \/mnt\/azure-to-aws\/credential_process\.py --role-arn /m,
    );
    assert.match(
      renderAwsConfig([goodProfile], "/opt/azure-to-aws", "/usr/local/bin/python3.13"),
      /^credential_process = \/usr\/local\/bin\/python3\.13 -IBS \/opt\//m,
    );
  });

  for (const interpreter of [
    "",
    "python3 -u",
    "./python3",
    "/usr/bin/",
    "python3;id",
    "/opt/my tools/python3",
  ]) {
    it(`refuses ${JSON.stringify(interpreter)} as an interpreter`, () => {
      assert.throws(() => renderAwsConfig([goodProfile], "/opt/azure-to-aws", interpreter), {
        message: problemsMessage(
          `interpreter: ${JSON.stringify(interpreter)} must be an absolute path or the name of a program, of letters, digits and _ . + @ - [guest-interpreter-invalid]`,
        ),
      });
    });
  }

  for (const audience of [
    "api://a/$(touch${IFS}x)",
    "api://a/`b`;c&d|e>f",
    `api://it's/"quoted"`,
    "api://a\\b/*?[x]~#!%20",
  ]) {
    it(`gives the helper ${audience} unchanged, whether botocore or a shell starts it`, () => {
      const config = renderAwsConfig([{ ...goodProfile, audience }]);
      const command = /^credential_process = (.*)$/m.exec(config)?.[1] ?? "";
      const show = "import sys; print(sys.argv[sys.argv.index('--audience') + 1])";
      const byShell = execFileSync("sh", ["-c", command.replace(/^\S+/, `python3 -IS -c "${show}"`)], {
        encoding: "utf8",
      });
      const split =
        "import shlex, sys; words = shlex.split(sys.argv[1]); print(words[words.index('--audience') + 1])";
      const byBotocore = execFileSync("python3", ["-IS", "-c", split, command], { encoding: "utf8" });
      assert.deepEqual([byShell, byBotocore], [`${audience}\n`, `${audience}\n`]);
    });
  }

  it("is refused with every problem when a profile cannot be written", () => {
    assert.throws(
      () => renderAwsConfig([{ ...goodProfile, region: "x\ny", audience: "" }]),
      (error) => {
        assert.ok(error instanceof GuestProfileError);
        assert.deepEqual(
          error.problems.map(({ path, given }) => [path, given]),
          [
            ["profiles[0].audience", ""],
            ["profiles[0].region", "x\ny"],
          ],
        );
        assert.equal(
          error.message,
          problemsMessage(
            'profiles[0].audience: "" must be 1 to 255 printable ASCII characters without spaces [guest-profile-invalid]',
            'profiles[0].region: "x\\ny" must be the name of an AWS region, such as eu-west-1 [guest-profile-invalid]',
          ),
        );
        return true;
      },
    );
  });
});
