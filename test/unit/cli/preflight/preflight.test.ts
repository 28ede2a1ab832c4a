/** The command as a process, with the vendors' SDKs, against both doubles. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path, { delimiter } from "node:path";
import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import {
  FOREIGN_TENANT_ID,
  GROUP,
  IDENTITY,
  LOCATION,
  virtualMachine,
  VM,
} from "../../../../lab/testing/azure-lab";
import { describeWith } from "../../../../lab/testing/describe-with";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { runCli } from "../run-cli";
import { runServed } from "../served-commands";
import { ACCOUNT, PreflightLab, type Report, reportIn, SUBSCRIPTION_ID, TENANT_ID } from "./preflight-lab";

const ISSUER = `https://sts.windows.net/${TENANT_ID}/`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/sts.windows.net/${TENANT_ID}/`;
const AUDIENCE = `api://${TENANT_ID}/orders`;
const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}`;
const HERE = ["--location", "westeurope"];

/** The IDs of all checks: each has a file. */
const CHECKS = readdirSync(path.join(PROJECT_ROOT, "cli/preflight/checks"))
  .map((file) => path.basename(file, ".ts"))
  .sort();

/** What lets the command read all of IAM that it asks for, and nothing else. */
const READS_OF_IAM = {
  Effect: "Allow",
  Action: [
    "iam:SimulatePrincipalPolicy",
    "iam:GetAccountSummary",
    "iam:ListOpenIDConnectProviders",
    "iam:GetOpenIDConnectProvider",
  ],
  Resource: "*",
};
const ALL_OF_IAM = { Effect: "Allow", Action: "iam:*", Resource: "*" };

