/** The commands of the documentation, run as they stand there by the real Azure CLI against the lab. */
import assert from "node:assert/strict";
import type { ExecaError } from "execa";
import { GROUP, LOCATION, SUBSCRIPTION_ID, TENANT_ID, virtualMachine } from "../../../lab/testing/azure-lab";
import { LOGIN } from "./azure-cli";
import { type AzShell, type CliLab, describeWithCliLab, signInAsPerson } from "./cli-lab";
import { commandsAboutErrors, documentedCommands } from "./documented-commands";

type Variables = Readonly<Record<string, string>>;

/** A command, and what it must do. */
interface Run {
  readonly page: string;
  /** How the command begins. If another command of the page begins alike, it is the whole command. */
  readonly start: string;
  /** What stands in the place of words that a person replaces. */
  readonly words?: Variables;
  /** Whether a person runs it. Default is the application that deploys. */
  readonly byPerson?: boolean;
  /** @param shown standard output */
  readonly check: (shown: string, lab: CliLab, known: Variables) => void | Promise<void>;
}

const AUDIENCE = `api://${TENANT_ID}/orders`;
const APP_ROLE = "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d";
const MACHINES = "providers/Microsoft.Compute/virtualMachines";
const PROVIDERS = ["ManagedIdentity", "Network", "Compute"];
const OTHER_LOGIN = "opens a browser; the tests sign in by a secret, and by a device code";

const REMOVAL = "the tests of the removal script run it on a VM";
const ONE_VALUE = "shows one value; other pages run the command with another query";
const DELETED_ITEMS =
  'az rest --url "https://graph.microsoft.com/v1.0/directory/deletedItems/microsoft.graph';
const NO_RECYCLE_BIN = "in the lab, a deleted application is gone at once";

/** `audit` reads what it prints. The tests of `audit` have files in the documented format. */
const NAME_ONLY = "is only the name of the command";

