/** A federation that goes from tokens of version 1 to version 2 and back, as its VM sees it, under the real engine. */
import assert from "node:assert/strict";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { leftIn, ProgramStack } from "../federation-lab";

const federation = (tokenVersion: number, audience?: string): string =>
  `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify({
    tokenVersion,
    audience,
    workloads: {
      app: {
        permissions: { readBuckets: ["devteam-reports"] },
        virtualMachine: { sshPublicKey: ED25519_KEY },
      },
    },
  })});
   exports.issuer = federation.issuer;
   exports.vmName = federation.workload("app").vmName;`;

const V1 = `https://sts.windows.net/${LAB_TENANT_ID}/`;
const V2 = `https://login.microsoftonline.com/${LAB_TENANT_ID}/v2.0`;

describeWithLab("AzureToAwsFederation whose token version changes", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "versions");
  });

  /** Updates to this version of tokens, warned of the tokens that Azure keeps or not, and has the VM list the bucket. */
  const change = async (version: number, issuer: string, { audience = "", warned = false } = {}) => {
    await stack.program(federation(version, audience === "" ? undefined : audience));
    for (const command of ["preview", "up"] as const) {
      const { output } = await stack.succeed(command);
      assert.equal(
        output.includes("and the audience stays: for up to 24 hours, Azure returns the kept v"),
        warned,
        output,
      );
    }
    const outputs = (await stack.stack.outputs()) as { issuer: string; vmName: string };
    assert.equal(outputs.issuer, issuer);
    const vm = lab().azure.vm(outputs.vmName);
    return async (...variables: string[]) =>
      vm.run(["env", ...variables, "aws", "s3", "ls", "s3://devteam-reports", "--profile", "app"]);
  };

  it("begins with version 1", async () => {
    const list = await change(1, V1);
    assert.match((await list()).stdout, / 2026\//);
  });

  it("goes on with version 2 once Azure gives out another token, and explains itself until then", async () => {
    const list = await change(2, V2, { warned: true });
    assert.match(
      (await list()).stderr,
      /the token's issuer \(iss\) has token version 1, but --issuer has version 2\. .*\[token-issuer-version\]/,
    );
    // As a day's waiting would.
    lab().azure.tenant().tokenCache.clear();
    // The helper repeats a failure of moments ago unless something changed.
    const listing = await list("AWS_DEFAULT_REGION=eu-west-1");
    assert.equal(listing.exitCode, 0, listing.stderr);
    assert.match(listing.stdout, / 2026\//);
  });

  it("goes back to version 1 at once where the audience changes with it", async () => {
    const list = await change(1, V1, { audience: `api://${LAB_TENANT_ID}/orders` });
    const listing = await list();
    assert.equal(listing.exitCode, 0, listing.stderr);
    assert.match(listing.stdout, / 2026\//);
  });

  it("changes nothing in a second update", async () => {
    assert.deepEqual(Object.keys((await stack.succeed("up")).changes), ["same"]);
  });

  it("leaves both clouds empty when it is destroyed", async () => {
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
