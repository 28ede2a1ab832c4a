import assert from "node:assert/strict";
import { describeLeft, describeReport } from "../../../../tools/acceptance/ending";
import { leftBucket, leftClientId, leftGroup, type LeftOvers } from "../../../../tools/acceptance/left-over";
import type { AcceptanceReport } from "../../../../tools/acceptance/report";
import { runNames } from "../../../../tools/acceptance/run-names";

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

/** The index of a line. Fails if the line is missing. */
function place(all: readonly string[], line: string): number {
  const index = all.indexOf(line);
  assert.notEqual(index, -1, `${line} in:\n${all.join("\n")}`);
  return index;
}

describe("the final message of a run that left something", () => {
  const found = [
    leftBucket("acceptance0123abcd-other"),
    leftGroup("acceptance0123abcd-group", "subscription"),
  ];

  it("has a code, and names the accounts, then Pulumi's commands, then those by name in their order", () => {
    const all = lines({ found, unseen: [] });
    assert.equal(
      all.slice(0, 2).join(" "),
      "the run left 2 resources in the clouds. Remove what is listed below   [acceptance-resources-left]",
    );
    const order = [
      `  Azure subscription ${ACCOUNTS.subscriptionId}`,
      `  Entra tenant ${ACCOUNTS.tenantId}`,
      "  AWS account 111122223333",
      "First remove with Pulumi what it created:",
      "  pulumi destroy",
      "Then run these. They fail for resources that Pulumi has removed:",
      "  az group delete --yes --subscription subscription --name acceptance0123abcd-group",
      "  aws s3 rb --force s3://acceptance0123abcd-other",
      "  npm run acceptance -- --left acceptance0123abcd --region eu-central-1",
    ].map((line) => place(all, line));
    assert.deepEqual(
      order,
      [...order].sort((one, other) => one - other),
    );
  });

  it("names what was not checked, and how to check again", () => {
    const all = lines({ found: [], unseen: ["roles of the AWS account: ExpiredToken"] }, [
      "pulumi destroy: late",
    ]);
    place(all, "Not checked: roles of the AWS account: ExpiredToken");
    place(all, "Not undone: pulumi destroy: late");
    place(all, "  pulumi destroy");
    place(all, "  npm run acceptance -- --left acceptance0123abcd --region eu-central-1");
  });

  it("has no command with which Pulumi would delete a provider that others use", () => {
    const client = leftClientId(ARN, "api://tenant/run");
    const all = lines({ found: [client], unseen: [], sharedProvider: { arn: ARN, others: 2 } });
    assert.ok(!all.includes("  pulumi destroy"));
    place(all, `  ${client.commands.join("")}`);
    assert.match(all.join(" "), /The run keeps the OIDC provider .* lists\s+2\s+client\s+IDs\s+of\s+others/);
  });
});

describe("the final message of a run that left nothing", () => {
  it("names what stays by design, in lines for 80 columns", () => {
    const all = lines({ found: [], unseen: [] });
    assert.equal(all[0], "Nothing is left in the clouds.");
    assert.match(all.join(" "), /recycle\s+bin for 30 days/);
    assert.match(all.join(" "), /NetworkWatcherRG/);
    assert.ok(all.every((line) => line.length <= 80));
  });

  it("names a provider that others use, with the command for later", () => {
    const all = lines({ found: [], unseen: [], sharedProvider: { arn: ARN, others: 1 } });
    assert.equal(all[0], "Nothing is left in the clouds.");
    place(all, `  aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${ARN}`);
  });
});

describe("the message about the report", () => {
  it("counts the differences, and the questions that are answered and open", () => {
    const question = { question: "?", command: "x" };
    const report = {
      findings: [],
      answers: [{ ...question, asked: "", came: "" }],
      open: [question, question],
    };
    const text = describeReport(report as unknown as AcceptanceReport);
    assert.deepEqual(text.split("\n").slice(0, 2), [
      "The run found no difference from the lab.",
      "Questions about the clouds: 1 answered, 2 open. The report has the commands.",
    ]);
  });
});