/** Commands that are not run, with the reason. */
const NOT_RUN: readonly (readonly [page: string, start: string, reason: string])[] = [
  ["docs/maintaining/run-acceptance.md", "az login", OTHER_LOGIN],
  [
    "docs/maintaining/run-acceptance.md",
    "az login --service-principal",
    "is no whole command; the tests sign in by it",
  ],
  ["docs/maintaining/acceptance-traces.md", "az account set", "is only the name of the command"],
  [
    "docs/maintaining/acceptance-traces.md",
    "az group delete --name NetworkWatcherRG",
    "the lab creates no such group",
  ],
  [
    "docs/how-to/remove-everything.md",
    "az group delete --name NetworkWatcherRG",
    "the lab creates no such group",
  ],
  ["docs/how-to/remove-everything.md", "az vm identity remove", "a test of adopted VMs detaches identities"],
  [
    "docs/how-to/remove-everything.md",
    "az vm run-command invoke --resource-group <group> --name <VM> --command-id RunShellScript --scripts 'grep",
    REMOVAL,
  ],
  [
    "docs/how-to/remove-everything.md",
    "az vm run-command invoke --resource-group <group> --name <VM> --command-id RunShellScript --scripts @remove.sh",
    REMOVAL,
  ],
  ["docs/reference/rules/oidc-trust-requires-audience.md", "az ad app show", ONE_VALUE],
  ["docs/reference/rules/oidc-trust-requires-audience.md", "az identity show", ONE_VALUE],
  ["docs/reference/rules/oidc-trust-requires-subject.md", "az identity show", ONE_VALUE],
  ["docs/how-to/move-to-another-tenant.md", "az login", OTHER_LOGIN],
  ["docs/how-to/app-service.md", "az webapp deploy", "the lab's apps have no deployment endpoint"],
  ["docs/how-to/container-apps.md", "az containerapp logs show", "the lab has no log stream"],
  ["docs/how-to/scale-sets.md", "az vmss run-command invoke", "the lab's scale sets take no action"],
  ["docs/how-to/scale-sets.md", "az vmss reimage", "the lab's scale sets are not reimaged by an action"],
  ["docs/reference/credential-helper.md", "az vmss reimage", NAME_ONLY],
  [
    "docs/how-to/deploy-into-a-landing-zone.md",
    "az policy assignment show",
    "is in a report of preflight; the lab has no assignments by default",
  ],
  ["docs/tutorials/first-run.md", "az login", OTHER_LOGIN],
  ["docs/how-to/remove-everything.md", `${DELETED_ITEMS}.application"`, NO_RECYCLE_BIN],
  ["docs/how-to/remove-everything.md", `${DELETED_ITEMS}.servicePrincipal"`, NO_RECYCLE_BIN],
  ["docs/how-to/remove-everything.md", "az rest --method delete", NO_RECYCLE_BIN],
  ["docs/reference/permissions.md", "az login", OTHER_LOGIN],
  ["docs/how-to/deploy-with-a-custom-directory-role.md", "az rest", "is only the name of the command"],
  [
    "docs/how-to/deploy-with-a-custom-directory-role.md",
    "az rest --method post --url https://graph.microsoft.com/v1.0/roleManagement/directory/roleDefinitions",
    "the lab shows directory roles and changes none",
  ],
  [
    "docs/how-to/deploy-with-a-custom-directory-role.md",
    "az rest --method post --url https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments",
    "the lab shows directory roles and changes none",
  ],
  ["docs/reference/command-line.md", "az ad app list", NAME_ONLY],
  ["docs/reference/command-line.md", "az ad app federated-credential list", NAME_ONLY],
  ["docs/reference/command-line.md", "az ad sp list", NAME_ONLY],
  ["docs/reference/command-line.md", "az identity list", NAME_ONLY],
  ["docs/reference/command-line.md", "az vm list", NAME_ONLY],
  ["docs/reference/command-line.md", "az webapp list", NAME_ONLY],
  ["docs/reference/command-line.md", "az identity federated-credential list", NAME_ONLY],
  ["docs/reference/command-line.md", "az role assignment list", NAME_ONLY],
  [
    "docs/reference/audit-rules/application-open-to-tenant.md",
    "az ad sp update",
    "the lab's application requires an assignment already",
  ],
  ["docs/reference/failed-updates.md", "az login", OTHER_LOGIN],
  ["docs/reference/virtual-machine.md", "az ssh", "is an extension, which no package registry has"],
  ["docs/how-to/open-ssh.md", "az ssh", "is an extension, which no package registry has"],
  ["examples/aks/README.md", "az aks get-credentials", "the lab's clusters have no API server"],
  ["examples/app-service/README.md", "az webapp deploy", "the lab's apps have no deployment endpoint"],
  ["examples/container-app/README.md", "az acr build", "the lab has no container registry"],
  ["examples/in-your-application/README.md", "az acr build", "the lab has no container registry"],
  ["examples/in-your-application/README.md", "az containerapp logs show", "the lab has no log stream"],
  [
    "examples/in-your-application/README.md",
    "az containerapp job start",
    "the example's test starts the job by the same request",
  ],
  [
    "examples/in-your-application/README.md",
    "az webapp deploy",
    "the lab's apps have no deployment endpoint",
  ],
  ["examples/container-app/README.md", "az containerapp logs show", "the lab has no log stream"],
  ["examples/container-app/README.md", "az containerapp exec", "the lab's container apps have no console"],
  ["examples/scale-set/README.md", "az vmss run-command invoke", "the lab's scale sets take no action"],
  ["examples/scale-set/README.md", "az vmss reimage", "the lab's scale sets are not reimaged by an action"],
];

const nothing = (shown: string): void => {
  assert.equal(shown, "");
};
const members =
  (...names: readonly string[]) =>
  (shown: string): void => {
    const object = JSON.parse(shown) as Record<string, unknown>;
    assert.deepEqual(
      names.filter((name) => !(name in object)),
      [],
    );
  };

