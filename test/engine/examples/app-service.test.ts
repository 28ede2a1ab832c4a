/** examples/app-service in the lab: the app, with its package, lists the bucket, and all of it goes away again. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { LabContainer } from "../../../lab/azure";
import { LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { ExampleLab } from "./example-lab";
import { keepsNoSecretAndNeedsNoChange, leavesNothing, sessionsOf } from "./usual-promises";

const EXAMPLE = path.join(PROJECT_ROOT, "examples", "app-service");
const WWWROOT = "/home/site/wwwroot";
const LIST = `cd ${WWWROOT} && python3 -c 'import os, app; print(app.keys(os.environ["BUCKET"]))'`;

interface Outputs {
  readonly webAppName: string;
  readonly resourceGroupName: string;
  readonly roleArn: string;
  readonly audienceUri: string;
  readonly awsConfig: string;
}

describe("examples/app-service", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let outputs: Outputs;
  let app: LabContainer;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    example = await ExampleLab.start("app-service", {
      "azure-to-aws-app-service:bucket": "devteam-reports",
    });
    await example.deploy();
    outputs = (await example.stack.outputs()) as unknown as Outputs;
    app = example.lab.azure.webApp(outputs.webAppName);
    // What the README says: put helper and config beside the app, and deploy the folder.
    const site = path.join(example.lab.directory, "site");
    await cp(path.join(EXAMPLE, "site"), site, { recursive: true });
    const packager = path.join(EXAMPLE, "package-site.mjs");
    await promisify(execFile)(process.execPath, [packager, site, outputs.awsConfig]);
    for (const file of ["app.py", "aws/credential_process.py", "aws/config"]) {
      await app.write(`${WWWROOT}/${file}`, await readFile(path.join(site, file), "utf8"));
    }
  });

  after(async () => {
    await example.stop();
  });

  it("lists the bucket with boto3", async () => {
    const found = await app.run(["sh", "-c", LIST]);
    assert.equal(found.exitCode, 0, found.stderr);
    assert.equal(found.stdout, "['2026/q3.csv']\n");
    assert.equal(found.stderr, "");
  });

  it("is the role in a session that names the app", async () => {
    const found = await app.run(["aws", "sts", "get-caller-identity", "--output", "json"]);
    assert.equal(found.exitCode, 0, found.stderr);
    const { Arn } = JSON.parse(found.stdout) as { Arn: string };
    const role = sessionsOf(outputs.roleArn);
    assert.ok(Arn.startsWith(`${role}/${outputs.webAppName}@`), Arn);
  });

  it("gives an identity that is attached, but not assigned, no token, and one that is not attached neither", async () => {
    const { webAppName, resourceGroupName } = outputs;
    const stranger = await example.createIdentity(resourceGroupName, "stranger");
    const site = `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}/providers/Microsoft.Web/sites/${webAppName}`;
    const attach = (identity: Record<string, unknown> | null) =>
      example.arm("PATCH", site, "2024-11-01", {
        identity: { type: "UserAssigned", userAssignedIdentities: { [stranger.resourceId]: identity } },
      });
    const ask = (...more: string[]) =>
      app.run([
        ...(["python3", "-IBS", `${WWWROOT}/aws/credential_process.py`, "--role-arn"] as const),
        outputs.roleArn,
        "--audience",
        outputs.audienceUri,
        "--client-id",
        stranger.clientId,
        ...more,
      ]);
    assert.match(
      (await ask()).stderr,
      /No User Assigned or Delegated Managed Identity found for specified ClientId\/ResourceId\/PrincipalId\./,
    );
    await attach({});
    // Another question, since the helper repeats a failure of moments ago.
    assert.match((await ask("--duration", "900")).stderr, /AADSTS501051: .* is not assigned to a role/);
    await attach(null);
    await example.arm("DELETE", stranger.resourceId, "2023-01-31");
  });

  keepsNoSecretAndNeedsNoChange({ lab: () => example });

  leavesNothing({
    lab: () => example,
    isGone: () => {
      assert.throws(() => example.lab.azure.webApp(outputs.webAppName));
    },
  });
});