/** The outcome of each check of a report, by its ID. */
function outcomes({ checks }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

/** Strikes every request and changes nothing, so that a test sees what the clouds see. */
const EVERY_REQUEST = { route: /./, fault: { kind: "latency", milliseconds: 0 } } as const;

describeWith(
  "azure-to-aws preflight",
  () => PreflightLab.start(),
  function (lab) {
    this.timeout(60_000);

    afterEach(async () => {
      lab().azure.faults.clear();
      lab().aws.faults.clear();
      await lab().removeProviders();
    });

    const createProvider = (...ClientIDList: string[]) =>
      lab().iam.send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList }));

    it("finds all ok where all can be read, and only reads: the clouds see nothing but reads and logins", async () => {
      const { environment } = lab().azure.addDeployer([
        "Application.ReadWrite.OwnedBy",
        "Application.Read.All",
        "AppRoleAssignment.ReadWrite.All",
        "Policy.Read.All",
        "Domain.Read.All",
      ]);
      await createProvider("someone-else", AUDIENCE);
      const caller = await lab().awsCaller(ALL_OF_IAM);
      const azure = lab().azure.faults.add(EVERY_REQUEST);
      const aws = lab().aws.faults.add(EVERY_REQUEST);
      const args = [...HERE, "--account", ACCOUNT, "--audience", AUDIENCE, "--oidc-provider-arn", PROVIDER];
      const report = await lab().reportOfProcess(args, { ...environment, ...caller });
      assert.deepEqual(
        report.checks.filter(({ outcome }) => outcome !== "ok"),
        [],
      );
      assert.deepEqual([report.exitCode, report.stderr, report.format, report.ok], [0, "", 1, true]);
      assert.deepEqual(report.checks.map(({ id }) => id).sort(), CHECKS);
      const written = azure.struck.filter((request) => !request.startsWith("GET "));
      const token = `POST /login.microsoftonline.com/${TENANT_ID}/oauth2/v2.0/token`;
      assert.deepEqual(
        written.map((request) => request.replace(/\?.*/, "")),
        [token, token],
      );
      assert.deepEqual([...new Set(aws.struck)].sort(), [
        "GetAccountSummary",
        "GetCallerIdentity",
        "GetOpenIDConnectProvider",
        "ListOpenIDConnectProviders",
        "SimulatePrincipalPolicy",
      ]);
    });

    it("finds wrong what is wrong, with the commands that mend it, in 80 columns", async () => {
      const { azure } = lab();
      const { environment, objectId } = azure.addDeployer(["Application.Read.All"]);
      azure.withdrawRoles(objectId);
      azure.assignRole({ principalId: objectId, role: "Reader", scope: SCOPE });
      azure.resourceProviders.unregister("Microsoft.ManagedIdentity");
      await createProvider("someone-else");
      const policy =
        "/providers/Microsoft.Authorization/policyDefinitions/871b6d14-10aa-478d-b590-94f262ecfa99";
      const undo = [
        azure.quotas.limit("standardBSFamily", 0),
        azure.quotas.limit("StaticPublicIPAddresses", 0),
        azure.policies.add({
          id: policy,
          properties: {
            displayName: "Require a tag on resources",
            mode: "Indexed",
            policyRule: { if: { field: "tags['CostCenter']", exists: "false" }, then: { effect: "deny" } },
          },
        }),
        azure.policies.add({
          id: `${SCOPE}/providers/Microsoft.Authorization/policyAssignments/tags`,
          properties: { policyDefinitionId: policy },
        }),
      ];
      const caller = await lab().awsCaller(READS_OF_IAM);
      const args = [
        "--location",
        "westus",
        "--image",
        "Debian:debian-12:12-gen2",
        "--audience",
        "api://orders",
      ];
      const more = ["--account", "444455556666", "--vm-count", "1001"];
      const both = { ...environment, ...caller };
      const report = await lab().report([...args, ...more], both);
      const size = await lab().run([...HERE, "--vm-size", "Standard_X9"], both);
      for (const back of undo) {
        back();
      }
      azure.resourceProviders.register("Microsoft.ManagedIdentity");
      assert.deepEqual(outcomes(report), {
        "azure-login": "ok",
        "azure-tenant": "ok",
        "azure-subscription": "ok",
        "azure-region": "ok",
        "aws-login": "ok",
        "aws-account": "wrong",
        "aws-region": "ok",
        "graph-permissions": "wrong",
        "azure-rights": "wrong",
        "adopted-resources": "ok",
        "iam-actions": "wrong",
        "resource-providers": "wrong",
        audience: "cannot tell",
        "oidc-provider": "wrong",
        "vm-size": "ok",
        "vm-image": "wrong",
        "compute-quota": "wrong",
        "network-quota": "wrong",
        "iam-quota": "wrong",
        "azure-policy": "wrong",
      });
      assert.deepEqual([report.exitCode, report.stderr, report.ok], [1, "", false]);
      assert.deepEqual(
        report.checks.filter(({ outcome, fix, expected }) => outcome === "wrong" && !(fix && expected)),
        [],
      );
      const fixOf = (id: string) => report.checks.find((check) => check.id === id)?.fix ?? "";
      assert.equal(
        fixOf("azure-rights"),
        `az role assignment create --assignee-object-id ${objectId} --role Contributor --scope ${SCOPE}`,
      );
      assert.match(
        fixOf("oidc-provider"),
        new RegExp(`pulumi config set oidcProviderArn ${PROVIDER}\naws iam add-client-id-to-open-id-`),
      );
      assert.equal(size.exitCode, 1);
      assert.match(
        size.stdout,
        /^wrong {8}VM size \[vm-size\]\n {13}found: {4}Azure does not offer Standard_X9 in westeurope\n/m,
      );
      // An argument that is longer than a line stays whole.
      const long = size.stdout
        .split("\n")
        .filter((line) => line.length > 80 && !/^ +(?:--\S+ )?\S+(?: \\)?$|arn:aws:iam/.test(line));
      assert.deepEqual(long, []);
      for (const secret of [both.ARM_CLIENT_SECRET ?? "-", both.AWS_SECRET_ACCESS_KEY ?? "-", "eyJ"]) {
        assert.equal(`${size.stdout}${report.stdout}`.includes(secret), false);
      }
    });

    it("tells what the documented deployers lack: reading policies, and simulating", async () => {
      const report = await lab().report([...HERE, "--strict"]);
      const unknown = report.checks.filter(({ outcome }) => outcome !== "ok");
      assert.deepEqual(
        unknown.map(({ id, outcome }) => [id, outcome]),
        [
          ["iam-actions", "cannot tell"],
          ["audience", "cannot tell"],
          ["iam-quota", "cannot tell"],
        ],
      );
      assert.match(unknown[0]?.found ?? "", /^AccessDenied: .*iam:SimulatePrincipalPolicy/);
      assert.deepEqual([report.exitCode, report.ok], [1, false]);
    });

    it("shows a step that takes longer than two seconds, and goes on if an API does not answer", async () => {
      lab().azure.faults.add({
        route: /Microsoft\.Compute\/skus/,
        fault: { kind: "latency", milliseconds: 2_500 },
      });
      lab().azure.faults.add({ route: /Microsoft\.Network\/locations/, fault: { kind: "cut" } });
      const args = ["preflight", "--format", "json", ...HERE];
      const report = reportIn(await runServed(args, lab().environment, true));
      // A busy machine takes longer, also for other steps.
      assert.match(report.stderr, /^(?:[\w ]+ \(\d+ s\)\.\.\.\n)+$/);
      assert.match(report.stderr, /^reading Azure Resource Manager \(2 s\)\.\.\.$/m);
      assert.deepEqual(
        [outcomes(report)["network-quota"], outcomes(report)["compute-quota"]],
        ["cannot tell", "ok"],
      );
      assert.deepEqual([report.exitCode, report.ok], [0, true]);
    });

    it("names the code of a client secret that has expired", async () => {
      const { environment } = lab().azure.addDeployer([]);
      const secret = "expired-secret-4711";
      const clientId = environment.ARM_CLIENT_ID ?? "";
      lab()
        .azure.tenant()
        .addSecret(clientId, secret, undefined, Date.now() - 1000);
      const report = await lab().report(HERE, { ...environment, ARM_CLIENT_SECRET: secret });
      const { outcome, found } = report.checks.find(({ id }) => id === "azure-login") ?? {};
      assert.equal(outcome, "wrong");
      assert.match(found ?? "", /^no login by the application in .*AADSTS7000222/);
    });

    it("is wrong without logins, and shows no secret that was refused", async () => {
      const secret = "wrong-secret-4711";
      const report = await lab().report(HERE, { ARM_CLIENT_SECRET: secret, AWS_ACCESS_KEY_ID: "" });
      const of = (id: string) => report.checks.find((check) => check.id === id);
      assert.match(of("azure-login")?.found ?? "", /^no login by the application in .*AADSTS7000215/);
      assert.deepEqual(
        ["azure-login", "aws-login", "aws-account", "iam-actions", "azure-rights", "oidc-provider"].map(
          (id) => of(id)?.outcome,
        ),
        ["wrong", "wrong", "cannot tell", "cannot tell", "cannot tell", "cannot tell"],
      );
      assert.deepEqual([report.exitCode, `${report.stdout}${report.stderr}`.includes(secret)], [1, false]);
    });

    it("asks for az login where neither variables nor the Azure CLI have a login, and still reads AWS", async () => {
      const report = await lab().report(HERE, { ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "" });
      const login = report.checks.find(({ id }) => id === "azure-login");
      assert.deepEqual([login?.outcome, login?.fix], ["wrong", `az login --tenant ${TENANT_ID}`]);
      assert.equal(outcomes(report)["oidc-provider"], "ok");
    });

    it("names no command that needs a login where there is none, and the Azure CLI's installation where that is missing", async () => {
      const none = { ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "", AWS_ACCESS_KEY_ID: "", AWS_PROFILE: "" };
      const node = path.dirname(process.execPath);
      const { checks } = await lab().report(HERE, { ...none, PATH: node });
      const of = (id: string) => checks.find((check) => check.id === id);
      assert.match(of("azure-login")?.fix ?? "", /^# Install the Azure CLI .*ARM_CLIENT_ID/s);
      assert.deepEqual(
        checks.filter(({ outcome, fix }) => outcome === "cannot tell" && fix !== undefined),
        [],
      );
      assert.deepEqual(
        ["iam-actions", "iam-quota", "oidc-provider", "vm-image"].map((id) => of(id)?.found),
        [...Array<string>(3).fill("no login to AWS: see AWS login"), "no login to Azure: see Azure login"],
      );
    });

    it("compares the zone with those in which the subscription may use the size", async () => {
      const found = async (location: string, size: string, zone: string) => {
        const args = ["--location", location, "--vm-size", size, "--zone", zone];
        const check = await lab().check("vm-size", args);
        return [check.outcome, check.found, check.expected];
      };
      assert.deepEqual(await found("eastus2", "Standard_D2s_v5", "2"), [
        "wrong",
        "Standard_D2s_v5 is not available in zone 2 of eastus2",
        "no zone, or one of 1, 3",
      ]);
      assert.deepEqual(await found("westus", "Standard_B1s", "1"), [
        "wrong",
        "Standard_B1s is not available in zone 1 of westus",
        "no zone",
      ]);
      assert.equal((await found("eastus2", "Standard_D2s_v5", "3"))[0], "ok");
    });

    it("expects a larger VM for an image of Windows, as the component does", async () => {
      const windows = ["--image", "MicrosoftWindowsServer:WindowsServer:2022-datacenter-azure-edition"];
      const check = async (id: string) => lab().check(id, [...HERE, ...windows]);
      assert.equal((await check("vm-size")).found, "Standard_B2s in westeurope: 2 vCPU of standardBSFamily");
      const { outcome, found } = await check("vm-image");
      assert.equal(outcome, "ok", found);
    });

    it("compares the processors of size and image, as Azure does", async () => {
      const [x64, arm] = ["Canonical:ubuntu-24_04-lts:server", "Canonical:ubuntu-24_04-lts:server-arm64"];
      const outcome = async (...args: string[]) =>
        (await lab().check("vm-image", [...HERE, ...args])).outcome;
      assert.deepEqual(
        [
          await outcome("--vm-size", "Standard_D2ps_v5", "--image", x64),
          await outcome("--vm-size", "Standard_D2ps_v5"),
          await outcome("--image", arm),
          await outcome("--image", x64),
        ],
        ["wrong", "ok", "wrong", "ok"],
      );
    });

    it("simulates the roles that are created, and not one that is called like the federation", async () => {
      const allowed = (role: string) =>
        lab().awsCaller(READS_OF_IAM, {
          Effect: "Allow",
          Action: ["iam:*OpenIDConnectProvider*", "iam:*Role*", "iam:ListInstanceProfilesForRole"],
          Resource: [`arn:aws:iam::${ACCOUNT}:role/${role}`, `arn:aws:iam::${ACCOUNT}:oidc-provider/*`],
        });
      const [narrow, broad] = [await allowed("azure-to-aws"), await allowed("azure-to-aws-*")];
      const outcome = async (caller: Readonly<Record<string, string>>, ...args: string[]) =>
        (await lab().check("iam-actions", [...HERE, ...args], caller)).outcome;
      assert.deepEqual(
        [
          await outcome(narrow),
          await outcome(broad),
          await outcome(narrow, "--role", "azure-to-aws"),
          await outcome(broad, "--role", "azure-to-aws-x", "--role", "orders"),
        ],
        ["wrong", "ok", "ok", "wrong"],
      );
    });

    it("does not call ready what the stack's configuration sends elsewhere", async () => {
      const file = path.join(lab().azureLab.directory, "Pulumi.elsewhere.yaml");
      const outcomesOf = async (settings: Readonly<Record<string, unknown>>) => {
        await writeFile(
          file,
          JSON.stringify({ config: { "azure-native:location": "westeurope", ...settings } }),
        );
        const report = await lab().report(["--stack-config", file]);
        const found: Readonly<Record<string, unknown>> = { ...outcomes(report), exit: report.exitCode };
        return found;
      };
      const plain = await outcomesOf({ "azuread:tenantId": TENANT_ID, "azure-native:tenantId": TENANT_ID });
      const tenants = await outcomesOf({
        "azure-native:tenantId": TENANT_ID,
        "azuread:tenantId": FOREIGN_TENANT_ID,
      });
      const forbidden = await outcomesOf({ "aws:forbiddenAccountIds": [ACCOUNT] });
      const assumed = await outcomesOf({
        "aws:assumeRoles": [{ roleArn: "arn:aws:iam::999988887777:role/deployer" }],
      });
      const somebody = await outcomesOf({ "azure-native:clientId": "11111111-2222-4333-8444-555555555555" });
      await rm(file);
      assert.deepEqual([plain.exit, plain["azure-tenant"], plain["aws-account"]], [0, "ok", "ok"]);
      assert.deepEqual([tenants.exit, tenants["azure-tenant"]], [1, "wrong"]);
      assert.deepEqual([forbidden.exit, forbidden["aws-account"]], [1, "wrong"]);
      const unknown = (found: Readonly<Record<string, unknown>>, ...ids: string[]) => {
        assert.deepEqual(
          ids.filter((id) => found[id] !== "cannot tell"),
          [],
        );
      };
      unknown(assumed, "aws-login", "aws-account", "iam-actions", "iam-quota", "oidc-provider");
      unknown(
        somebody,
        "azure-login",
        "azure-tenant",
        "azure-subscription",
        "graph-permissions",
        "azure-rights",
      );
    });

    it("reports an unknown Azure region once, and nothing is ok about it", async () => {
      const { environment } = lab().azure.addDeployer(["Application.Read.All"]);
      const report = await lab().report(["--location", "westeuropa"], environment);
      const { "azure-region": region, ...others } = Object.fromEntries(
        report.checks.map(({ id, outcome, found }) => [id, [outcome, found]]),
      );
      assert.equal(report.exitCode, 1);
      assert.deepEqual(region, ["wrong", "unknown region westeuropa"]);
      assert.equal(
        report.checks.find(({ id }) => id === "azure-region")?.expected,
        "a region of the subscription (did you mean westeurope?)",
      );
      assert.deepEqual(
        Object.entries(others).filter(([, text]) => text.join().includes("westeuropa")),
        [],
      );
      for (const id of ["vm-size", "vm-image", "compute-quota", "network-quota"]) {
        assert.deepEqual(others[id], ["cannot tell", "unknown region: see Azure region"], id);
      }
    });

    it("reports an unknown AWS region once, and nothing of AWS is ok, whoever answers there", async () => {
      const report = await lab().report([...HERE, "--region", "eu-atlantis-1"]);
      const ofAws = ["aws-login", "aws-account", "iam-actions", "iam-quota", "oidc-provider"];
      const found = outcomes(report);
      assert.deepEqual([report.exitCode, found["aws-region"]], [1, "wrong"]);
      assert.deepEqual(
        ofAws.filter((id) => found[id] !== "cannot tell"),
        [],
      );
      assert.doesNotMatch(JSON.stringify(report.outbound), /atlantis/);
    });

    it("signs in by the Azure CLI as a person, whose directory roles count", async () => {
      const { environment, objectId } = lab().azure.addPerson({
        displayName: "Grace",
        directoryRoles: [{ role: "Cloud Application Administrator" }],
      });
      // The lab's `az` takes the tenant from a variable. Beside a subscription, azure-native would give the CLI both.
      const { azureLab, environment: ofDeployer } = lab();
      const bin = path.join(azureLab.directory, "with-tenant");
      await mkdir(bin);
      const az = path.join(azureLab.directory, "bin/az");
      const script = `#!/bin/sh\nARM_TENANT_ID=${TENANT_ID} exec '${az}' "$@"\n`;
      await writeFile(path.join(bin, "az"), script, { mode: 0o755 });
      const refused = await lab().check("azure-login", HERE, environment);
      assert.deepEqual([refused.outcome, refused.fix], ["wrong", "unset ARM_TENANT_ID"]);
      const { checks } = await lab().report(HERE, {
        ...environment,
        ARM_TENANT_ID: "",
        PATH: [bin, ofDeployer.PATH ?? ""].join(delimiter),
      });
      assert.equal(
        checks.find(({ id }) => id === "azure-login")?.found,
        `user grace@contoso.onmicrosoft.com, object ID ${objectId}, tenant ${TENANT_ID}, by the Azure CLI`,
      );
      assert.deepEqual(
        checks.find(({ id }) => id === "graph-permissions"),
        {
          id: "graph-permissions",
          title: "Microsoft Graph permissions",
          outcome: "ok",
          found: "the directory role Cloud Application Administrator",
        },
      );
    });

    it("is wrong for a member where registering applications is closed, and for a login in another tenant", async () => {
      const { environment } = lab().azure.addPerson({ displayName: "Ada" });
      lab().azure.tenant().usersMayRegisterApplications = false;
      const { outcome } = await lab().check("graph-permissions", HERE, environment);
      lab().azure.tenant().usersMayRegisterApplications = true;
      assert.equal(outcome, "wrong");
      const report = await lab().report([...HERE, "--tenant", FOREIGN_TENANT_ID], environment);
      assert.deepEqual(
        report.checks.find(({ id }) => id === "azure-tenant"),
        {
          id: "azure-tenant",
          title: "Azure tenant",
          outcome: "wrong",
          found: TENANT_ID,
          expected: FOREIGN_TENANT_ID,
          fix: `az login --tenant ${FOREIGN_TENANT_ID}`,
        },
      );
      // Nothing is read of a tenant that is not meant.
      assert.equal(outcomes(report)["graph-permissions"], "cannot tell");
    });

    it("signs in as an application by a token of its pipeline", async () => {
      const { azure, azureLab } = lab();
      const issuer = await azure.startOutsideIssuer("https://token.actions.githubusercontent.com");
      const { environment, objectId } = azure.addDeployer(["Application.ReadWrite.All"]);
      const [subject, audience] = [
        "repo:acme/infrastructure:ref:refs/heads/main",
        "api://AzureADTokenExchange",
      ];
      azure.tenant().federatedCredentials.put(objectId, "pipeline", {
        issuer: issuer.url,
        subject,
        audiences: [audience],
      });
      const file = path.join(azureLab.directory, "pipeline-token");
      await writeFile(file, await issuer.sign({ sub: subject, aud: audience }));
      const { outcome, found } = await lab().check("azure-login", HERE, {
        ...environment,
        ARM_CLIENT_SECRET: "",
        ARM_USE_OIDC: "true",
        ARM_OIDC_TOKEN_FILE_PATH: file,
      });
      assert.equal(outcome, "ok", found);
      assert.match(found, /by a token of its pipeline$/);
    });

    it("is wrong if the login does not see the subscription", async () => {
      const other = "bbbbbbbb-2222-4333-8444-555555555555";
      const { outcome, found } = await lab().check("azure-subscription", ["--subscription", other]);
      assert.deepEqual([outcome, found], ["wrong", `the login sees ${SUBSCRIPTION_ID}, but not ${other}`]);
    });

    it("reads the stack's configuration, of which the default audience is made", async () => {
      const folder = lab().azureLab.directory;
      await writeFile(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
      const file = path.join(folder, "Pulumi.dev.yaml");
      await writeFile(
        file,
        [
          "config:",
          `  azure-native:tenantId: ${TENANT_ID}`,
          "  azure-native:location: West Europe",
          "  aws:region: eu-central-1",
          '  aws:allowedAccountIds: ["444455556666"]',
          "  shop:name: orders",
          `  shop:oidcProviderArn: ${PROVIDER}`,
          "",
        ].join("\n"),
      );
      await createProvider("someone-else");
      const { checks, outbound } = await lab().report(["--stack-config", file]);
      await rm(file);
      const of = (id: string) => checks.find((check) => check.id === id);
      assert.deepEqual([of("aws-account")?.outcome, of("aws-account")?.expected], ["wrong", "444455556666"]);
      assert.equal(of("vm-size")?.found, "Standard_B1s in westeurope: 1 vCPU of standardBSFamily");
      assert.deepEqual(
        [of("oidc-provider")?.outcome, of("oidc-provider")?.expected],
        ["wrong", `api://${TENANT_ID}/shop-dev-orders`],
      );
      assert.equal(
        outbound.some(({ host }) => host === "sts.eu-central-1.amazonaws.com"),
        true,
      );
    });

    it("judges an existing subnet, NAT gateway, and identity by what they are, in both directions", async () => {
      const { azure, azureLab } = lab();
      await azureLab.prepareNetwork();
      const provider = `${GROUP}/providers/Microsoft.Network`;
      const subnet = `${provider}/virtualNetworks/net/subnets/sub`;
      await azureLab.put(`${provider}/publicIPAddresses/free-ip`, {
        location: LOCATION,
        sku: { name: "Standard" },
        properties: { publicIPAllocationMethod: "Static" },
      });
      await azureLab.put(`${provider}/natGateways/free`, {
        location: LOCATION,
        properties: { publicIpAddresses: [{ id: `${provider}/publicIPAddresses/free-ip` }] },
      });
      const restore = [
        azure.quotas.limit("VirtualNetworks", 0),
        azure.quotas.limit("StaticPublicIPAddresses", 0),
      ];
      const wrongOnes = async (...args: string[]) => {
        const report = await lab().report([...HERE, ...args]);
        return report.checks.filter(({ outcome }) => outcome === "wrong").map(({ id }) => id);
      };
      const inSubnet = ["--subnet-id", subnet, "--identity-id", IDENTITY];
      const [creating, adopting, behind, used, elsewhere, missing] = [
        await wrongOnes(),
        await wrongOnes(...inSubnet),
        await wrongOnes("--nat-gateway-id", `${provider}/natGateways/free`),
        await wrongOnes("--nat-gateway-id", `${provider}/natGateways/nat`),
        await wrongOnes("--location", "uksouth", ...inSubnet),
        await wrongOnes("--subnet-id", `${subnet}-gone`),
      ];
      for (const back of restore) {
        back();
      }
      const { found } = await lab().check("adopted-resources", [...HERE, ...inSubnet]);
      assert.equal(
        found,
        "the subnet net/sub, which goes out by a NAT gateway; the managed identity workload",
      );
      assert.deepEqual(
        [creating, adopting, behind, used, missing],
        [
          ["network-quota"],
          [],
          ["network-quota"],
          ["adopted-resources", "network-quota"],
          ["adopted-resources"],
        ],
      );
      assert.equal(elsewhere.includes("adopted-resources"), true);
    });

    it("asks for the right to join a subnet and to assign an identity on these alone", async () => {
      const { azure, azureLab } = lab();
      await azureLab.prepareNetwork();
      const { environment, objectId } = azure.addDeployer(["Application.ReadWrite.All"]);
      azure.withdrawRoles(objectId);
      const own = `${SCOPE}/resourceGroups/own`;
      await azureLab.put(own, { location: LOCATION });
      azure.assignRole({ principalId: objectId, role: "Contributor", scope: own });
      azure.assignRole({ principalId: objectId, role: "Reader", scope: SCOPE });
      const subnet = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/sub`;
      const args = ["--resource-group", "own", "--subnet-id", subnet, "--identity-id", IDENTITY];
      const rights = async () => lab().check("azure-rights", args, environment);
      const lacking = await rights();
      assert.deepEqual(
        [lacking.outcome, lacking.found],
        [
          "wrong",
          `no right to Microsoft.Network/virtualNetworks/subnets/join/action on ${subnet}; ` +
            `no right to Microsoft.ManagedIdentity/userAssignedIdentities/assign/action on ${IDENTITY}`,
        ],
      );
      assert.equal(
        lacking.fix,
        [
          `az role assignment create --assignee-object-id ${objectId} --role 'Network Contributor' --scope ${subnet}`,
          `az role assignment create --assignee-object-id ${objectId} --role 'Managed Identity Operator' --scope ${IDENTITY}`,
        ].join("\n"),
      );
      azure.assignRole({ principalId: objectId, role: "Managed Identity Operator", scope: IDENTITY });
      assert.equal((await rights()).found.includes(IDENTITY), false);
      azure.assignRole({ principalId: objectId, role: "Contributor", scope: subnet });
      const { outcome, found } = await rights();
      assert.deepEqual(
        [outcome, found],
        ["ok", `all 14 actions on ${own}; all 2 actions on ${subnet}; all 2 actions on ${IDENTITY}`],
      );
      // Without a configured region, that of the group counts.
      assert.match((await lab().check("vm-size", args, environment)).found, /^Standard_B1s in westeurope: /);
    });

    it("looks at an existing VM instead of a size, an image, and quotas", async () => {
      const { azureLab } = lab();
      await azureLab.prepareNetwork();
      await azureLab.put(VM, virtualMachine());
      const args = ["--existing-virtual-machine-id", VM, "--identity-id", IDENTITY];
      const { checks } = await lab().report(args);
      const of = (id: string) => checks.find((one) => one.id === id);
      assert.deepEqual(
        ["adopted-resources", "azure-rights", "vm-size", "vm-image", "compute-quota", "network-quota"].map(
          (id) => [of(id)?.outcome, of(id)?.found],
        ),
        [
          ["ok", "the managed identity workload; the VM vm1, which runs"],
          ["ok", `all 1 actions on ${IDENTITY}; all 4 actions on ${VM}`],
          ["ok", "no VM is created"],
          ["ok", "no VM is created"],
          ["ok", "no VM is created"],
          ["ok", "no VM is created"],
        ],
      );
      await azureLab.arm("POST", `${VM}/deallocate`).then((answer) => azureLab.follow(answer));
      const off = await lab().check("adopted-resources", args);
      assert.deepEqual(
        [off.outcome, off.found],
        ["wrong", "the VM vm1 is deallocated, so Run Command cannot reach it"],
      );
    });

    it("reads an existing application by which the audience is named", async () => {
      const { environment } = lab().azure.addDeployer(["Application.ReadWrite.All"]);
      const uri = `api://${TENANT_ID}/adopted`;
      const created = await lab().azureLab.graph("POST", "/applications", {
        displayName: "adopted",
        signInAudience: "AzureADMyOrg",
        identifierUris: [uri],
      });
      const clientId = String(created.body.appId);
      const audience = () =>
        lab().check("audience", [...HERE, "--application-client-id", clientId], environment);
      const without = await audience();
      await lab().azureLab.graph("POST", "/servicePrincipals", {
        appId: clientId,
        appRoleAssignmentRequired: true,
      });
      const { outcome, found } = await audience();
      assert.deepEqual(
        [without.outcome, without.fix, outcome, found],
        ["wrong", `az ad sp create --id ${clientId}`, "ok", `${uri}, of the application ${clientId}`],
      );
    });

    it("cannot tell of a tag that a policy adds before another one demands it", async () => {
      const { policies } = lab().azure;
      const definition = (name: string) => `/providers/Microsoft.Authorization/policyDefinitions/${name}`;
      const missing = { field: "tags['CostCenter']", exists: "false" };
      const operations = [{ operation: "addOrReplace", field: "tags['CostCenter']", value: "42" }];
      const assignment = (name: string) => ({
        id: `${SCOPE}/providers/Microsoft.Authorization/policyAssignments/${name}`,
        properties: { policyDefinitionId: definition(name) },
      });
      const add = (name: string, then: object) => [
        policies.add({
          id: definition(name),
          properties: { displayName: name, mode: "Indexed", policyRule: { if: missing, then } },
        }),
        policies.add(assignment(name)),
      ];
      const undo = add("demand", { effect: "deny" });
      const alone = await lab().check("azure-policy", HERE);
      undo.push(...add("inherit", { effect: "modify", details: { operations } }));
      const both = await lab().check("azure-policy", HERE);
      for (const back of undo) {
        back();
      }
      assert.deepEqual([alone.outcome, both.outcome], ["wrong", "cannot tell"]);
      assert.match(both.found, /^"demand".* denies .*, unless "inherit".* alters the request first/);
    });

    it("reaches Azure Resource Manager and Microsoft Graph where the options say", async () => {
      const { LAB_ARM_ENDPOINT: arm = "", LAB_GRAPH_ENDPOINT: graph = "" } = lab().azure.environment();
      const moved = { LAB_ARM_ENDPOINT: "http://127.0.0.1:1", LAB_GRAPH_ENDPOINT: "http://127.0.0.1:1" };
      const lost = await lab().report(HERE, moved);
      const found = await lab().report([...HERE, "--arm-endpoint", arm], {
        ...moved,
        AZURE_TO_AWS_GRAPH_ENDPOINT: graph,
      });
      assert.deepEqual(
        [lost, found].map((report) => [outcomes(report)["azure-rights"], outcomes(report)["azure-policy"]]),
        [
          ["cannot tell", "cannot tell"],
          ["ok", "ok"],
        ],
      );
      assert.equal(found.checks.find(({ id }) => id === "audience")?.found.includes("403"), true);
    });
  },
);