/** How the two commands of docs/tutorials/first-run.md begin that run something on the VM. */
const INVOKE =
  'az vm run-command invoke --command-id RunShellScript --query "value[0].message" --output tsv ' +
  '--resource-group "$(pulumi stack output resourceGroupName)" --name "$(pulumi stack output virtualMachineName)" ' +
  '--scripts "AWS_CONFIG_FILE=/etc/azure-to-aws/config /snap/bin/aws ';

/** The commands of docs/how-to/adopt-existing-resources.md that print an ID or a name. */
const ADOPTED: readonly (readonly [
  start: string,
  words: Variables,
  expected: (known: Variables) => unknown,
])[] = [
  ["az group show", { "<group>": "apps" }, () => "apps"],
  [
    "az network vnet subnet show",
    { "<group>": "rg", "<network>": "net", "<subnet>": "sub" },
    ({ NETWORK_ID }) => `${NETWORK_ID ?? ""}/subnets/sub`,
  ],
  [
    "az network nat gateway show",
    { "<group>": "rg", "<gateway>": "gateway" },
    ({ NAT_GATEWAY_ID }) => NAT_GATEWAY_ID,
  ],
  ["az identity show", { "<group>": "apps", "<identity>": "reader" }, ({ IDENTITY_ID }) => IDENTITY_ID],
  ["az vm show", { "<group>": "apps", "<VM>": "vm" }, ({ VM_ID }) => VM_ID],
  ["az ad app list", { "<name>": "orders" }, ({ APPLICATION_CLIENT_ID }) => [APPLICATION_CLIENT_ID]],
];

