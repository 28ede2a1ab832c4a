/** The audit has nothing to say about what the components deploy, into three accounts, with two tenants collected. */
import assert from "node:assert/strict";
import type { AuditReport } from "../../../../cli/audit/audit-report";
import { DEPLOYER } from "../../../../lab/aws";
import { LAB_AWS_ACCOUNT_ID, LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { ProgramStack } from "../../components/federation-lab";
import { allowDeployer } from "../../examples/example-lab";
import { audit, collect, ESTATE, MEMBERS, prepareEstate } from "../estate-lab";

/** One of each: a VM, an App Service, a cluster, a suspended workload, roles in other accounts, and an adopted provider. */
const PROGRAM = `
const aws = require("@pulumi/aws/provider");
const { ManagedCluster } = require("@pulumi/azure-native/containerservice/managedCluster");
const { AppServicePlan } = require("@pulumi/azure-native/web/appServicePlan");
const { WebApp } = require("@pulumi/azure-native/web/webApp");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");

const permissions = { readBuckets: ["devteam-reports"] };
const federation = new azure.AzureToAwsFederation("fed", {
  additionalAudiences: ["api://${LAB_TENANT_ID}/estate-estate-second"],
  workloads: {
    app: { permissions, virtualMachine: { sshPublicKey: "${ED25519_KEY}" } },
    night: { permissions, suspended: true },
    site: { permissions },
  },
});
new azure.AzureToAwsFederation("second", {
  oidcProviderArn: federation.oidcProviderArn,
  workloads: { app: { permissions } },
});

const group = new ResourceGroup("compute");
const placed = { resourceGroupName: group.name };
const plan = new AppServicePlan("site", {
  ...placed, kind: "linux", reserved: true, sku: { name: "B1", tier: "Basic" },
});
new WebApp("site", {
  ...placed, kind: "app,linux", serverFarmId: plan.id, httpsOnly: true,
  identity: { type: "UserAssigned", userAssignedIdentities: [federation.workload("site").identityId] },
  siteConfig: { linuxFxVersion: "PYTHON|3.13", minTlsVersion: "1.2", ftpsState: "Disabled" },
});

const cluster = new ManagedCluster("cluster", {
  ...placed, dnsPrefix: "estate", identity: { type: "SystemAssigned" },
  agentPoolProfiles: [
    { name: "system", mode: "System", count: 1, vmSize: "Standard_D2s_v5", osType: "Linux", type: "VirtualMachineScaleSets" },
  ],
  oidcIssuerProfile: { enabled: true },
  securityProfile: { workloadIdentity: { enabled: true } },
});
const issuer = cluster.oidcIssuerProfile.apply((profile) => profile.issuerURL);
const audiences = ["sts.amazonaws.com"];
const clusterProvider = new azure.AwsOidcProvider("cluster", { issuer, audiences });
new azure.FederatedRole("cluster", {
  oidcProviderArn: clusterProvider.oidcProviderArn, issuer, audiences, permissions,
  subjects: ["system:serviceaccount:reporting:reports"],
});

const { contract } = federation.workload("app");
for (const account of ${JSON.stringify(MEMBERS)}) {
  const provider = new aws.Provider(account, {
    region: "eu-west-1", assumeRoles: [{ roleArn: "arn:aws:iam::" + account + ":role/${DEPLOYER}" }],
  });
  const { oidcProviderArn } = new azure.AwsOidcProvider("in-" + account, { contract }, { providers: { aws: provider } });
  new azure.FederatedRole("in-" + account, { oidcProviderArn, contract, permissions }, { providers: { aws: provider } });
}
`;

/** Reach and verdict of each role, without names: a redacted snapshot has others. */
const judged = ({ roles }: AuditReport) =>
  roles.map(({ reach, verdict, permissions }) => [reach, verdict, permissions.power].join(" ")).toSorted();

describeWithLab("audit, of everything that the components deploy", ESTATE, function (lab) {
  this.timeout("5m");
  let full: Awaited<ReturnType<typeof audit>>;
  let redacted: Awaited<ReturnType<typeof audit>>;

  before(async function () {
    this.timeout("15m");
    await prepareEstate(lab());
    await allowDeployer({ lab: lab() }, "aks");
    const stack = await ProgramStack.create(lab(), "estate");
    await stack.deploy(PROGRAM);
    full = await audit(await collect(lab(), "estate.snapshot.gz"));
    redacted = await audit(await collect(lab(), "redacted.snapshot.gz", "--redact"));
  });

  it("finds nothing but the keys of the lab's own logins", () => {
    const { roles, findings, counts } = full.report;
    assert.deepEqual(
      roles.flatMap((role) => role.findings),
      [],
    );
    assert.deepEqual(
      findings.map(({ rule, subject }) => [rule, ...subject.split("/").slice(0, 2)]),
      [
        ["access-key-beside-federation", LAB_AWS_ACCOUNT_ID, DEPLOYER],
        ...MEMBERS.map((account) => ["access-key-beside-federation", account, "administrator"]),
      ],
    );
    assert.deepEqual([counts.accounts, counts.tenants, counts.subscriptions], [3, 2, 1]);
    assert.deepEqual(
      roles.map(({ account, name, reach, verdict }) => [
        account,
        name.replace(/-[0-9a-f]{7}$/, ""),
        reach,
        verdict,
      ]),
      [
        [LAB_AWS_ACCOUNT_ID, "cluster-role", undefined, "accepted"],
        [LAB_AWS_ACCOUNT_ID, "fed-app-role", undefined, "accepted"],
        [LAB_AWS_ACCOUNT_ID, "fed-site-role", undefined, "accepted"],
        ...MEMBERS.map((account) => [account, `in-${account}-role`, undefined, "accepted"]),
        [LAB_AWS_ACCOUNT_ID, "second-app-role", undefined, "accepted"],
        // It is suspended and may do nothing, so it comes last.
        [LAB_AWS_ACCOUNT_ID, "fed-night-role", "nobody", "accepted"],
      ],
    );
  });

  it("finds the same in the redacted snapshot, and judges each role in the same way", () => {
    const { roles, findings, counts } = redacted.report;
    assert.deepEqual(
      roles.flatMap((role) => role.findings),
      [],
    );
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      full.report.findings.map(({ rule }) => rule),
    );
    assert.deepEqual(counts, full.report.counts);
    assert.deepEqual(judged(redacted.report), judged(full.report));
    const text = JSON.stringify(redacted.report);
    for (const { name, arn } of full.report.roles) {
      assert.ok(!text.includes(name) && !text.includes(arn), name);
    }
  });
});
