/** The Azure CLI brings no license that a test tool may not have. */
import assert from "node:assert/strict";
import { IN_THE_AZURE_CLI, installedPackages, refusedLicenses } from "../../unit/structure/python-licenses";
import { installedVersion, lockedVersion, pythonPackages } from "../programs";
import { REQUIREMENTS } from "./azure-cli";

describe("What pip installs for the Azure CLI", () => {
  it("is under licenses that allow any use, or under the LGPL, by the metadata of what is installed", async function () {
    this.timeout(900_000); // The environment is made when there is none yet.
    const environment = await pythonPackages(REQUIREMENTS);
    assert.equal(
      await installedVersion(environment, "azure-cli"),
      lockedVersion(REQUIREMENTS, /^azure-cli==(\S+)/m),
    );
    const known = new Set([...IN_THE_AZURE_CLI].map(([name, license]) => `${name}: ${license}`));
    const refused = refusedLicenses(await installedPackages(environment.python));
    assert.deepEqual(
      refused.filter((line) => !known.has(line)),
      [],
    );
    // The metadata of a package can differ by the version of Python, that of the others can not.
    assert.ok(refused.some((line) => line.startsWith("paramiko: ")));
  });
});
