/** A lab with three accounts and two tenants, and the built command line that collects and audits it. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { AuditReport } from "../../../cli/audit/audit-report";
import type { Lab, LabOptions } from "../../../lab";
import type { AwsEnvironment } from "../../../lab/aws";
import { GRAPH_APP_ID, graphPermissionId, registerDeployer } from "../../../lab/azure";
import { LAB_AWS_ACCOUNT_ID, LAB_DEPLOYER, LAB_TENANT_ID } from "../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../tools/project-root";
import {
  COLLECTOR,
  documented,
  documentedGraphPermissions,
  EXTERNAL_ID,
  trustOfCollector,
} from "../../unit/cli/collect/collect-lab";
import { type Caller, runBuilt } from "../../unit/cli/roles/role-lab";
import type { CliResult } from "../../unit/cli/run-cli";

/** Leads sign-ins to the lab. */
const LEAD_TO_LAB = path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js");

/** The accounts besides that of the deployer. */
export const MEMBERS = ["222233334444", "333344445555"];
/** All accounts. */
export const ACCOUNTS = [LAB_AWS_ACCOUNT_ID, ...MEMBERS];
/** The tenant besides that of the deployer. */
export const OTHER_TENANT = "99999999-2222-4333-8444-555555555555";

/** What such a lab has. */
export const ESTATE: LabOptions = {
  awsMembers: MEMBERS.map((accountId) => ({ accountId, buckets: {} })),
  extraTenants: [{ tenantId: OTHER_TENANT }],
};

/** Lets the login collect: the documented role in the other accounts, and an application in the other tenant. */
export async function prepareEstate(lab: Lab): Promise<void> {
  for (const id of MEMBERS) {
    await createCollectorRole(lab.aws.rootEnvironment(id));
  }
  registerCollector(lab);
}

/** Registers the application of the login in the other tenant, and gives it the documented permissions in both. */
export function registerCollector({ azure }: Lab): void {
  const { ARM_CLIENT_SECRET: clientSecret = "" } = azure.environment();
  registerDeployer(azure.tenant(OTHER_TENANT), { ...LAB_DEPLOYER, clientSecret });
  for (const { directory } of [azure.tenant(), azure.tenant(OTHER_TENANT)]) {
    const principal = directory.servicePrincipal(LAB_DEPLOYER.clientId);
    const graph = directory.servicePrincipal(GRAPH_APP_ID);
    assert.ok(principal !== undefined && graph !== undefined);
    const held: readonly string[] = LAB_DEPLOYER.graphPermissions;
    for (const permission of documentedGraphPermissions().filter((one) => !held.includes(one))) {
      directory.assign(principal, graph, graphPermissionId(permission));
    }
  }
}

/** The environment of somebody who collects a lab. */
export function collectorOf({ aws, azure }: Lab): Caller {
  const environment = azure.environment();
  return {
    ...environment,
    ...aws.rootEnvironment(),
    AZURE_TO_AWS_ARM_ENDPOINT: environment.LAB_ARM_ENDPOINT ?? "",
    AZURE_TO_AWS_GRAPH_ENDPOINT: environment.LAB_GRAPH_ENDPOINT ?? "",
    NODE_OPTIONS: `--require=${JSON.stringify(LEAD_TO_LAB)}`,
  };
}

/** Collects a whole lab into a file of its folder. @returns the file */
export async function collect(lab: Lab, name: string, ...options: readonly string[]): Promise<string> {
  const out = path.join(lab.directory, name);
  const { exitCode, stderr } = await runBuilt(
    [
      ...`collect --out ${out} --organization --aws-role ${COLLECTOR} --aws-external-id ${EXTERNAL_ID}`.split(
        " ",
      ),
      ...`--tenant ${LAB_TENANT_ID} --tenant ${OTHER_TENANT}`.split(" "),
      ...options,
    ],
    collectorOf(lab),
  );
  assert.equal(exitCode, 0, stderr);
  return out;
}

/** Audits files. */
export async function audit(
  ...args: readonly string[]
): Promise<CliResult & { readonly report: AuditReport }> {
  const [first = ""] = args;
  const out = `${first}.audit.json`;
  const result = await runBuilt(["audit", "--format", "json", "--out", out, ...args], {});
  assert.notEqual(result.exitCode, 2, result.stderr);
  return { ...result, report: JSON.parse(await readFile(out, "utf8")) as AuditReport };
}

/** The role of the documentation in an account, which the management account's root user may assume. */
async function createCollectorRole(root: AwsEnvironment): Promise<void> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = root;
  const credentials = { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY };
  const iam = new IAMClient({ endpoint, region, credentials });
  const AssumeRolePolicyDocument = JSON.stringify(trustOfCollector(LAB_AWS_ACCOUNT_ID));
  const PolicyDocument = JSON.stringify(documented("aws-collect.json"));
  await iam.send(new CreateRoleCommand({ RoleName: COLLECTOR, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName: COLLECTOR, PolicyName: "collect", PolicyDocument }));
  iam.destroy();
}
