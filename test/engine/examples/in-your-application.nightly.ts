/** The Java program of examples/in-your-application in the lab: App Service has no Python, no helper, and no AWS config for it. */
import assert from "node:assert/strict";
import path from "node:path";
import type { LabContainer, ProcessResult } from "../../../lab/azure";
import { programOfPage } from "../../clients/providers/java/program-of-page";
import { ExampleLab } from "./example-lab";

describe("the Java program of examples/in-your-application", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let app: LabContainer;
  let classes = "";

  before(async function () {
    this.timeout(1_200_000); // Maven fetches, and the CLI is built when there is none yet.
    classes = path.join(path.dirname(await programOfPage()), "../lib/*");
    example = await ExampleLab.start("in-your-application", {
      "azure-to-aws-in-your-application:image": "list-bucket:1",
      "azure-to-aws-in-your-application:bucket": "devteam-reports",
    });
    await example.deploy();
    const { webAppName } = (await example.stack.outputs()) as { readonly webAppName: string };
    app = example.lab.azure.webApp(webAppName);
  });

  after(async () => {
    await example.stop();
  });

  /** As the app's command line does it. */
  const list = async (bucket: string, env: Readonly<Record<string, string>> = {}): Promise<ProcessResult> =>
    app.run(["java", "-cp", classes, "ListBucket", bucket], { env });

  it("lists the bucket", async () => {
    const { exitCode, stdout, stderr } = await list("devteam-reports");
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout, "2026/q3.csv\n");
  });

  it("is refused for another bucket, and for an identity that the app does not have", async () => {
    assert.match((await list("payroll-archive")).stderr, /not authorized to perform: s3:ListBucket/);
    const stranger = { AZURE_CLIENT_ID: "12345678-2222-4333-8444-555555555555" };
    const { exitCode, stdout, stderr } = await list("devteam-reports", stranger);
    assert.deepEqual([exitCode === 0, stdout], [false, ""]);
    assert.match(stderr, /No User Assigned or Delegated Managed Identity found/);
  });
});
