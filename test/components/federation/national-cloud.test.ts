/**
 * A federation from Azure in China to AWS in China, from its update to the bucket, under the real engine. The lab plays
 * the issuer, its keys and tokens, the partition and its ARNs; Graph and ARM answer where they always do.
 */
import assert from "node:assert/strict";
import type { Lab } from "../../../lab/lab";
import { LAB_AWS_ACCOUNT_ID, LAB_TENANT_ID } from "../../../lab/lab-facts";
import { leftIn, ProgramStack, startLab } from "../federation-lab";
import { ED25519_KEY } from "../ssh-keys";

const REGION = "cn-north-1";
const PROGRAM = `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify({
  cloud: "china",
  workloads: {
    app: {
      permissions: { readBuckets: ["devteam-reports"] },
      roleName: "orders",
      virtualMachine: { sshPublicKey: ED25519_KEY },
      guest: { verify: true },
    },
  },
})});
exports.issuer = federation.issuer;
exports.app = federation.workload("app");`;

describe("AzureToAwsFederation in China", function () {
  this.timeout("5m");
  let lab: Lab;
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    lab = await startLab({ azureCloud: "china", awsPlace: { partition: "aws-cn", region: REGION } });
    stack = await ProgramStack.create(lab, "national", {
      "aws:region": REGION,
      "azure-native:location": "chinanorth3",
    });
    await stack.program(PROGRAM);
    await stack.succeed("up");
  });

  after(async () => {
    await lab.stop();
  });

  it("lets the VM read its bucket and no other one, by tokens and ARNs of there", async () => {
    const { issuer, app } = (await stack.stack.outputs()) as {
      issuer: string;
      app: { roleArn: string; vmName: string; verifiedCaller: string; awsConfig: string };
    };
    assert.equal(issuer, `https://sts.chinacloudapi.cn/${LAB_TENANT_ID}/`);
    assert.equal(app.roleArn, `arn:aws-cn:iam::${LAB_AWS_ACCOUNT_ID}:role/orders`);
    const caller = `arn:aws-cn:sts::${LAB_AWS_ACCOUNT_ID}:assumed-role/orders/${app.vmName}@`;
    assert.equal(app.verifiedCaller.slice(0, caller.length), caller);
    assert.match(app.awsConfig, /^region = cn-north-1$/m);
    const list = async (bucket: string) =>
      lab.azure.vm(app.vmName).run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", "app"]);
    assert.match((await list("devteam-reports")).stdout, / 2026\//);
    assert.match((await list("payroll-archive")).stderr, /AccessDenied/);
  });

  it("leaves both clouds empty when it is destroyed", async () => {
    assert.deepEqual(Object.keys((await stack.succeed("up")).changes), ["same"]);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab), 0);
  });
});
