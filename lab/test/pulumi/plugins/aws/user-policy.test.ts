import assert from "node:assert/strict";
import { type AwsDeployment, startAwsDeployment } from "../../../../testing/aws-deployment";
import { INSTALL_LIMIT } from "../../../../testing/lab-python";

const USER_POLICY = "aws:iam/userPolicy:UserPolicy";
const permissions = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

describe("aws.iam.UserPolicy", function () {
  this.timeout(60_000);
  let aws: AwsDeployment["aws"];
  let deployment: AwsDeployment["deployment"];

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    ({ aws, deployment } = await startAwsDeployment());
  });

  after(() => aws.stop());

  it("is in the user, changes in place, and goes", async () => {
    const user = await deployment.create("aws:iam/user:User", "nightly", { name: "nightly" });
    const inputs = { user: user.id, policy: permissions("s3:GetObject") };
    const policy = await deployment.create(USER_POLICY, "read", inputs);
    assert.match(policy.id, /^nightly:read-[0-9a-f]{7}$/);
    assert.deepEqual((await deployment.refresh(policy))?.inputs, policy.inputs);
    const changed = await deployment.update(policy, { ...inputs, policy: permissions("s3:ListBucket") });
    assert.equal(changed.outputs.policy, permissions("s3:ListBucket"));
    assert.equal(await deployment.replacement(changed, { ...inputs, user: "other" }), "create first");
    await deployment.delete(changed);
    assert.equal(await deployment.refresh(changed), undefined);
  });

  it("is refused with a text that is no policy, in a preview", async () => {
    assert.match((await deployment.problems(USER_POLICY, { user: "nightly", policy: "{" })).join(), /JSON/);
  });
});
