import assert from "node:assert/strict";
import { renderOutputPage } from "../../../../tools/schema/output-page";
import { committedSchema } from "./committed-schema";
import { anchorsOf, rowsOf } from "./table-rows";

describe("docs/reference/outputs.md", function () {
  this.timeout(120_000);
  let page: string;

  before(() => {
    page = renderOutputPage(committedSchema());
  });

  it("lists every output of every component, and of a workload", () => {
    const { resources, types } = committedSchema();
    const members = new Map(
      [...Object.entries(resources), ...Object.entries(types)].map(([token, { properties }]) => [
        token.split(":").at(-1),
        Object.keys(properties ?? {}),
      ]),
    );
    const sections = ["AzureToAwsFederation", "FederatedWorkload", "EntraAudience", "AzureWorkload"];
    sections.push("AwsOidcProvider", "FederatedRole", "AzureVirtualMachine", "GuestInstallation");
    const rows = rowsOf(page);
    assert.deepEqual([...new Set(rows.map(({ section }) => section))], sections);
    for (const section of sections) {
      const names = rows
        .filter((row) => row.section === section)
        .map(({ cells: [name = ""] }) => /`([^`]+)`/.exec(name)?.[1]);
      assert.deepEqual(names, members.get(section), section);
    }
  });

  it("shows an output's type and description, and links to the type of an object", () => {
    const rows = rowsOf(page).map(({ cells }) => cells);
    assert.deepEqual(
      rows.find(([name]) => name?.includes("azuretoawsfederation-workloads")),
      [
        '<a id="azuretoawsfederation-workloads"></a>[`workloads`](#azuretoawsfederation-workloads)',
        "map of [`FederatedWorkload`](#federatedworkload)",
        "The outputs of each workload, by its name.",
      ],
    );
    const anchors = anchorsOf(page);
    assert.equal(new Set(anchors).size, anchors.length);
    assert.ok(anchors.includes("federatedworkload"));
  });
});
