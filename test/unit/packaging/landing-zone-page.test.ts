/** docs/how-to/deploy-into-a-landing-zone.md against the code: its arguments, preflight's report, and the hosts of the reference. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { AZURE_ENDPOINTS } from "../../../cli/clouds/microsoft/azure-cloud";
import { plannedResources } from "../../../cli/preflight/azure-policy/planned-resources";
import { parametersOf } from "../../../cli/preflight/azure-policy/policy-values";
import { checkAzurePolicy } from "../../../cli/preflight/checks/azure-policy";
import type { AssignedPolicy } from "../../../cli/preflight/facts";
import { outboundHosts } from "../../../cli/preflight/outbound-hosts";
import { renderPreflight } from "../../../cli/preflight/report";
import { defaultImage } from "../../../cli/preflight/wanted";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { adoptedId, NOTHING, plan } from "../cli/preflight/planned";
import { runCli } from "../cli/run-cli";

const PAGE = "docs/how-to/deploy-into-a-landing-zone.md";

/** The built-in policy that the page takes as its example. */
const REQUIRE_TAG: AssignedPolicy = {
  assignment: "landing zone",
  assignmentId:
    "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/providers/Microsoft.Authorization/policyAssignments/lz",
  policy: "Require a tag on resources",
  mode: "Indexed",
  condition: { field: "[concat('tags[', parameters('tagName'), ']')]", exists: "false" },
  effect: "deny",
  details: undefined,
  parameters: parametersOf({ tagName: "costCenter" }),
  reservation: undefined,
  isOverridden: false,
};

interface Schema {
  readonly resources: Readonly<
    Record<string, { readonly inputProperties: Readonly<Record<string, unknown>> }>
  >;
  readonly types: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
}

function read(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), "utf8");
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = ""]) => found);
}

describe("the page about landing zones", () => {
  const page = read(PAGE);

  it("names only arguments that the components have", () => {
    const { resources, types } = JSON.parse(read("schema.json")) as Schema;
    const federation = resources["azure-to-aws-federation:index:AzureToAwsFederation"]?.inputProperties ?? {};
    const membersOf = (name: string) => types[`azure-to-aws-federation:index:${name}`]?.properties ?? {};
    const [remedies = ""] = all(page, /^\| If a policy denies .*\n\| -.*\n((?:\|.*\n)+)/gm);
    const named = all(remedies, /`([^`]+)`/g).filter((span) => !span.includes(":"));
    assert.ok(named.length > 10, named.join());
    const missing = named.filter((name) => {
      const [, owner, member = name] = /^(virtualMachine|workloads\.<name>)\.(\w+)$/.exec(name) ?? [];
      const members =
        owner === undefined
          ? federation
          : membersOf(owner === "virtualMachine" ? "VirtualMachineSettings" : "WorkloadSettings");
      return !Object.hasOwn(members, member);
    });
    assert.deepEqual(missing, []);
    assert.ok(page.includes("`network: {}`") && Object.hasOwn(federation, "network"));
  });

  it("shows a denial as preflight reports it", () => {
    const subnet = adoptedId("Microsoft.Network/virtualNetworks/subnets", "spoke", "workloads");
    const resources = plannedResources({
      plan: plan({ adopted: { ...NOTHING, subnets: [subnet] } }),
      location: "westeurope",
      tags: {},
      vmSize: "Standard_B1s",
      image: defaultImage("Standard_B1s"),
      ownImage: undefined,
    });
    const check = checkAzurePolicy([
      { facts: { value: { policies: [REQUIRE_TAG], unread: [] } }, resources },
    ]);
    const [report = ""] = renderPreflight({ checks: [check], outbound: [] }, undefined).split("\n\n");
    assert.equal(all(page, /^```text\n(.*?)\n```$/gms)[0], report);
  });

  it("shows a host as preflight reports it, and leads to the same list of hosts", () => {
    const hosts = outboundHosts({ cloud: "public", endpoints: AZURE_ENDPOINTS.public, region: "eu-west-1" });
    const [section = ""] = all(
      read("docs/reference/command-line.md"),
      /^### Hosts for the firewall\n(.*?)^### /gms,
    );
    const rows = [...section.matchAll(/^\| `([^`]+)` +\| (\d+) +\| (.+?) +\|$/gm)].map(
      ([, host = "", port, purpose = ""]) => ({ host, port: Number(port), purpose }),
    );
    assert.deepEqual(rows, hosts);
    const [, excerpt = ""] = all(page, /^```text\n(.*?)\n```$/gms);
    assert.ok(
      renderPreflight({ checks: [], outbound: hosts }, undefined).includes(`\n${excerpt}\n`),
      excerpt,
    );
  });

  it("gives preflight only options that it has", async () => {
    const { stdout } = await runCli(["preflight", "--help"]);
    const options = new Set(all(page, /(--(?:stack-config|tag|[a-z]+(?:-[a-z]+)*-id|resource-group))\b/g));
    assert.ok(options.size > 4, [...options].join());
    for (const option of options) {
      assert.match(stdout, new RegExp(`^ +${option} `, "m"));
    }
  });
});
