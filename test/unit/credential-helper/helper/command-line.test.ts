import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { audience, clientId, roleArn } from "./facts";
import { useFixture } from "./fixture";
import { runHelper } from "./run-helper";
import { said, saidLike } from "./said";

const invalid = (option: string, expected: string, given: string) =>
  said("helper-option-value", { option, expected, given });

describe("The credential helper's command line", () => {
  const fixture = useFixture();

  it("tells the version of the package", async () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, "../../../../package.json"), "utf8")) as {
      version: string;
    };
    const run = await runHelper({ bare: true, args: ["--version"] });
    assert.deepEqual(run, { exitCode: 0, stdout: `azure-to-aws ${manifest.version}\n`, stderr: "" });
  });

  it("lists every option with --help", async () => {
    const run = await runHelper({ bare: true, args: ["--help"] });
    assert.equal(run.exitCode, 0);
    for (const name of [
      "role-arn",
      "audience",
      "client-id",
      "issuer",
      "subject",
      "session-name",
      "duration",
    ]) {
      assert.match(run.stdout, new RegExp(`^  --${name} `, "m"));
    }
  });

  async function refusal(options: Parameters<typeof runHelper>[0]): Promise<string> {
    const run = await runHelper(options);
    assert.equal(run.exitCode, 2);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, /^azure-to-aws: [^\n]+ \[[a-z-]+\]\n$/);
    return run.stderr.slice("azure-to-aws: ".length, -1);
  }

  it("names all that is missing", async () => {
    assert.equal(
      await refusal({ bare: true }),
      ["--role-arn", "--audience", "--client-id"]
        .map((option) => said("helper-option-missing", { option }))
        .join("; "),
    );
  });

  it("names every wrong value with what is allowed", async () => {
    const args = [
      "--issuer",
      "http://sts.windows.net/t/",
      "--subject",
      "me",
      "--session-name",
      "a b",
      "--duration",
      "899",
      "--region",
      "Ireland",
      "--cache-dir",
      "here",
      "--source",
      "aks",
      "--verbose",
      "--wait=yes",
    ];
    assert.equal(
      await refusal({
        bare: true,
        args: ["--role-arn", "x", "--audience", "a b", "--client-id", "y", ...args],
      }),
      [
        said("helper-option-unknown", { option: "--verbose" }),
        said("helper-flag-value", { option: "--wait", expected: "no value" }),
        invalid("--role-arn", "an IAM role's ARN, arn:aws:iam::<account>:role/<name>", "x"),
        invalid("--audience", "the application ID URI, without spaces", "a b"),
        invalid("--client-id", "a GUID, the client ID of the managed identity", "y"),
        invalid("--issuer", "an https URL", "http://sts.windows.net/t/"),
        invalid("--subject", "a GUID, the principal (object) ID of the managed identity", "me"),
        invalid("--session-name", "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -", "a b"),
        invalid("--duration", "whole seconds, 900 to 43200", "899"),
        invalid("--region", "the name of an AWS region, such as eu-west-1", "Ireland"),
        invalid("--cache-dir", "an absolute path", "here"),
        invalid("--source", "one of token-file, workload-identity, app-service, imds", "aks"),
      ].join("; "),
    );
  });

  const wrong: Record<string, [string[], string]> = {
    "a value that is missing": [
      ["--region"],
      invalid("--region", "the name of an AWS region, such as eu-west-1", ""),
    ],
    "an option instead of a value": [
      ["--session-name", "--wait"],
      invalid("--session-name", "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -", ""),
    ],
    "an option given twice": [
      ["--audience", "api://other"],
      said("helper-option-twice", { option: "--audience" }),
    ],
    "the client ID as subject": [["--subject", clientId.toUpperCase()], said("helper-subject-is-client-id")],
    "a region of another partition": [
      ["--region", "cn-north-1"],
      said("helper-region-partition", { region: "cn-north-1", role: roleArn }),
    ],
    "a duration in other digits": [
      ["--duration", "٣٦٠٠"],
      invalid("--duration", "whole seconds, 900 to 43200", "\\u0663\\u0666\\u0660\\u0660"),
    ],
    "something that is not an option": [
      ["extra\nline"],
      said("helper-option-unknown", { option: "extra\\nline" }),
    ],
  };
  for (const [name, [args, message]] of Object.entries(wrong)) {
    it(`refuses ${name}`, async () => {
      assert.equal(await refusal({ args }), message);
    });
  }

  for (const arn of [
    "arn:aws:iam::111122223333:user/me",
    "arn:aws:iam::11112222333:role/me",
    "arn:aws:iam::111122223333:role/",
    "arn:aws:iam:eu-west-1:111122223333:role/me",
    "arn:azure:iam::111122223333:role/me",
    "arn:aws:iam::111122223333:role/me\n",
  ]) {
    it(`refuses the role ARN ${JSON.stringify(arn)}`, async () => {
      const args = ["--role-arn", arn, "--audience", audience, "--client-id", clientId];
      assert.match(
        await refusal({ bare: true, args }),
        new RegExp(
          `^${saidLike("helper-option-value", { option: "--role-arn", expected: "an IAM role's ARN.*" })}`,
        ),
      );
    });
  }

  it("takes the region from the environment, as the SDKs do", async () => {
    const run = await runHelper({ env: { AWS_REGION: "nowhere" } });
    assert.match(
      run.stderr,
      new RegExp(`^azure-to-aws: ${saidLike("helper-region-invalid", { region: "nowhere" })}`),
    );
    const good = await fixture.run({ env: { AWS_DEFAULT_REGION: "eu-north-1" } });
    assert.equal(good.exitCode, 0, good.stderr);
  });
});
