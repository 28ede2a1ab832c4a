/** Changes that replace the OIDC provider, which Entra refuses, under the real engine: who worked before works on. */
import assert from "node:assert/strict";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { leftIn, ProgramStack } from "../federation-lab";

const federation = (args: object, workload: object = {}): string =>
  `const federation = new azure.AzureToAwsFederation("fed", ${JSON.stringify({
    ...args,
    workloads: {
      app: {
        permissions: { readBuckets: ["devteam-reports"] },
        virtualMachine: { sshPublicKey: ED25519_KEY },
        ...workload,
      },
    },
  })});
   exports.vmName = federation.workload("app").vmName;
   exports.roleName = federation.workload("app").roleName;`;

/** A directory that refuses will not follow later, so there is little to wait for. */
const hasty = { environment: { AZURE_TO_AWS_READ_BACK_SECONDS: "1" } };

const FORBIDDEN = {
  status: 403,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" },
  }),
};

/** Changes of arguments that AWS sees in the provider's URL or client IDs. */
const CHANGES: readonly (readonly [string, object])[] = [
  ["tokenVersion", { tokenVersion: 2 }],
  ["tokenVersion and cloud", { tokenVersion: 2, cloud: "usgovernment" }],
  ["cloud with another change of the application", { cloud: "china", displayName: "Orders" }],
  ["audienceForm", { audienceForm: "application-id" }],
  ["tokenVersion and audienceForm", { tokenVersion: 2, audienceForm: "application-id" }],
  ["audience", { audience: `api://${LAB_TENANT_ID}/other` }],
];

describeWithLab("AzureToAwsFederation whose change Entra refuses", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;
  let vmName: string;
  let intact: unknown;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "refused");
    await stack.deploy(federation({}));
    ({ vmName } = (await stack.stack.outputs()) as { vmName: string });
    intact = await trusted();
  });

  afterEach(() => {
    lab().azure.faults.clear();
  });

  const refuse = () =>
    lab().azure.faults.add({
      route: /^PATCH .*\/applications\//,
      fault: { kind: "answer", answer: FORBIDDEN },
    });

  /** URLs and client IDs of the providers, and the trust of the roles. */
  const trusted = async (): Promise<unknown> =>
    (await stack.resources())
      .filter(({ type }) => type.startsWith("aws:iam"))
      .map(({ outputs = {} }) => [outputs.url, outputs.clientIdLists, outputs.assumeRolePolicy]);

  /** Lists the bucket with new credentials from STS. */
  const lists = async (): Promise<boolean> => {
    const vm = lab().azure.vm(vmName);
    await vm.run(["sh", "-c", "rm -rf ~/.cache/azure-to-aws"]);
    const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "app"]);
    return listing.exitCode === 0 && listing.stdout.includes(" 2026/");
  };

  for (const [title, args] of CHANGES) {
    it(`keeps the provider, the roles, and the access of the VM: ${title}`, async () => {
      const { remove } = refuse();
      await stack.program(federation(args));
      for (let run = 0; run < 2; run++) {
        const { exitCode, output } = await stack.stack.up(hasty);
        assert.notEqual(exitCode, 0, output);
        assert.equal((await lab().aws.counts()).oidcProviders, 1, output);
        assert.deepEqual(await trusted(), intact, output);
        assert.equal(await lists(), true);
      }
      remove();
      await stack.program(federation({}));
      await stack.succeed("up");
      assert.deepEqual(await trusted(), intact);
      assert.equal(await lists(), true);
      assert.deepEqual(Object.keys((await stack.succeed("up")).changes), ["same"]);
    });
  }

  it("cuts a suspended workload off although Entra refuses its new token version", async () => {
    const { remove } = refuse();
    await stack.program(federation({ tokenVersion: 2 }));
    assert.notEqual((await stack.stack.up(hasty)).exitCode, 0);
    await stack.program(federation({ tokenVersion: 2 }, { suspended: true }));
    assert.notEqual((await stack.stack.up(hasty)).exitCode, 0);
    assert.equal(await lists(), false);
    assert.equal((await lab().aws.counts()).oidcProviders, 1);

    remove();
    await stack.program(federation({}));
    await stack.succeed("up");
    assert.deepEqual(await trusted(), intact);
    assert.equal(await lists(), true);
  });

  it("leaves both clouds empty when it is destroyed", async () => {
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
