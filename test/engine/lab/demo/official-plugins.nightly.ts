/** The demo with the official plugins that the environment names, or else with those that are installed. It downloads none. */
import assert from "node:assert/strict";
import { runDemo } from "../../../../lab/demo/run-demo";
import { findOfficialPlugins, type OfficialPlugins } from "../../../../lab/pulumi/official-plugins";
import { namedOfficialPlugins } from "../../official-plugins";

describe("the demo with the official plugins", function () {
  this.timeout("20m");
  let officialPlugins: OfficialPlugins;

  before(async function () {
    officialPlugins = await namedOfficialPlugins();
    if (Object.keys(officialPlugins).length === 0) {
      ({ found: officialPlugins } = await findOfficialPlugins(process.env));
    }
    if (Object.keys(officialPlugins).length === 0) {
      // npm run demo -- --official-plugins installs them where they can be downloaded.
      this.skip();
    }
  });

  it("holds in all eight steps", async () => {
    const report = await runDemo({
      display: "nowhere",
      signal: new AbortController().signal,
      officialPlugins,
    });
    const all = { resources: 16, components: 7 };
    assert.deepEqual(report.deployment.created, all);
    assert.deepEqual(report.listing.byCli, ["devteam-builds", "devteam-reports", "payroll-archive"]);
    assert.deepEqual(
      report.refusals.map(({ code }) => code),
      [
        "AccessDenied",
        "AccessDenied",
        "AADSTS501051",
        "AccessDenied",
        "InvalidIdentityToken",
        "InvalidIdentityToken",
      ],
    );
    assert.equal(report.insecure.rolesCreated, 0);
    assert.deepEqual(report.unchanged, all);
    assert.deepEqual(report.emptied, { deleted: all, leftInAzure: 0, leftInAws: 0 });
  });
});
