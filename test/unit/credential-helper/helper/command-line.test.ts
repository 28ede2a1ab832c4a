import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { audience, clientId, roleArn } from "./facts";
import { useFixture } from "./fixture";
import { runHelper } from "./run-helper";

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
    assert.match(run.stderr, /^azure-to-aws: [^\n]+ \(--help lists the options\)\n$/);
    return run.stderr.slice("azure-to-aws: ".length, -" (--help lists the options)\n".length);
  }

  it("names all that is missing", async () => {
    assert.equal(
      await refusal({ bare: true }),
      "--role-arn is missing; --audience is missing; --client-id is missing",
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
      "unknown option '--verbose'; --wait takes no value; " +
        "--role-arn 'x' must be an IAM role's ARN, arn:aws:iam::<account>:role/<name>; " +
        "--audience 'a b' must be the application ID URI, without spaces; " +
        "--client-id 'y' must be a GUID, the client ID of the managed identity; " +
        "--issuer 'http://sts.windows.net/t/' must be an https URL; " +
        "--subject 'me' must be a GUID, the principal (object) ID of the managed identity; " +
        "--session-name 'a b' must be 2 to 64 of A-Z a-z 0-9 _ + = , . @ -; " +
        "--duration '899' must be whole seconds, 900 to 43200; " +
        "--region 'Ireland' must be the name of an AWS region, such as eu-west-1; " +
        "--cache-dir 'here' must be an absolute path; --source 'aks' must be one of token-file, workload-identity, app-service, imds",
    );
  });

  const wrong: Record<string, [string[], string]> = {
    "a value that is missing": [
      ["--region"],
      "--region '' must be the name of an AWS region, such as eu-west-1",
    ],
    "an option instead of a value": [
      ["--session-name", "--wait"],
      "--session-name '' must be 2 to 64 of A-Z a-z 0-9 _ + = , . @ -",
    ],
    "an option given twice": [["--audience", "api://other"], "--audience is given twice"],
    "the client ID as subject": [
      ["--subject", clientId.toUpperCase()],
      "--subject is the same as --client-id: it must be the identity's principal (object) ID",
    ],
    "a region of another partition": [
      ["--region", "cn-north-1"],
      `region cn-north-1 is not in the partition of ${roleArn}`,
    ],
    "a duration in other digits": [
      ["--duration", "٣٦٠٠"],
      "--duration '٣٦٠٠' must be whole seconds, 900 to 43200",
    ],
    "something that is no option": [["extra\nline"], "unknown option 'extra\\nline'"],
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
      assert.match(await refusal({ bare: true, args }), /^--role-arn '.*' must be an IAM role's ARN/);
    });
  }

  it("takes the region from the environment, as the SDKs do", async () => {
    const run = await runHelper({ env: { AWS_REGION: "nowhere" } });
    assert.match(run.stderr, /region 'nowhere' must be the name of an AWS region/);
    const good = await fixture.run({ env: { AWS_DEFAULT_REGION: "eu-north-1" } });
    assert.equal(good.exitCode, 0, good.stderr);
  });
});
