/** A federation that was made by hand is taken over: the real engine, the lab's clouds, the file that the command writes. */
import assert from "node:assert/strict";
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { OWN_APP_ROLE } from "../../../../cli/import/application";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import {
  allows,
  byHand,
  type Made,
  type Policies,
  printedFederation,
  printedWorkload,
  type Workloads,
} from "../../../unit/cli/import/by-hand";
import { BROAD, deeds, leftIn, nameOf, ProgramStack } from "../../components/federation-lab";
import { type TakenOver, takeOverExports } from "./take-over";

const ANOTHER_APP_ROLE = "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d";

/** Two workloads with a policy of the same name, and policies that only differ by what the component's names cannot have. */
const WORKLOADS: Workloads = {
  reader: {
    reports: allows("s3:GetObject"),
    "list.buckets": allows("s3:ListAllMyBuckets"),
    "list-buckets": allows("s3:ListBucket"),
  },
  writer: { reports: allows("s3:PutObject") },
};

describeWithLab("a set-up that was made by hand", { graphPermissions: BROAD }, function (lab) {
  this.timeout(600_000);
  let iam: IAMClient;
  let leftBefore: number;

  before(async function () {
    this.timeout(900_000);
    leftBefore = await leftIn(lab());
    const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
      lab().pulumi.environment;
    iam = new IAMClient({
      endpoint: AWS_ENDPOINT_URL ?? "",
      region: AWS_REGION ?? "",
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? "", secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "" },
    });
  });

  after(() => {
    iam.destroy();
  });

  /** Has a stack make the set-up. */
  async function makeByHand(name: string, appRoleId: string, workloads: Workloads): Promise<ProgramStack> {
    const hand = await ProgramStack.create(lab(), `hand-${name}`);
    await hand.deploy(byHand(name, audienceOf(name), appRoleId, workloads));
    return hand;
  }

  async function takeOver(
    name: string,
    appRoleId: string,
    workloads: Workloads,
    hand: ProgramStack,
  ): Promise<TakenOver> {
    const made = (await hand.stack.outputs()) as unknown as Made;
    const exports = {
      ...printedFederation(made, audienceOf(name), appRoleId),
      ...Object.fromEntries(
        Object.entries(workloads).flatMap(([key, policies]) =>
          Object.entries(printedWorkload(name, made, appRoleId, key, policies)).map(
            ([kind, content]): [string, unknown] => [`${key}-${kind}`, content],
          ),
        ),
      ),
    };
    return takeOverExports(lab(), name, exports, Object.keys(workloads));
  }

  /** The policies inside a role, as IAM has them. */
  async function policiesOf(RoleName: string): Promise<Policies> {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const found = PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, decodeURIComponent(PolicyDocument)] as const;
    });
    return Object.fromEntries(await Promise.all(found));
  }

  async function assertPoliciesAre(workloads: Workloads): Promise<void> {
    for (const [key, policies] of Object.entries(workloads)) {
      assert.deepEqual(await policiesOf(`azure-${key}`), policies);
    }
  }

  const setUps: [title: string, name: string, appRoleId: string][] = [
    ["with an application of the component's kind", "own", OWN_APP_ROLE],
    ["with an application of another kind, which it adopts", "other", ANOTHER_APP_ROLE],
  ];
  for (const [title, name, appRoleId] of setUps) {
    it(`is imported ${title}, and an update makes, replaces and deletes nothing`, async () => {
      const hand = await makeByHand(name, appRoleId, WORKLOADS);
      const { taken } = await takeOver(name, appRoleId, WORKLOADS, hand);
      const up = await taken.succeed("up");
      assert.deepEqual(
        deeds(up).filter((deed) => !deed.startsWith("updated ") || deed.includes("-inline-")),
        [],
        up.output,
      );
      await assertPoliciesAre(WORKLOADS);
      const again = await taken.succeed("preview");
      assert.deepEqual(deeds(again), [], again.output);
      await taken.succeed("destroy");
      await hand.destroyRefreshed();
      assert.equal(await leftIn(lab()), leftBefore);
    });
  }

  it("keeps the names of its policies while they change, and replaces them with their role and never before", async () => {
    const workloads = { reader: { reports: allows("s3:GetObject") } };
    const hand = await makeByHand("later", OWN_APP_ROLE, workloads);
    const { taken, declared } = await takeOver("later", OWN_APP_ROLE, workloads, hand);
    await taken.succeed("up");

    const changed = declared.replace("s3:GetObject", "s3:GetObjectTagging");
    await taken.program(changed);
    assert.deepEqual(deeds(await taken.succeed("up")), ["updated orders-reader-inline-reports"]);
    await assertPoliciesAre({ reader: { reports: allows("s3:GetObjectTagging") } });
    assert.deepEqual((await taken.refresh()).changes, { same: (await taken.resources()).length + 1 });

    const replaced = await taken.deploy(changed.replace('"azure-reader"', '"other-reader"'));
    assert.deepEqual(
      replaced.steps.filter((step) => nameOf(step) === "orders-reader-inline-reports").map(({ op }) => op),
      ["create-replacement", "replace", "delete-replaced"],
      replaced.output,
    );
    const [policyName = ""] = Object.keys(await policiesOf("other-reader"));
    assert.match(policyName, /^orders-reader-inline-reports-[0-9a-f]{7}$/);
    await taken.succeed("destroy");
    await hand.destroyRefreshed();
    assert.equal(await leftIn(lab()), leftBefore);
  });
});

function audienceOf(name: string): string {
  return `api://${LAB_TENANT_ID}/${name}`;
}
