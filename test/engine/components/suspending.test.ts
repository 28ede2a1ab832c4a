/** A workload is cut off by a program in another language although Entra cannot be read, under the real engine. */
import assert from "node:assert/strict";
import path from "node:path";
import { fillPluginCache } from "../../../lab/pulumi/toolchain";
import { describeWithLab } from "../../../lab/testing/with-lab";
import { version } from "../../../package.json";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { deeds, leftIn, ProgramStack } from "./federation-lab";

const SELF = "azure-to-aws-federation:index:AzureToAwsFederation";

/** The federation in the provider plugin's process, as programs in YAML and other languages have it. */
const remote = (suspended: boolean): string => `
const workloads = { app: { permissions: { readBuckets: ["devteam-reports"] }, suspended: ${suspended} } };
class AzureToAwsFederation extends pulumi.ComponentResource {
  constructor(name) {
    super("${SELF}", name, { workloads }, { version: "${version}" }, true);
  }
}
new AzureToAwsFederation("orders");
`;

describeWithLab("suspending a workload from a provider plugin", {}, function (lab) {
  this.timeout("3m");

  before(async function () {
    this.timeout("15m");
    const entry = path.join(PROJECT_ROOT, "dist/components/plugin.js");
    await fillPluginCache(lab().pulumi.environment.PULUMI_HOME, {
      plugins: { "azure-to-aws-federation": { entry, version } },
      languageHost: false,
    });
  });

  it("closes the role and denies its sessions although the read-back of the application fails at once", async () => {
    const stack = await ProgramStack.create(lab(), "remote");
    await stack.deploy(remote(false));

    await stack.program(remote(true));
    const body =
      '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}';
    const answer = { status: 403, headers: { "content-type": "application/json" }, body };
    const reads = lab().azure.faults.add({
      route: /^GET \/graph\.microsoft\.com\/v1\.0\/applications\/[0-9a-f-]{36}(\?|$)/,
      fault: { kind: "answer", answer },
    });
    const suspended = await stack.stack.up();
    reads.remove();
    // One read, which is not repeated: the error is there before AWS has answered anything.
    assert.equal(reads.struck.length, 1);
    assert.notEqual(suspended.exitCode, 0);
    assert.match(
      suspended.output,
      /AzureToAwsFederation "orders": a cloud does not have what this program asked for/,
    );
    assert.match(suspended.output, /cannot be read, so nothing that depends on it was changed: .*\b403\b/);
    assert.deepEqual(deeds(suspended), ["created orders-app-suspended", "updated orders-app-role"]);

    // Once Entra can be read, the same program finds the containment in place.
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});
