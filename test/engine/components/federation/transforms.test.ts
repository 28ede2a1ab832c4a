/** docs/how-to/change-a-child.md and open-ssh.md under the real engine: each of its changes reaches the child that it names. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { deeds, nameOf, ProgramStack, type StateResource } from "../federation-lab";

const PAGE = readFileSync(path.join(PROJECT_ROOT, "docs/how-to/change-a-child.md"), "utf8");

const SSH_PAGE = readFileSync(path.join(PROJECT_ROOT, "docs/how-to/open-ssh.md"), "utf8");

/** The blocks of TypeScript of both pages as JavaScript without imports. */
const [program = "", ...blocks] = [...`${PAGE}\n${SSH_PAGE}`.matchAll(/^```ts\n(.*?)^```$/gms)].map(
  ([, source = ""]) =>
    ts
      .transpileModule(source.replace(/^import .*$/gm, ""), {
        compilerOptions: { target: ts.ScriptTarget.ES2022 },
      })
      .outputText.replace(/^export \{\};$/m, ""),
);

/** A row of the page's table: the end of a child's name, its type, and a change as the page writes it. */
type Row = readonly [end: string, type: string, change: string];

const rows: readonly Row[] = [...PAGE.matchAll(/^\| `(-[\w-]+)` +\| `([^`]+)` +\| `(\{.*\})` +\|$/gm)].map(
  ([, end = "", type = "", change = ""]) => [end, type, change],
);

/** A child of this program that only joins two others: the page has no row for it. */
const WITHOUT_A_ROW = "-assignment";

const PROFILE_VERSION =
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/inVMAccessControlProfiles/p/versions/1.0.0";

/** A federation with a VM, and with the transform that one block of the page declares. */
function transformedBy(transform: string, virtualMachine: object = {}): string {
  const block = blocks.find((source) => source.includes(`const ${transform} =`));
  assert.ok(block !== undefined, transform);
  const workload = {
    permissions: { readBuckets: ["devteam-reports"] },
    virtualMachine,
    guest: { verify: true },
  };
  return `
    const { PublicIPAddress } = require("@pulumi/azure-native/network/publicIPAddress");
    const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
    const resourceGroupName = new ResourceGroup("theirs").name;
    const profileVersionId = "${PROFILE_VERSION}";
    ${block}
    const federation = ${JSON.stringify({ workloads: { importer: workload } })};
    new azure.AzureToAwsFederation("orders", federation, { transforms: [${transform}] });`;
}

describeWithLab("transforms of docs/how-to/change-a-child.md", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;
  let count = 0;

  beforeEach(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), `transforms-${++count}`, {
      "azure-to-aws-federation:sshPublicKey": ED25519_KEY,
    });
  });

  afterEach(async () => {
    await stack.succeed("destroy");
  });

  /** The children of the federation that are resources of a cloud. */
  const children = async (): Promise<readonly StateResource[]> =>
    (await stack.resources()).filter((resource) => resource.custom && nameOf(resource).startsWith("orders-"));

  const inputsOf = async (end: string): Promise<Readonly<Record<string, unknown>>> => {
    const found = (await children()).filter((child) => nameOf(child).endsWith(end));
    assert.equal(found.length, 1, end);
    return found[0]?.inputs ?? {};
  };

  it("change the child that each row names, and every other kind of child has a row", async () => {
    const changes = rows.map(([end, , change]) => `"${end}": ${change},`).join("\n");
    const changing = program.replace(/(const changes = )\{.*?^\};/ms, `$1{ ${changes} };`);
    assert.ok(rows.length > 0 && changing !== program);
    await stack.deploy(`const { AzureToAwsFederation } = azure;\n${changing}`);
    const found = (await children()).map((child) => {
      const row = rows.find(([end]) => nameOf(child).endsWith(end));
      if (row === undefined) {
        return [nameOf(child).slice(-WITHOUT_A_ROW.length)];
      }
      const [end, type, change] = row;
      const { inputs = {} } = child;
      const names = Object.keys(runInNewContext(`(${change})`) as object);
      assert.deepEqual(
        Object.fromEntries(names.map((name) => [name, inputs[name]])),
        JSON.parse(String(runInNewContext(`JSON.stringify(${change})`))),
        end,
      );
      return [end, child.type, ...(child.type === type ? [] : [type])];
    });
    assert.deepEqual(found.sort(), [...rows.map(([end, type]) => [end, type]), [WITHOUT_A_ROW]].sort());
  });

  it("encrypt the disks on the host, next to what the component sets", async () => {
    await stack.deploy(transformedBy("encryptOnHost"));
    const { securityProfile } = await inputsOf("-vm");
    assert.deepEqual(securityProfile, {
      securityType: "TrustedLaunch",
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
      encryptionAtHost: true,
    });
  });

  it("keep what someone changed by hand", async () => {
    await stack.deploy(transformedBy("keepSize", { size: "Standard_B1s" }));
    await stack.program(transformedBy("keepSize", { size: "Standard_B2s" }));
    assert.deepEqual(deeds(await stack.succeed("up")), []);
  });

  it("let users in by SSH from one network, and deny everything else", async () => {
    await stack.deploy(transformedBy("openSsh"));
    const { securityRules } = await inputsOf("-nsg");
    const rules = securityRules as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(
      rules.map(({ access, priority, sourceAddressPrefix: from, destinationPortRange: port }) => [
        [access, priority, from, port],
      ]),
      [[["Allow", 90, "198.51.100.0/24", "22"]], [["Deny", 100, "*", "*"]]],
    );
    const { ipConfigurations } = await inputsOf("-nic");
    const [first] = ipConfigurations as readonly { publicIPAddress?: { id?: string }; subnet?: object }[];
    assert.match(first?.publicIPAddress?.id ?? "", /\/publicIPAddresses\/ssh/);
    assert.ok(first?.subnet !== undefined);
  });

  it("give the metadata service the access control profile in place of a mode", async () => {
    await stack.deploy(transformedBy("useProfile", { imdsAccess: "audit" }));
    const { securityProfile } = await inputsOf("-vm");
    const { proxyAgentSettings } = securityProfile as { readonly proxyAgentSettings?: object };
    assert.deepEqual(proxyAgentSettings, {
      enabled: true,
      imds: { inVMAccessControlProfileReferenceId: PROFILE_VERSION },
      wireServer: { mode: "Audit" },
    });
  });

  it("let a verification fail at once", async () => {
    await stack.deploy(transformedBy("failAtOnce"));
    const { source } = await inputsOf("-verify");
    assert.match((source as { readonly script: string }).script, /'\/etc\/azure-to-aws\/config' "\$cache"\n/);
  });
});
