/**
 * Installs an official release of the Pulumi CLI: `node release-installer.js <folder> <version>`.
 * A separate program, because `PulumiCommand.install` supports neither an abort nor a time limit.
 */
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";

const [root, version] = process.argv.slice(2);
if (root === undefined || version === undefined) {
  console.error("usage: release-installer <folder> <version>");
  process.exit(2);
}
PulumiCommand.install({ root, version: new SemVer(version) }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
