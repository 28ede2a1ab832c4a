/** An audience that Entra refuses, under the real engine with both clouds: who worked before works on. */
import assert from "node:assert/strict";
import type { Lab } from "../../../lab/lab";
import { deeds, leftIn, ProgramStack, startLab } from "../federation-lab";

const federation = (audience: string): string => `
new azure.AzureToAwsFederation("orders", {
  ${audience}
  workloads: { app: { permissions: { readBuckets: ["devteam-reports"] } } },
});
`;

describe("AzureToAwsFederation whose new audience Entra refuses", function () {
  this.timeout("3m");
  let lab: Lab;

  before(async function () {
    this.timeout("15m");
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
  });

  it("leaves provider and roles as they were, for whoever works with the old one", async () => {
    const stack = await ProgramStack.create(lab, "refused");
    await stack.program(federation(""));
    await stack.succeed("up");
    const trusted = async () =>
      (await stack.resources())
        .filter(({ type }) => type.startsWith("aws:iam"))
        .map(({ outputs = {} }) => [outputs.assumeRolePolicy, outputs.clientIdLists]);
    const before = await trusted();
    // Both name it, the role between quotes that are text themselves.
    assert.equal(JSON.stringify(before).match(/\/refused-refused-orders\\?"/g)?.length, 2);

    // A form that the default policy of tenants refuses: a warning in the preview, since the tenant may allow it.
    await stack.program(federation('audience: "urn://orders",'));
    assert.deepEqual(deeds(await stack.succeed("preview")), [
      "update orders-app",
      "update orders-app-role",
      "update orders-application",
      "update orders-oidc-provider",
    ]);
    const refused = await stack.stack.up();
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /urn:\/\/orders/);
    assert.deepEqual(deeds(refused), []);
    assert.deepEqual(await trusted(), before);
    await stack.refresh();
    assert.deepEqual(await trusted(), before);

    await stack.program(federation(""));
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab), 0);
  });
});