/** In the order in which they run. */
const RUN: readonly Run[] = [
  ...PROVIDERS.map((name): Run => ({
    page: "docs/reference/permissions.md",
    start: `az provider register --wait --namespace Microsoft.${name}`,
    check: (shown, { azure }) => {
      nothing(shown);
      assert.equal(azure.resourceProviders.isRegistered(`Microsoft.${name}`), true);
    },
  })),
  ...ADOPTED.map(([start, words, expected]): Run => ({
    page: "docs/how-to/adopt-existing-resources.md",
    start,
    words,
    check: (shown, _lab, known) => {
      assert.deepEqual(JSON.parse(shown), expected(known));
    },
  })),
  {
    page: "docs/how-to/security-hub.md",
    start: "az ad app federated-credential list",
    words: { $SECURITY_HUB_CLIENT_ID: "$APPLICATION_CLIENT_ID" },
    check: (shown) => {
      assert.deepEqual(JSON.parse(shown), []);
    },
  },
  {
    page: "docs/how-to/take-over-a-hand-made-setup.md",
    start: "az ad app show",
    words: { "<client ID or ID URI>": AUDIENCE },
    check: members("id", "appId", "identifierUris", "signInAudience", "api", "appRoles"),
  },
  {
    page: "docs/how-to/take-over-a-hand-made-setup.md",
    start: "az ad sp show",
    words: { "<client ID>": "$APPLICATION_CLIENT_ID" },
    check: members("id", "appId", "servicePrincipalType", "accountEnabled", "appRoleAssignmentRequired"),
  },
  {
    page: "docs/how-to/take-over-a-hand-made-setup.md",
    start: "az rest",
    words: { "<object ID>": "$SERVICE_PRINCIPAL_ID" },
    check: (shown, _lab, { PRINCIPAL_ID }) => {
      const { value } = JSON.parse(shown) as { value: readonly Variables[] };
      assert.deepEqual(
        value.map(({ principalId, appRoleId }) => [principalId, appRoleId]),
        [[PRINCIPAL_ID, APP_ROLE]],
      );
    },
  },
  {
    page: "docs/how-to/take-over-a-hand-made-setup.md",
    start: "az identity show",
    check: members("id", "name", "type", "principalId", "clientId", "tenantId", "location", "resourceGroup"),
  },
  ...["docs/reference/component.md", "docs/how-to/adopt-existing-resources.md"].map((page): Run => ({
    page,
    start: "az vm identity assign",
    words: { "<group>": "apps", "<VM>": "vm", "<identity ID>": "$IDENTITY_ID" },
    check: hasIdentity("vm"),
  })),
  {
    page: "docs/how-to/take-over-a-hand-made-setup.md",
    start: "az vm show",
    check: members("id", "name", "type", "location", "identity"),
  },
  ...[
    ["APPLICATION_CLIENT_ID", "SERVICE_PRINCIPAL_ID"],
    ["DEPLOYER_CLIENT_ID", "DEPLOYER_OBJECT_ID"],
  ].map(([client = "", object = ""]): Run => ({
    page: "docs/how-to/deploy-with-a-custom-directory-role.md",
    start: `az ad sp show --id "$${client}"`,
    check: (shown, _lab, known) => {
      assert.equal(shown, known[object]);
    },
  })),
  {
    page: "docs/reference/permissions.md",
    start: "az ad app owner add",
    check: (shown, lab, { OTHER_DEPLOYER_OBJECT_ID = "" }) => {
      nothing(shown);
      assert.ok(application(lab).ownerIds.has(OTHER_DEPLOYER_OBJECT_ID));
    },
  },
  {
    page: "docs/reference/permissions.md",
    start: 'az rest --method post --url "https://graph.microsoft.com/v1.0/servicePrincipals/',
    check: (shown, { azure }, { SERVICE_PRINCIPAL_ID = "", OTHER_DEPLOYER_OBJECT_ID = "" }) => {
      nothing(shown);
      const principal = azure.tenant().directory.servicePrincipal(SERVICE_PRINCIPAL_ID);
      assert.ok(principal?.ownerIds.has(OTHER_DEPLOYER_OBJECT_ID));
    },
  },
  {
    page: "docs/how-to/windows.md",
    start: "az vm identity assign",
    words: { "<VM>": "$VM_ID", "<identity>": "$IDENTITY_ID" },
    check: hasIdentity("vm"),
  },
  {
    page: "docs/reference/failed-updates.md",
    start: "az ad app credential reset",
    words: { CLIENT_ID: "$APPLICATION_CLIENT_ID" },
    check: members("appId", "password", "tenant"),
  },
  {
    page: "docs/reference/virtual-machine.md",
    start: "az vm identity assign",
    words: { "<identity's resource ID>": "$IDENTITY_ID" },
    check: hasIdentity("importer-01"),
  },
  {
    page: "docs/reference/virtual-machine.md",
    start: "az vm list-skus",
    words: { REGION: LOCATION },
    check: (shown) => {
      const sizes = JSON.parse(shown) as readonly { name: string; resourceType: string }[];
      assert.ok(
        sizes.some(({ name }) => name === "Standard_D2s_v5"),
        shown,
      );
    },
  },
  {
    page: "docs/reference/virtual-machine.md",
    start: "az vm image list",
    words: { REGION: LOCATION, PUBLISHER: "Canonical", OFFER: "ubuntu-24_04-lts" },
    check: (shown) => {
      const images = JSON.parse(shown) as readonly { urn: string }[];
      assert.ok(
        images.some(({ urn }) => urn === "Canonical:ubuntu-24_04-lts:server:24.04.202602230"),
        shown,
      );
    },
  },
  {
    page: "docs/reference/virtual-machine.md",
    start: "az vm run-command list",
    words: { GROUP: "apps", VM: "vm" },
    check: (shown) => {
      assert.deepEqual(JSON.parse(shown), ["guest"]);
    },
  },
  {
    page: "docs/reference/virtual-machine.md",
    start: "az vm run-command delete",
    words: { GROUP: "apps", "--vm-name VM": "--vm-name vm", NAME: "guest --yes" },
    check: async (shown, { azureLab }) => {
      nothing(shown);
      const { status } = await azureLab.arm("GET", `${group("apps")}/${MACHINES}/vm/runCommands/guest`);
      assert.equal(status, 404);
    },
  },
  ...[
    ["s3 ls", "s3 ls --profile $(pulumi stack output profileName)"],
    ["s3 cp", "s3 cp - s3://$BUCKET/planted --profile $(pulumi stack output profileName) < /dev/null"],
  ].map(([program = "", command = ""]): Run => ({
    page: "docs/tutorials/first-run.md",
    start: INVOKE + program,
    words: {
      "$(pulumi stack output resourceGroupName)": "apps",
      "$(pulumi stack output virtualMachineName)": "vm",
      // The VM has neither the AWS CLI nor a profile.
      [`AWS_CONFIG_FILE=/etc/azure-to-aws/config /snap/bin/aws ${command}`]: `echo ${program}`,
    },
    check: (shown) => {
      assert.equal(shown.trimEnd(), `Enable succeeded: \n[stdout]\n${program}\n\n[stderr]`);
    },
  })),
  {
    page: "docs/reference/command-line.md",
    start: "az vm list-skus",
    check: (shown) => {
      assert.match(shown, /^virtualMachines +uksouth +Standard_D2s_v5 +1,2,3 +None$/m);
      // The subscription may not use it, and the CLI lists it with `--all` alone.
      assert.doesNotMatch(shown, /Standard_B1s/);
    },
  },
  {
    page: "docs/tutorials/first-run.md",
    start: "az version",
    check: members("azure-cli"),
  },
  {
    page: "docs/tutorials/first-run.md",
    start: "az account set",
    words: { $SUBSCRIPTION: SUBSCRIPTION_ID },
    check: nothing,
  },
  {
    page: "docs/tutorials/first-run.md",
    start: "az account show",
    check: (shown) => {
      assert.deepEqual(JSON.parse(shown), { tenant: TENANT_ID, subscription: "Lab" });
    },
  },
  ...["docs/tutorials/first-run.md", "docs/how-to/remove-everything.md"].map((page): Run => ({
    page,
    start: "az group exists",
    words: { $GROUP: "apps" },
    check: (shown) => {
      assert.equal(shown, "true");
    },
  })),
  {
    page: "docs/how-to/remove-everything.md",
    start: "az ad app list",
    check: (shown, _lab, { APPLICATION_CLIENT_ID }) => {
      assert.deepEqual(JSON.parse(shown), [APPLICATION_CLIENT_ID]);
    },
  },
  {
    page: "docs/how-to/remove-everything.md",
    start: "az ad sp list",
    words: { $APPLICATION: "$APPLICATION_CLIENT_ID" },
    check: (shown, _lab, { SERVICE_PRINCIPAL_ID }) => {
      assert.deepEqual(JSON.parse(shown), [SERVICE_PRINCIPAL_ID]);
    },
  },
  {
    page: "docs/tutorials/first-run.md",
    start: "az ad signed-in-user show",
    byPerson: true,
    check: (shown, _lab, { PERSON_OBJECT_ID }) => {
      assert.equal(shown, PERSON_OBJECT_ID);
    },
  },
  {
    page: "docs/reference/failed-updates.md",
    start: "az account list-locations",
    check: (shown) => {
      assert.ok((JSON.parse(shown) as string[]).includes(LOCATION), shown);
    },
  },
  ...["docs/reference/permissions.md", "docs/how-to/become-an-owner.md"].map((page): Run => ({
    page,
    start: "az ad signed-in-user show",
    byPerson: true,
    check: (shown, _lab, { PERSON_OBJECT_ID }) => {
      assert.equal(JSON.parse(shown), PERSON_OBJECT_ID);
    },
  })),
  {
    page: "docs/how-to/become-an-owner.md",
    start: "az ad app owner add",
    byPerson: true,
    check: (shown, lab, { PERSON_OBJECT_ID = "" }) => {
      nothing(shown);
      assert.ok(application(lab).ownerIds.has(PERSON_OBJECT_ID));
    },
  },
  {
    page: "docs/how-to/recover.md",
    start: "az group list",
    check: (shown) => {
      const groups = JSON.parse(shown) as readonly Variables[];
      assert.deepEqual(groups.map(({ name }) => name).sort(), ["apps", "legacy", "rg"]);
    },
  },
  listing('"https://management.azure.com$GROUP_ID/resources', "reader"),
  listing('"https://management.azure.com$NETWORK_ID/subnets', "sub"),
  listing('"https://management.azure.com$VM_ID/runCommands', undefined),
  listing('"https://graph.microsoft.com/v1.0/applications?', "APPLICATION_ID"),
  listing('"https://graph.microsoft.com/v1.0/servicePrincipals?', "SERVICE_PRINCIPAL_ID"),
  listing(
    '"https://graph.microsoft.com/v1.0/servicePrincipals/$SERVICE_PRINCIPAL_ID/appRole',
    "ASSIGNMENT_ID",
  ),
  deletion(
    "servicePrincipals/$SERVICE_PRINCIPAL_ID/appRoleAssignedTo/$ASSIGNMENT_ID",
    ({ azure }) =>
      azure
        .tenant()
        .directory.assignments()
        .map(({ id }) => id),
    "ASSIGNMENT_ID",
  ),
  deletion(
    'servicePrincipals/$SERVICE_PRINCIPAL_ID"',
    ({ azure }) =>
      azure
        .tenant()
        .directory.servicePrincipals()
        .map(({ id }) => id),
    "SERVICE_PRINCIPAL_ID",
  ),
  {
    ...deletion(
      "applications/$APPLICATION_ID",
      ({ azure }) =>
        azure
          .tenant()
          .directory.applications()
          .map(({ id }) => id),
      "SPARE_APPLICATION_ID",
    ),
    words: { $APPLICATION_ID: "$SPARE_APPLICATION_ID" },
  },
  {
    page: "docs/how-to/recover.md",
    start: "az resource delete",
    words: { $ID: "$VM_ID" },
    check: (shown, { azure }, { VM_ID = "" }) => {
      nothing(shown);
      assert.equal(azure.resourceIds().includes(VM_ID), false);
    },
  },
  {
    page: "docs/how-to/recover.md",
    start: "az group delete",
    words: { $GROUP: "legacy" },
    check: (shown, { azure }) => {
      nothing(shown);
      assert.deepEqual(
        azure.resourceIds().filter((id) => id.includes("/legacy")),
        [],
      );
    },
  },
  {
    page: "docs/how-to/become-an-owner.md",
    start: "az ad app delete",
    byPerson: true,
    check: (shown, lab) => {
      nothing(shown);
      assert.throws(() => application(lab));
    },
  },
];

