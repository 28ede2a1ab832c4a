/** An audience that Entra refuses, under the real engine with both clouds: who worked before works on. */
import assert from "node:assert/strict";
import type { LabOptions } from "../../../../lab";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { BROAD, deeds, leftIn, ProgramStack } from "../federation-lab";

const federation = (audience: string, workload = ""): string => `
new azure.AzureToAwsFederation("orders", {
  ${audience}
  workloads: { app: { permissions: { readBuckets: ["devteam-reports"] }, ${workload} } },
});
`;

/** A directory that refuses will not follow later, so there is little to wait for. */
const hasty = { environment: { AZURE_TO_AWS_READ_BACK_SECONDS: "1" } };

const OPTIONS: LabOptions = {
  tenant: { verifiedDomains: ["contoso.com", "fabrikam.com"] },
  graphPermissions: [...BROAD, "AppRoleAssignment.ReadWrite.All", "Domain.Read.All"],
};

describeWithLab("AzureToAwsFederation whose new audience Entra refuses", OPTIONS, function (lab) {
  this.timeout("3m");

  it("keeps the provider and the roles, however often the update is run again", async () => {
    const stack = await ProgramStack.create(lab(), "refused");
    await stack.deploy(federation(""));
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
      "update orders-app-role",
      "update orders-application",
      "update orders-oidc-provider",
    ]);
    const refused = await stack.stack.up(hasty);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /urn:\/\/orders/);
    assert.deepEqual(deeds(refused), []);
    assert.deepEqual(await trusted(), before);

    // Pulumi believes by now that the application has the audience. The read-back does not.
    const again = await stack.stack.up(hasty);
    assert.notEqual(again.exitCode, 0, again.output);
    assert.match(
      again.output,
      /AzureToAwsFederation "orders": a cloud does not have what this program asked for\. Run: pulumi up --refresh, .* \[read-back-failed\]\n +application\.identifierUris: expected \["urn:\/\/orders"\]; Entra has \["api:\/\/[^"]+\/refused-refused-orders"\]/,
    );
    assert.deepEqual(await trusted(), before);
    assert.notEqual((await stack.stack.up(hasty)).exitCode, 0);
    assert.deepEqual(await trusted(), before);

    // What the message names shows Entra's own refusal again.
    const refreshed = await stack.stack.up({ ...hasty, refresh: true });
    assert.notEqual(refreshed.exitCode, 0);
    assert.match(refreshed.output, /Failed to add identifier URI urn:\/\/orders/);
    assert.deepEqual(await trusted(), before);

    // To take the change back needs no refresh: Pulumi changes what it believes to be there.
    await stack.program(federation(""));
    assert.deepEqual(deeds(await stack.succeed("up")), ["updated orders-application"]);
    assert.deepEqual(await trusted(), before);
    assert.deepEqual(deeds(await stack.succeed("preview")), []);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("suspends a workload although nobody can tell what Entra has", async () => {
    const stack = await ProgramStack.create(lab(), "contained");
    await stack.deploy(federation(""));
    await stack.program(federation('audience: "urn://orders",'));
    assert.notEqual((await stack.stack.up(hasty)).exitCode, 0);

    await stack.program(federation('audience: "urn://orders",', "suspended: true"));
    const suspended = await stack.stack.up(hasty);
    assert.notEqual(suspended.exitCode, 0);
    assert.match(suspended.output, /Run: pulumi up --refresh/);
    // The role is closed and its sessions are denied; the provider keeps the audience that works.
    assert.deepEqual(
      deeds(suspended).filter((deed) => !deed.endsWith("orders-application")),
      ["created orders-app-suspended", "updated orders-app-role"],
    );

    await stack.program(federation(""));
    assert.equal((await stack.stack.up({ refresh: true })).exitCode, 0);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("cuts a suspended workload off before it changes what AWS or Entra could refuse", async () => {
    const stack = await ProgramStack.create(lab(), "first");
    await stack.deploy(federation(""));
    const order: string[] = [];
    const watched = {
      fault: { kind: "latency", milliseconds: 0 },
      onStrike: ({ operation }: { readonly operation: string }) => {
        order.push(operation.replace(/^PATCH .*\/applications\/.*$/, "PATCH application"));
      },
    } as const;
    const rules = [
      lab().aws.faults.add({ ...watched, route: /^(?:PutRolePolicy|UpdateAssumeRolePolicy)$/ }),
      lab().azure.faults.add({ ...watched, route: /^PATCH .*\/applications\// }),
    ];
    await stack.deploy(federation('displayName: "Orders",', "suspended: true"));
    for (const { remove } of rules) {
      remove();
    }
    assert.equal(order[0], "PutRolePolicy");
    assert.deepEqual(
      new Set(order),
      new Set(["PutRolePolicy", "UpdateAssumeRolePolicy", "PATCH application"]),
    );
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("judges only a URI that Entra has to add, and none while a workload is suspended", async () => {
    const stack = await ProgramStack.create(lab(), "kept");
    await stack.deploy(federation('audience: "https://aws.contoso.com/orders",'));
    // Entra keeps a URI whose domain is no longer verified.
    const { verifiedDomains } = lab().azure.tenant() as unknown as { verifiedDomains: string[] };
    const before = [...verifiedDomains];
    verifiedDomains.splice(verifiedDomains.indexOf("contoso.com"), 1);
    assert.deepEqual(deeds(await stack.succeed("up")), []);

    const other = 'audience: "https://aws.contoso.com/other",';
    await stack.program(federation(other));
    const refused = await stack.stack.preview();
    assert.notEqual(refused.exitCode, 0);
    assert.match(
      refused.output,
      /audience: the domain is not verified in the tenant\. Expected a URI on one of: fabrikam\.com, .*; got "https:\/\/aws\.contoso\.com\/other"/,
    );

    await stack.program(federation(other, "suspended: true"));
    const suspended = await stack.stack.up(hasty);
    // Entra refuses it still, and the role is closed.
    assert.notEqual(suspended.exitCode, 0);
    assert.match(
      suspended.output,
      /warning: while a workload is suspended, this problem does not stop the update/,
    );
    assert.deepEqual(deeds(suspended), ["created orders-app-suspended", "updated orders-app-role"]);

    verifiedDomains.splice(0, verifiedDomains.length, ...before);
    assert.equal((await stack.stack.up({ refresh: true })).exitCode, 0);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
