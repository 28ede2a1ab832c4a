import assert from "node:assert/strict";
import { describeLeft } from "../../../../lab/acceptance/ending";
import { leftBucket, leftClientId, leftGroup, type LeftOvers } from "../../../../lab/acceptance/left-over";
import { runNames } from "../../../../lab/acceptance/run-names";

const ACCOUNTS = {
  tenantId: "11111111-2222-4333-8444-555555555555",
  subscriptionId: "aaaaaaaa-2222-4333-8444-555555555555",
  accountId: "111122223333",
  partition: "aws",
  location: "westeurope",
  region: "eu-central-1",
};
const ARN = `arn:aws:iam::111122223333:oidc-provider/sts.windows.net/${ACCOUNTS.tenantId}/`;

function lines(left: LeftOvers, notUndone: readonly string[] = []): readonly string[] {
  const names = runNames("0123abcd");
  const destroyCommands = ["(", "pulumi destroy", ")"];
  return describeLeft({ left, notUndone, destroyCommands, names }, ACCOUNTS).split("\n");
}

/** Where a line is; a test fails for one that is not there. */
function place(all: readonly string[], line: string): number {
  const index = all.indexOf(line);
  assert.notEqual(index, -1, `${line} in:\n${all.join("\n")}`);
  return index;
}

describe("the last words of a run that left something", () => {
  const found = [
    leftBucket("acceptance0123abcd-other"),
    leftGroup("acceptance0123abcd-group", "subscription"),
  ];

  it("name the accounts, then Pulumi's commands, then those by name in their order", () => {
    const all = lines({ found, unseen: [] });
    const order = [
      `  Azure subscription ${ACCOUNTS.subscriptionId}`,
      `  Entra tenant ${ACCOUNTS.tenantId}`,
      "  AWS account 111122223333",
      "First let Pulumi remove what it created:",
      "  pulumi destroy",
      "Then the rest. Commands for what Pulumi has removed fail:",
      "  az group delete --yes --subscription subscription --name acceptance0123abcd-group",
      "  aws s3 rb --force s3://acceptance0123abcd-other",
      "  npm run acceptance -- --left acceptance0123abcd --region eu-central-1",
    ].map((line) => place(all, line));
    assert.deepEqual(
      order,
      [...order].sort((one, other) => one - other),
    );
  });

  it("name what could not be looked at, and how to look again", () => {
    const all = lines({ found: [], unseen: ["roles of the AWS account: ExpiredToken"] }, [
      "pulumi destroy: late",
    ]);
    place(all, "Could not be looked at: roles of the AWS account: ExpiredToken");
    place(all, "Could not be taken back: pulumi destroy: late");
    place(all, "  pulumi destroy");
    place(all, "  npm run acceptance -- --left acceptance0123abcd --region eu-central-1");
  });

  it("do not let Pulumi delete a provider that others use", () => {
    const client = leftClientId(ARN, "api://tenant/run");
    const all = lines({ found: [client], unseen: [], sharedProvider: { arn: ARN, others: 2 } });
    assert.ok(!all.includes("  pulumi destroy"));
    place(all, `  ${client.commands.join("")}`);
    assert.match(all.join(" "), /The OIDC provider stays: .* lists 2 client IDs\s+of\s+others/);
  });
});

describe("the last words of a run that left nothing", () => {
  it("name what stays by design, in lines for 80 columns", () => {
    const all = lines({ found: [], unseen: [] });
    assert.equal(all[0], "Nothing is left in the clouds.");
    assert.match(all.join(" "), /recycle\s+bin for 30 days/);
    assert.match(all.join(" "), /NetworkWatcherRG/);
    assert.ok(all.every((line) => line.length <= 80));
  });

  it("name a provider that others use, with the command for later", () => {
    const all = lines({ found: [], unseen: [], sharedProvider: { arn: ARN, others: 1 } });
    assert.equal(all[0], "Nothing is left in the clouds.");
    place(all, `  aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${ARN}`);
  });
});