describeWith(
  "azure-to-aws preflight in a tenant whose policy refuses the default audience",
  () => PreflightLab.start({ restrictsIdentifierUris: true }),
  function (lab) {
    this.timeout(60_000);

    it("finds the audience wrong, and ok by the ways out that it names", async () => {
      const { environment } = lab().azure.addDeployer(["Application.ReadWrite.All", "Policy.Read.All"]);
      const outcomeWith = async (...args: string[]) =>
        (await lab().check("audience", [...HERE, ...args], environment)).outcome;
      assert.equal(await outcomeWith(), "wrong");
      assert.equal(await outcomeWith("--audience-form", "application-id"), "ok");
      assert.equal(await outcomeWith("--token-version", "2"), "ok");
    });
  },
);

describe("the command line of azure-to-aws preflight", () => {
  const cases: [string, string[], RegExp][] = [
    [
      "an unknown option",
      ["--regoin", "x"],
      /unknown option .--regoin. \(Did you mean --region\?\)\. .*\[option-unknown\]\n$/,
    ],
    [
      "a file",
      ["Pulumi.dev.yaml"],
      /preflight takes no file\. .* Give the configuration with --stack-config \[file-unexpected\]\n$/,
    ],
    [
      "a tenant that is not an ID",
      ["--tenant", "contoso"],
      /tenant: invalid value\. Expected an ID.*; got "contoso"/,
    ],
    [
      "an account with letters",
      ["--account", "prod"],
      /--account: invalid value\. Expected twelve digits; got "prod"/,
    ],
    ["an unknown cloud", ["--cloud", "mars"], /Expected public, usgovernment, or china; got "mars"/],
    ["an endpoint in the clear", ["--arm-endpoint", "http://example.com"], /Expected an https URL/],
    [
      "an image that is neither a URN nor an ID",
      ["--image", "Ubuntu"],
      /--image: invalid value\. Expected PUBLISHER:OFFER:SKU, PUBLISHER:OFFER:SKU:VERSION, or the resource ID of an image; got "Ubuntu"/,
    ],
    [
      "the ID of another resource as an image",
      ["--image", `${SCOPE}/resourceGroups/rg/providers/Microsoft.Compute/disks/golden`],
      /--image: invalid value\..*or the resource ID of an image; got /,
    ],
    ["a count that is not a number", ["--vm-count", "two"], /Expected a number from 1 to 9999;/],
    ["a zone that Azure does not number", ["--zone", "westeurope-1"], /--zone.*Expected 1, 2, or 3;/],
    ["a tag without a value", ["--tag", "x"], /Expected NAME=VALUE; got "x"/],
    [
      "a stack's file that is not there",
      ["--stack-config", "none.yaml"],
      /cannot read "none\.yaml" \(ENOENT\).* pulumi stack init dev, and pulumi config set \[stack-file-unreadable\]\n$/,
    ],
    [
      "the file of a project as the stack's",
      ["--stack-config", "Pulumi.yaml"],
      /is not the configuration of a/,
    ],
    ["a region by its place", ["--region", "Ireland"], /AWS region: invalid value\. Expected the code of a/],
    [
      "a role that is an ARN",
      ["--role", "arn:aws:iam::1:role/x y"],
      /--role: invalid value\. Expected the name of a role/,
    ],
    [
      "a subnet that is not an ID",
      ["--subnet-id", "hub"],
      /--subnet-id: invalid value\. Expected the resource ID of one/,
    ],
    ["no VM at all", ["--vm-count", "0"], /Expected a number from 1 to 9999;/],
    ["a format that does not exist", ["--format", "xml"], /Expected text or json; got "xml"/],
  ];
  for (const [title, args, message] of cases) {
    it(`is refused with ${title}, before anything is read`, async () => {
      const { exitCode, stdout, stderr } = await runCli(["preflight", ...args]);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  it("has a help text of at most 80 columns", async () => {
    const { exitCode, stdout } = await runCli(["preflight", "--help"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: azure-to-aws preflight \[options\]\n/);
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.length > 80),
      [],
    );
  });
});
