/** What is in the account already comes under management without a change: `import` of each type that the plugin has. */
import assert from "node:assert/strict";
import { LAB_AWS_ACCOUNT_ID as ACCOUNT } from "../../../../lab-facts";
import { awsPlugin } from "../../../../pulumi/plugins/aws/plugin";
import type { Properties } from "../../../../pulumi/plugins/kernel/property-value";
import { type AwsDeployment, startAwsDeployment } from "../../../../testing/aws-deployment";
import { INSTALL_LIMIT } from "../../../../testing/lab-python";

const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const PERMISSIONS = document({ Action: "s3:ListAllMyBuckets", Resource: "*" });
const TRUST = document({ Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });
const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/imported/listing`;

/** The one type that the lab only previews. */
const PREVIEWED = "aws:cloudformation/stackSet:StackSet";

/** Each type with inputs, in an order in which they can be made; names are given, since an import has no seed. */
const RESOURCES: readonly (readonly [token: string, inputs: Properties])[] = [
  [
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    { url: "https://a.example/x/", clientIdLists: ["a"], tags: { team: "dev" } },
  ],
  [
    "aws:iam/policy:Policy",
    { name: "listing", path: "/imported/", description: "Lists", policy: PERMISSIONS },
  ],
  [
    "aws:iam/role:Role",
    {
      name: "imported",
      path: "/imported/",
      description: "Old",
      assumeRolePolicy: TRUST,
      maxSessionDuration: 7200,
      permissionsBoundary: POLICY_ARN,
      tags: { team: "dev" },
    },
  ],
  ["aws:iam/rolePolicy:RolePolicy", { role: "imported", name: "inline", policy: PERMISSIONS }],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "imported", policyArn: POLICY_ARN }],
  ["aws:iam/user:User", { name: "imported", path: "/imported/" }],
  ["aws:iam/userPolicy:UserPolicy", { user: "imported", name: "inline", policy: PERMISSIONS }],
  ["aws:iam/accessKey:AccessKey", { user: "imported" }],
  ["aws:s3/bucket:Bucket", { bucket: "imported-bucket", tags: { team: "dev" } }],
];

describe("the import of the aws plugin", function () {
  this.timeout(60_000);
  let aws: AwsDeployment["aws"];
  let deployment: AwsDeployment["deployment"];

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    ({ aws, deployment } = await startAwsDeployment());
  });

  after(async () => {
    await aws.stop();
  });

  it("takes over each type as the same inputs would have made it", async () => {
    assert.deepEqual(
      RESOURCES.map(([token]) => token).sort(),
      awsPlugin.resources
        .map(({ token }) => token)
        .filter((token) => token !== PREVIEWED)
        .sort(),
    );
    const made = [];
    for (const [token, inputs] of RESOURCES) {
      made.push({ token, inputs, deployed: await deployment.create(token, "made", inputs) });
    }
    // All are read once all are there: a role is read with the policies that other resources have put into it.
    for (const { token, inputs, deployed } of made) {
      const imported = await deployment.import(token, deployed.id);
      assert.ok(imported, `${token} is not found`);
      assert.deepEqual(await deployment.problems(token, imported), [], token);
      const change = deployment.kernel.diff(
        { urn: deployed.urn },
        { inputs: imported, state: deployed.outputs },
        deployed.inputs,
      ).changes;
      assert.deepEqual(change, [], `${token}: ${JSON.stringify({ imported, inputs })}`);
    }
  });

  it("finds nothing where there is nothing", async () => {
    for (const [token, id] of [
      [
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        `arn:aws:iam::${ACCOUNT}:oidc-provider/none.example`,
      ],
      ["aws:iam/policy:Policy", `arn:aws:iam::${ACCOUNT}:policy/none`],
      ["aws:iam/role:Role", "none"],
      ["aws:iam/rolePolicy:RolePolicy", "none:none"],
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", `none/${POLICY_ARN}`],
      ["aws:iam/user:User", "none"],
      ["aws:iam/userPolicy:UserPolicy", "none:none"],
      ["aws:iam/accessKey:AccessKey", "AKIANONENONENONENONE"],
      ["aws:s3/bucket:Bucket", "no-such-bucket"],
    ] as const) {
      assert.equal(await deployment.import(token, id), undefined, token);
    }
  });
});
