import assert from "node:assert/strict";
import { stringify } from "yaml";
import { AUD, AUDIENCE, policy, PROVIDER, SUB, SUBJECT } from "../../trust/entra-policy";
import { runCli } from "../run-cli";

const template = (clientIds: readonly string[], condition: object) => ({
  Resources: {
    Entra: {
      Type: "AWS::IAM::OIDCProvider",
      Properties: { Url: `https://${PROVIDER}`, ClientIdList: clientIds },
    },
    Reader: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: policy({ Condition: condition }) },
    },
  },
});

/** The fix of the one finding. */
async function fixOf(input: string): Promise<string> {
  const { stdout, exitCode } = await runCli(["judge", "-"], input);
  assert.equal(exitCode, 1, stdout);
  return stdout.slice(stdout.indexOf("  Fix: "));
}

describe("judge's fix", () => {
  const withoutAudience = { StringEquals: { [SUB]: SUBJECT } };

  it("has the audience that the provider in the same file lists, in the file's language", async () => {
    const judged = template([AUDIENCE], withoutAudience);
    assert.equal(
      await fixOf(JSON.stringify(judged, undefined, 2)),
      `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": "${AUDIENCE}"\n`,
    );
    assert.equal(
      await fixOf(stringify(judged)),
      `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": "${AUDIENCE}"\n`,
    );
  });

  it("has a placeholder if the provider lists two audiences, or one with a wildcard", async () => {
    for (const clientIds of [[AUDIENCE, "api://other"], ["api://*"]]) {
      assert.equal(
        await fixOf(JSON.stringify(template(clientIds, withoutAudience), undefined, 2)),
        `  Fix: Add to StringEquals in the Condition:\n      "${AUD}": "<application ID URI>"\n`,
      );
    }
  });
});
