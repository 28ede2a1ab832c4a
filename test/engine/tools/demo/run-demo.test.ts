import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { namedOfficialPlugins } from "../../../../lab/testing/named-official-plugins";
import { type DemoReport, runDemo } from "../../../../tools/demo/run-demo";
import { renderSummary } from "../../../../tools/demo/summary";
import { audienceName } from "../../../../trust";

describe("the demo", function () {
  // The first run on a machine builds the Pulumi CLI.
  this.timeout("15m");
  let report: DemoReport;

  before(async () => {
    report = await runDemo({
      display: "nowhere",
      signal: new AbortController().signal,
      officialPlugins: await namedOfficialPlugins(),
    });
  });

  it("1 has a Pulumi CLI", () => {
    assert.match(report.pulumiVersion, /^v?3\.\d+\.\d+/);
  });

  it("2 starts a lab, and stops it at the end", () => {
    assert.equal(existsSync(report.labDirectory), false);
  });

  it("3 deploys both clouds under the policy pack", () => {
    const { created, outputs } = report.deployment;
    assert.deepEqual(created, { resources: 16, components: 7 });
    assert.equal(outputs.issuer, `https://sts.windows.net/${LAB_TENANT_ID}/`);
    assert.equal(
      outputs.oidcProviderArn,
      `arn:aws:iam::111122223333:oidc-provider/sts.windows.net/${LAB_TENANT_ID}/`,
    );
    const federation = { project: "azure-to-aws-quickstart", stack: "lab", name: "azure-to-aws" };
    assert.equal(outputs.audience, `api://${LAB_TENANT_ID}/${audienceName(federation)}`);
  });

  it("4 installs the credential helper and the AWS config in the VM during the deployment", () => {
    assert.deepEqual(report.delivery, {
      files: ["/opt/azure-to-aws/credential_process.py", "/etc/azure-to-aws/config"],
      profiles: ["DevTeam-S3ReadOnlyAccess"],
    });
  });

  it("5 lists the buckets in the VM with the AWS CLI and with boto3, in a session of the role", () => {
    const buckets = ["devteam-builds", "devteam-reports", "payroll-archive"];
    assert.deepEqual(report.listing.byCli, buckets);
    assert.deepEqual(report.listing.byBoto3, buckets);
    const { roleArn, virtualMachineName } = report.deployment.outputs;
    const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const session = `arn:aws:sts::111122223333:assumed-role/${roleName}/${virtualMachineName}@`;
    assert.equal(report.listing.callerArn.slice(0, session.length), session);
  });

  it("6 sees every attempt refused, each with the cloud's own error", () => {
    const { roleArn } = report.deployment.outputs;
    const messages = report.refusals.map(({ title, code, message }) => [title, code, message] as const);
    const expected: readonly (readonly [string, string, RegExp])[] = [
      [
        "Writing to a bucket that the role may only read",
        "AccessDenied",
        /\(AccessDenied\) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role\/.+ is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::devteam-reports\/planted" because no identity-based policy allows the s3:PutObject action$/,
      ],
      [
        "Reading payroll-archive, of which the role may see only the name",
        "AccessDenied",
        /\(AccessDenied\) when calling the ListObjectsV2 operation: User: .+ is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::payroll-archive"/,
      ],
      [
        "Requesting a token for an identity without an app-role assignment",
        "AADSTS501051",
        /AADSTS501051: Application '[0-9a-f-]{36}'\(unassigned\) is not assigned to a role for the application 'api:\/\//,
      ],
      [
        "Assuming the role with the token of another assigned identity",
        "AccessDenied",
        /\(AccessDenied\) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity$/,
      ],
      [
        "Assuming the role with a token for another audience",
        "InvalidIdentityToken",
        /\(InvalidIdentityToken\) when calling the AssumeRoleWithWebIdentity operation: The web identity token provided could not be validated\. See the AssumeRoleWithWebIdentity documentation for requirements\.$/,
      ],
      [
        "Assuming the role with a token whose signature is forged",
        "InvalidIdentityToken",
        /\(InvalidIdentityToken\) when calling the AssumeRoleWithWebIdentity operation: /,
      ],
    ];
    assert.deepEqual(
      messages.map(([title, code]) => [title, code]),
      expected.map(([title, code]) => [title, code]),
    );
    for (const [index, [, , words]] of expected.entries()) {
      assert.match(messages[index]?.[2] ?? "", words);
    }
    assert.match(roleArn, /^arn:aws:iam::111122223333:role\//);
  });

  it("7 sees the policy pack refuse examples/insecure in the preview, with statement, missing key, and remedy", () => {
    const { insecure } = report;
    assert.notEqual(insecure.exitCode, 0);
    assert.equal(insecure.rolesCreated, 0);
    const provider = `sts.windows.net/${LAB_TENANT_ID}/`;
    const found = insecure.violations.map(({ policyName, resourceUrn, enforcementLevel }) => [
      resourceUrn.slice(resourceUrn.lastIndexOf("::") + 2),
      policyName,
      enforcementLevel,
    ]);
    assert.deepEqual(found.sort(), [
      ["any-audience", "oidc-trust-requires-audience", "mandatory"],
      ["any-subject", "oidc-trust-requires-subject", "mandatory"],
    ]);
    for (const { policyName, message } of insecure.violations) {
      const key = `${provider}:${policyName === "oidc-trust-requires-subject" ? "sub" : "aud"}`;
      assert.ok(message.includes("Statement 0") || message.includes("statement 0"), message);
      assert.ok(message.includes(key), message);
      assert.ok(message.includes("StringEquals"), message);
    }
  });

  it("8 changes nothing in a second update, and leaves both clouds empty after destroy", () => {
    const all = { resources: 16, components: 7 };
    assert.deepEqual(report.unchanged, all);
    assert.deepEqual(report.emptied, { deleted: all, leftInAzure: 0, leftInAws: 0 });
  });

  it("ends with a summary that names what was deployed, listed, refused, rejected and removed", () => {
    const summary = renderSummary(report, 80);
    const shown = stripVTControlCharacters(summary).split("\n");
    assert.deepEqual(
      shown.filter((line) => line.length > 80),
      [],
    );
    assert.ok(shown.includes("  ✔ Deployed   16 resources in 7 components, accepted by the policy pack"));
    for (const label of ["Deployed", "Session", "Listed", "Refused", "Rejected", "Unchanged", "Destroyed"]) {
      assert.ok(summary.includes(label), label);
    }
    assert.match(summary, /all 8 steps passed in \d+ s/);
  });
});
