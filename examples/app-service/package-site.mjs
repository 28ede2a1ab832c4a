// Puts the helper and the AWS config beside the app: `node package-site.mjs site "$(pulumi stack output awsConfig)"`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { bundledHelper } from "@azure-to-aws/federation/credential-helper";

const [site, awsConfig] = process.argv.slice(2);
if (site === undefined || awsConfig === undefined) {
  process.stderr.write('usage: node package-site.mjs <folder> "$(pulumi stack output awsConfig)"\n');
  process.exit(2);
}
mkdirSync(join(site, "aws"), { recursive: true });
writeFileSync(join(site, "aws/credential_process.py"), bundledHelper());
writeFileSync(join(site, "aws/config"), awsConfig.trimEnd() + "\n");
