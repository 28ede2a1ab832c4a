/** A deployment into clouds that know what was made only after a while, under the real engine. */
import assert from "node:assert/strict";
import type { LabOptions } from "../../../../lab";
import { LAB_AWS_ACCOUNT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, leftIn, ProgramStack, VERIFY_AT_ONCE } from "../federation-lab";

/** A federation whose VM proves that it works. The role has a name of its own, by which IAM's delay is drawn. */
const federation = (roleName: string, options: string): string =>
  `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify({
    workloads: {
      app: {
        permissions: { readBuckets: ["devteam-reports"] },
        roleName,
        virtualMachine: { sshPublicKey: ED25519_KEY },
        guest: { verify: true },
      },
    },
  })}, ${options});
   exports.app = federation.workload("app");`;

const OPTIONS: LabOptions = { iamReplication: { seed: "behind", most: 2 } };

describeWithLab("AzureToAwsFederation in clouds that are behind", OPTIONS, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    lab().azure.tenant().directory.lagBehind({ seed: 11, requests: 1 });
    stack = await ProgramStack.create(lab(), "behind");
  });

  // The next test needs an account without the OIDC provider.
  afterEach(async () => {
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("fails with the helper's own explanation where the verification does not wait", async () => {
    await stack.program(federation("impatient", `{ transforms: [${VERIFY_AT_ONCE}] }`));
    const run = await stack.stack.up();
    assert.notEqual(run.exitCode, 0);
    assert.match(run.output, /profile app gets no credentials/);
    assert.match(
      run.output,
      new RegExp(
        `AWS STS refused the token for arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/impatient\\. .*\\[sts-access-denied\\]`,
      ),
    );
  });

  it("waits until both clouds know everything, and changes nothing of substance later", async () => {
    await stack.deploy(federation("patient", "{}"));
    const { app } = (await stack.stack.outputs()) as { app: { verifiedCaller: string; vmName: string } };
    const caller = `arn:aws:sts::${LAB_AWS_ACCOUNT_ID}:assumed-role/patient/${app.vmName}@`;
    assert.equal(app.verifiedCaller.slice(0, caller.length), caller);
    // The provider may have read its own temporary name or description; it makes up for that once.
    const second = deeds(await stack.succeed("up"));
    assert.deepEqual(
      second.filter((deed) => !/^updated fed-(?:application|service-principal)$/.test(deed)),
      [],
    );
    assert.deepEqual(deeds(await stack.succeed("up")), []);
  });
});