describeWithCliLab("The documentation's commands for the Azure CLI", function (lab) {
  this.timeout(120_000);
  const documented = documentedCommands();
  let deployer: AzShell;
  let person: AzShell;
  let known: Variables;

  before(async function () {
    this.timeout(180_000);
    deployer = await lab().realShell("deployer");
    await deployer.run(LOGIN);
    known = await makeByHand(lab(), deployer);
    person = await lab().realShell("person");
    await signInAsPerson(lab(), person, known.PERSON_OBJECT_ID ?? "");
    for (const name of PROVIDERS) {
      lab().azure.resourceProviders.unregister(`Microsoft.${name}`);
    }
  });

  const commandOf = (page: string, start: string): string => {
    const ofPage = documented.filter((one) => one.page === page).map(({ command }) => command);
    const same = ofPage.filter((command) => command === start);
    const found = same.length > 0 ? same : ofPage.filter((command) => command.startsWith(start));
    assert.equal(found.length, 1, `${page} has ${found.length} commands that begin with ${start}`);
    return found[0] ?? "";
  };

  for (const { page, start, words = {}, byPerson = false, check } of RUN) {
    it(`do what ${page} says: ${start}`, async () => {
      let command = commandOf(page, start);
      for (const [word, value] of Object.entries(words)) {
        assert.ok(command.includes(word), `${command} has no ${word}`);
        command = command.replaceAll(word, value);
      }
      await check(await (byPerson ? person : deployer).run(command, known), lab(), known);
    });
  }

  // A sign-in opens a browser.
  for (const command of commandsAboutErrors().filter((one) => !one.startsWith("az login"))) {
    it(`are understood, on the pages about errors: ${command}`, async () => {
      const { exitCode, stderr } = await deployer
        .start(command)
        .catch((error: unknown) => error as ExecaError);
      // The CLI ends with 2 if it cannot parse a command, and otherwise if the resource is not there.
      assert.notEqual(exitCode, 2, String(stderr));
      assert.doesNotMatch(String(stderr), /misspelled|unrecognized arguments|are required/);
    });
  }

  it("are each run, or listed with the reason why not", () => {
    const covered = new Set(
      [...RUN, ...NOT_RUN.map(([page, start]) => ({ page, start }))].map(({ page, start }) =>
        JSON.stringify([page, commandOf(page, start)]),
      ),
    );
    const missing = documented.filter(({ page, command }) => !covered.has(JSON.stringify([page, command])));
    assert.deepEqual(missing, []);
  });
});

