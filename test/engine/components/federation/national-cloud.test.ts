/**
 * A federation between the clouds of one country, from its update to the bucket, under the real engine. The lab plays
 * the issuer, its keys and tokens, the partition and its ARNs; Graph and ARM answer where they always do.
 */
import assert from "node:assert/strict";
import { LAB_AWS_ACCOUNT_ID, LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { leftIn, ProgramStack } from "../federation-lab";

const NATIONAL_CLOUDS = [
  {
    cloud: "china",
    tokenVersion: 1,
    location: "chinanorth3",
    awsPlace: { partition: "aws-cn", region: "cn-north-1" },
    issuer: `https://sts.chinacloudapi.cn/${LAB_TENANT_ID}/`,
  },
  {
    cloud: "usgovernment",
    tokenVersion: 2,
    location: "usgovarizona",
    awsPlace: { partition: "aws-us-gov", region: "us-gov-east-1" },
    issuer: `https://login.microsoftonline.us/${LAB_TENANT_ID}/v2.0`,
  },
] as const;

const program = (cloud: string, tokenVersion: number): string =>
  `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify({
    cloud,
    tokenVersion,
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

for (const { cloud, tokenVersion, location, awsPlace, issuer } of NATIONAL_CLOUDS) {
  const { partition, region } = awsPlace;
  const title = `AzureToAwsFederation from Azure ${cloud} to ${partition} with v${tokenVersion} tokens`;
  describeWithLab(title, { azureCloud: cloud, awsPlace }, function (lab) {
    this.timeout("5m");
    let stack: ProgramStack;

    before(async function () {
      this.timeout("15m");
      stack = await ProgramStack.create(lab(), "national", {
        "aws:region": region,
        "azure-native:location": location,
      });
      await stack.deploy(program(cloud, tokenVersion));
    });

    it("lets the VM read its bucket and no other one, by tokens and ARNs of there", async () => {
      const outputs = (await stack.stack.outputs()) as {
        issuer: string;
        app: { roleArn: string; vmName: string; verifiedCaller: string; awsConfig: string };
      };
      const { app } = outputs;
      assert.equal(outputs.issuer, issuer);
      assert.equal(app.roleArn, `arn:${partition}:iam::${LAB_AWS_ACCOUNT_ID}:role/orders`);
      const caller = `arn:${partition}:sts::${LAB_AWS_ACCOUNT_ID}:assumed-role/orders/${app.vmName}@`;
      assert.equal(app.verifiedCaller.slice(0, caller.length), caller);
      assert.ok(app.awsConfig.includes(`\nregion = ${region}\n`), app.awsConfig);
      const list = async (bucket: string) =>
        lab()
          .azure.vm(app.vmName)
          .run(["aws", "s3", "ls", `s3://${bucket}`, "--profile", "app"]);
      assert.match((await list("devteam-reports")).stdout, / 2026\//);
      assert.match((await list("payroll-archive")).stderr, /AccessDenied/);
    });

    it("leaves both clouds empty when it is destroyed", async () => {
      assert.deepEqual(Object.keys((await stack.succeed("up")).changes), ["same"]);
      await stack.succeed("destroy");
      assert.equal(await leftIn(lab()), 0);
    });
  });
}
