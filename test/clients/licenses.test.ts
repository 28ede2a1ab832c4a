/** The clients that are fetched are under licenses that we may use. */
import assert from "node:assert/strict";
import path from "node:path";
import { linkedModules, refusedLicenses as refusedOfGo } from "../unit/structure/go-licenses";
import { installedPackages, refusedLicenses as refusedOfPython } from "../unit/structure/python-licenses";
import { pythonPackages } from "./programs";

describe("What pip installs for the clients that are quick to get", () => {
  for (const folder of [
    "duckdb",
    "pyarrow/24",
    "object-store",
    "azure/identity",
    "providers/python",
    "providers/python/aioboto3",
  ]) {
    it(`is under licenses that allow any use in ${folder}, by the metadata of what is installed`, async function () {
      this.timeout(300_000); // The environment is made when there is none yet.
      const environment = await pythonPackages(path.join(__dirname, folder, "requirements.txt"));
      assert.deepEqual(refusedOfPython(await installedPackages(environment.python)), []);
    });
  }
});

/** Packages of programs that are not the module's own. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "providers/go": "./cmd/azure-to-aws-credentials",
  "test/clients/restic": "github.com/restic/restic/cmd/restic",
};

describe("What Go builds for the clients", () => {
  const folders = [
    "test/clients/go-v1",
    "test/clients/go-v2",
    "test/clients/provider-libraries",
    "providers/go",
    "test/clients/restic",
  ];
  for (const folder of folders) {
    it(`is under licenses that allow any use in ${folder}, where it was built here`, async function () {
      this.timeout(60_000);
      const modules = await linkedModules(path.join("../../..", folder), PROGRAMS[folder] ?? ".");
      if (modules === undefined) {
        this.skip();
      }
      assert.ok(modules.length > 1, `${modules.length} modules`);
      assert.deepEqual(await refusedOfGo(modules), []);
    });
  }
});