/** A command of docs/how-to/recover.md that lists one thing, whose ID or name is this or that of this variable; or nothing. */
function listing(address: string, expected: string | undefined): Run {
  return {
    page: "docs/how-to/recover.md",
    start: `az rest --url ${address}`,
    check: (shown, _lab, known) => {
      const { value } = JSON.parse(shown) as { value: readonly Variables[] };
      const sought = expected === undefined ? [] : [known[expected] ?? expected];
      const found = value.flatMap(({ id = "", name = "" }) => [id, name]);
      assert.deepEqual(
        sought.filter((one) => !found.includes(one)),
        [],
        shown,
      );
      assert.equal(value.length > 0, sought.length > 0, shown);
    },
  };
}

/** A command of docs/how-to/recover.md that deletes what a variable names. */
function deletion(address: string, ids: (lab: CliLab) => readonly string[], variable: string): Run {
  return {
    page: "docs/how-to/recover.md",
    start: `az rest --method delete --url "https://graph.microsoft.com/v1.0/${address}`,
    check: (shown, lab, known) => {
      nothing(shown);
      assert.equal(ids(lab).includes(known[variable] ?? ""), false);
    },
  };
}

/** Makes a federation's Azure side, as a person without Pulumi does, and VMs. @returns variables of the commands */
async function makeByHand(lab: CliLab, shell: AzShell): Promise<Variables> {
  const { azure, azureLab } = lab;
  await azureLab.prepareNetwork();
  const gateway = `${GROUP}/providers/Microsoft.Network/natGateways/gateway`;
  await azureLab.put(gateway, { location: LOCATION, sku: { name: "Standard" } });
  const made = await shell.run(
    `az group create --name apps --location ${LOCATION} --output none
     az group create --name legacy --location ${LOCATION} --output none
     az identity create --resource-group apps --name reader --query '[id, principalId]' --output tsv
     az ad app create --display-name orders --identifier-uris ${AUDIENCE} --query appId --output tsv
     az ad app update --id ${AUDIENCE} --app-roles '${JSON.stringify([appRole()])}'
     az ad sp create --id ${AUDIENCE} --query '[appId, id]' --output tsv`,
  );
  const [IDENTITY_ID = "", PRINCIPAL_ID = "", APPLICATION_CLIENT_ID = "", , SERVICE_PRINCIPAL_ID = ""] =
    made.split("\n");
  const assignment = { principalId: PRINCIPAL_ID, resourceId: SERVICE_PRINCIPAL_ID, appRoleId: APP_ROLE };
  await shell.run(
    `az rest --method post --body '${JSON.stringify(assignment)}' --output none \
       --url https://graph.microsoft.com/v1.0/servicePrincipals/${SERVICE_PRINCIPAL_ID}/appRoleAssignedTo`,
  );
  for (const [folder, name] of [
    ["apps", "vm"],
    ["legacy", "importer-01"],
  ] as const) {
    const nic = `${group(folder)}/providers/Microsoft.Network/networkInterfaces/${name}`;
    const subnet = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/sub`;
    await azureLab.put(nic, {
      location: LOCATION,
      properties: { ipConfigurations: [{ name: "primary", properties: { subnet: { id: subnet } } }] },
    });
    const body = virtualMachine(
      { networkProfile: { networkInterfaces: [{ id: nic }] } },
      { identity: { type: "None" } },
    );
    await azureLab.put(`${group(folder)}/${MACHINES}/${name}`, body);
  }
  await azureLab.put(`${group("apps")}/${MACHINES}/vm/runCommands/guest`, {
    location: LOCATION,
    properties: { source: { script: "true" } },
  });
  const roles = [{ role: "Cloud Application Administrator" }];
  const spare = await shell.run("az ad app create --display-name spare --query id --output tsv");
  return {
    AUDIENCE,
    GROUP_ID: group("apps"),
    NETWORK_ID: `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`,
    NAT_GATEWAY_ID: gateway,
    VM_ID: `${group("apps")}/${MACHINES}/vm`,
    APPLICATION_ID: application(lab).id,
    ASSIGNMENT_ID: azure.tenant().directory.assignments().at(-1)?.id ?? "",
    SPARE_APPLICATION_ID: spare,
    IDENTITY_ID,
    PRINCIPAL_ID,
    APPLICATION_CLIENT_ID,
    SERVICE_PRINCIPAL_ID,
    DEPLOYER_CLIENT_ID: azure.environment().ARM_CLIENT_ID ?? "",
    DEPLOYER_OBJECT_ID:
      azure.tenant().directory.servicePrincipal(azure.environment().ARM_CLIENT_ID ?? "")?.id ?? "",
    OTHER_DEPLOYER_OBJECT_ID: azure.addDeployer([]).objectId,
    PERSON_OBJECT_ID: azure.addPerson({ displayName: "Ada", directoryRoles: roles }).objectId,
  };
}

function appRole() {
  return {
    id: APP_ROLE,
    value: "Aws.Federate",
    displayName: "Federate with AWS",
    description: "Lets in",
    allowedMemberTypes: ["Application"],
    isEnabled: true,
  };
}

function group(name: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${name}`;
}

/** @throws Error when it is gone */
function application({ azure }: CliLab) {
  const found = azure
    .tenant()
    .directory.applications()
    .find(({ identifierUris }) => identifierUris.includes(AUDIENCE));
  if (found === undefined) {
    throw new Error(`no application has the URI ${AUDIENCE}`);
  }
  return found;
}

/** Checks that a VM has the identity. */
function hasIdentity(name: string): Run["check"] {
  return (_shown, { azure }, { IDENTITY_ID = "" }) => {
    const machine = azure
      .resources()
      .find(({ id }) => id.text.endsWith(`/${name}`) && id.text.includes(MACHINES));
    const { userAssignedIdentities = {} } = (machine?.body.identity ?? {}) as {
      userAssignedIdentities?: Record<string, unknown>;
    };
    const ids = Object.keys(userAssignedIdentities).map((id) => id.toLowerCase());
    assert.deepEqual(ids, [IDENTITY_ID.toLowerCase()]);
  };
}
