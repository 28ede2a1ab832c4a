/** A federation or a part of one that gets another name in the program, under the real engine. */
import assert from "node:assert/strict";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, leftIn, nameOf, ProgramStack } from "../federation-lab";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});

const PERMISSIONS = `{
  readBuckets: ["devteam-reports"],
  inlinePolicies: { lists: ${JSON.stringify(POLICY)} },
  managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
}`;

/** A federation with each kind of child. */
const federation = (name: string, { args = "", formerly = "" } = {}) => `
new azure.AzureToAwsFederation("${name}", {
  ${args}
  workloads: {
    app: {
      permissions: ${PERMISSIONS},
      virtualMachine: { sshPublicKey: "${ED25519_KEY}" },
      guest: { verify: true },
    },
    job: { permissions: { readBuckets: ["devteam-reports"] } },
  },
}${formerly === "" ? "" : `, { aliases: [{ name: "${formerly}" }] }`});`;

/** A role that another team has, of a provider that it adopts. */
const role = (name: string, formerly = "") => `
new azure.FederatedRole("${name}", {
  oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/${LAB_TENANT_ID}/",
  issuer: "https://sts.windows.net/${LAB_TENANT_ID}/",
  audiences: ["api://x/orders"],
  subjects: ["11111111-aaaa-4bbb-8ccc-000000000001"],
  permissions: ${PERMISSIONS},
  suspended: true,
}${formerly === "" ? "" : `, { aliases: [{ name: "${formerly}" }] }`});`;

describeWithLab("another name in the program", {}, function (lab) {
  this.timeout("5m");

  /** The IDs of all resources by the name that they have when the component is called `name`. */
  const idsOf = async (stack: ProgramStack, name: string): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      (await stack.resources())
        .filter(({ custom }) => custom)
        .map((resource) => [nameOf(resource).replace(name, "<name>"), resource.id] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );

  describe("of a federation, with its alias", () => {
    let stack: ProgramStack;
    let before: Record<string, string | undefined>;

    it("changes nothing when audience and display name are set to what they were", async () => {
      stack = await ProgramStack.create(lab(), "renaming");
      await stack.deploy(federation("fed"));
      before = await idsOf(stack, "fed");
      const args = `audience: "api://${LAB_TENANT_ID}/renaming-renaming-fed", displayName: "renaming-renaming-fed",`;
      await stack.program(federation("orders", { args, formerly: "fed" }));
      for (const operation of ["preview", "up"] as const) {
        const run = await stack.succeed(operation);
        assert.deepEqual(deeds(run), [], run.output);
      }
      assert.deepEqual(await idsOf(stack, "orders"), before);
      // The alias has done its work.
      await stack.program(federation("orders", { args }));
      assert.deepEqual(deeds(await stack.succeed("preview")), []);
    });

    it("changes in place what follows from the name where they are not set, and keeps every child", async () => {
      const up = await stack.deploy(federation("shop", { formerly: "orders" }));
      assert.deepEqual(deeds(up), [
        "updated shop-app-guest",
        "updated shop-app-role",
        "updated shop-app-verify",
        "updated shop-application",
        "updated shop-job-role",
        "updated shop-oidc-provider",
      ]);
      assert.deepEqual(await idsOf(stack, "shop"), before);
      assert.deepEqual(deeds(await stack.succeed("preview")), []);
    });

    it("is another federation without it, which is refused beside the old one's provider", async () => {
      await stack.program(federation("other"));
      const { exitCode, output } = await stack.stack.preview();
      assert.notEqual(exitCode, 0);
      assert.match(output, / azure-native:resources:ResourceGroup other-group create /);
      assert.match(output, /AwsOidcProvider "other": the account already has an OpenID Connect provider/);
    });

    after(async () => {
      await stack.succeed("destroy");
      assert.equal(await leftIn(lab()), 0);
    });
  });

  it("of a role changes nothing when it has an alias", async () => {
    const stack = await ProgramStack.create(lab(), "renaming-role");
    await stack.deploy(role("app"));
    const before = await idsOf(stack, "app");
    await stack.program(role("reader", "app"));
    for (const operation of ["preview", "up"] as const) {
      const run = await stack.succeed(operation);
      assert.deepEqual(deeds(run), [], run.output);
    }
    assert.deepEqual(await idsOf(stack, "reader"), before);
    await stack.succeed("destroy");
  });
});
