/**
 * The set-up of the AWS Security Blog's post "How to access AWS resources from Microsoft Entra ID tenants using AWS
 * Security Token Service" is taken over under the real engine: its application has a `urn://` URI and an app role for
 * users too, and requires no assignment; its role has a managed policy; its identity is on a VM. It is exported by the
 * commands of docs/how-to/take-over-a-hand-made-setup.md, which the real command lines of both clouds run.
 */
import assert from "node:assert/strict";
import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Lab, LabOptions } from "../../../../lab";
import { describeWith } from "../../../../lab/testing/describe-with";
import { startLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { azureCli, LOGIN } from "../../../clients/azure-cli/azure-cli";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { BROAD, deeds, leftIn, ProgramStack } from "../../components/federation-lab";
import { takeOverFiles } from "./take-over";

const AUDIENCE = "urn://devteam";
const APP_ROLE = "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d";
const POLICY_ARN = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

/** The set-up part by part, in the post's order. */
const byPost = (principal: object): string => `
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const { AppRoleAssignment } = require("@pulumi/azuread/appRoleAssignment");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicyAttachment } = require("@pulumi/aws/iam/rolePolicyAttachment");
const group = new ResourceGroup("devteam", { resourceGroupName: "devteam" });
const identity = new UserAssignedIdentity("devteam", { resourceGroupName: group.name, resourceName: "devteam" });
const vm = new azure.AzureVirtualMachine("devteam", {
  resourceGroupName: group.name, identityIds: [identity.id], sshPublicKey: ${JSON.stringify(ED25519_KEY)},
});
const application = new Application("devteam", {
  displayName: "DevTeam", signInAudience: "AzureADMyOrg", identifierUris: ["${AUDIENCE}"],
  appRoles: [{ id: "${APP_ROLE}", value: "AssumeRole", displayName: "DevTeam-S3ReadOnlyAccess",
    description: "Lets in", allowedMemberTypes: ["User", "Application"] }],
});
const principal = new ServicePrincipal("devteam", { clientId: application.clientId, ...${JSON.stringify(principal)} });
new AppRoleAssignment("devteam", {
  appRoleId: "${APP_ROLE}", principalObjectId: identity.principalId, resourceObjectId: principal.objectId,
});
const provider = new OpenIdConnectProvider("entra", {
  url: pulumi.interpolate\`https://sts.windows.net/\${identity.tenantId}/\`, clientIdLists: ["${AUDIENCE}"],
});
const trust = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{
  Effect: "Allow", Principal: { Federated: provider.arn }, Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringEquals: pulumi.all([identity.tenantId, identity.principalId]).apply(([tenant, subject]) => ({
    ["sts.windows.net/" + tenant + "/:aud"]: "${AUDIENCE}", ["sts.windows.net/" + tenant + "/:sub"]: subject,
  })) } }] });
const role = new Role("devteam", { name: "DevTeam", assumeRolePolicy: trust });
new RolePolicyAttachment("devteam", { role: role.name, policyArn: "${POLICY_ARN}" });
Object.assign(exports, {
  clientId: application.clientId, principalId: principal.objectId, providerArn: provider.arn, roleName: role.name,
  vmName: vm.vmName, identity: "--resource-group devteam --name devteam",
  vm: pulumi.interpolate\`--resource-group devteam --name \${vm.vmName}\`,
});
`;

type Made = Readonly<Record<string, string>>;

/** Words of the page that a person replaces, with the outputs of the stack that have the values. */
const WORDS: readonly (readonly [word: string, output: string])[] = [
  ["azure-reader", "roleName"],
  ["<ARN>", "providerArn"],
  ["<client ID or ID URI>", "clientId"],
  ["<client ID>", "clientId"],
  ["<object ID>", "principalId"],
  ["--resource-group apps --name reader", "identity"],
  ["--resource-group apps --name vm", "vm"],
];

/** The commands of docs/how-to/take-over-a-hand-made-setup.md that export, for this set-up. Its role has no inline policy. */
async function exportCommands(made: Made): Promise<string> {
  const page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/take-over-a-hand-made-setup.md"), "utf8");
  const [, block = ""] = /^## 1\. Export$.*?^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  const commands = block.split("\n").filter((line) => !line.startsWith("aws iam get-role-policy "));
  return WORDS.reduce((text, [word, output]) => {
    assert.ok(text.includes(word), `docs/how-to/take-over-a-hand-made-setup.md has no ${word}`);
    return text.replaceAll(word, made[output] ?? "");
  }, commands.join("\n"));
}

const OPTIONS: LabOptions = { protectsIdentifierUris: false, graphPermissions: BROAD };

const startWithAzureCli = async (): Promise<Lab> => startLab({ ...OPTIONS, azureCli: await azureCli() });

describeWith("the set-up of the AWS Security Blog's post", startWithAzureCli, function (lab) {
  this.timeout(600_000);
  let hand: ProgramStack;
  let taken: ProgramStack;
  let made: Made;

  before(async function () {
    this.timeout(900_000); // The post is of 2024.
    hand = await ProgramStack.create(lab(), "hand");
    await hand.deploy(byPost({}));
    made = (await hand.stack.outputs()) as Made;
  });

  it("is imported, and refused as long as its application lets in whoever asks", async () => {
    const { environment } = lab().pulumi;
    const folder = path.join(lab().directory, "exporting");
    await mkdir(folder);
    await execa("sh", ["-euc", `${LOGIN}\n${await exportCommands(made)}`], {
      cwd: folder,
      env: { ...environment, ...lab().aws.rootEnvironment() },
    });
    const exported = await readdir(path.join(folder, "exports"));
    const files = exported.map((file) => path.join(folder, "exports", file));
    ({ taken } = await takeOverFiles(lab(), "post", files, ["devteam"]));
    const run = await taken.stack.preview();
    assert.notEqual(run.exitCode, 0);
    const command = `az ad sp update --id ${made.clientId ?? ""} --set appRoleAssignmentRequired=true`;
    assert.ok(run.output.replaceAll(/\s+/g, " ").includes(command), run.output);
  });

  it("is updated after that without anything being replaced or deleted, and the VM gets the helper", async () => {
    await hand.deploy(byPost({ appRoleAssignmentRequired: true }));
    const up = await taken.succeed("up");
    assert.deepEqual(
      deeds(up).filter((deed) => !deed.startsWith("updated ")),
      ["created orders-devteam-guest"],
      up.output,
    );
    assert.deepEqual(deeds(await taken.succeed("preview")), []);
    const vm = lab().azure.vm(made.vmName ?? "");
    const listing = await vm.run(["aws", "s3", "ls", "--profile", "devteam"]);
    assert.match(listing.stdout, /devteam-reports/, listing.stderr);
  });

  it("goes, but for the application and the VM, which stay whose they are", async () => {
    await taken.succeed("destroy");
    await hand.refresh();
    const left = (await hand.resources()).map(({ type }) => type.split(":").at(-1));
    assert.ok(left.includes("Application") && left.includes("VirtualMachine"), left.join());
    assert.ok(!left.includes("Role") && !left.includes("UserAssignedIdentity"), left.join());
    await hand.destroyRefreshed();
    assert.equal(await leftIn(lab()), 0);
  });
});
