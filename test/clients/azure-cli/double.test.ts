/** The lab's double of `az` does what the real CLI does, for each command that the double knows. */
import assert from "node:assert/strict";
import { GROUP, IDENTITY, LOCATION, SUBSCRIPTION_ID, TENANT_ID } from "../../../lab/testing/azure-lab";
import { LOGIN } from "./azure-cli";
import { type AzShell, describeWithCliLab, signInAsPerson } from "./cli-lab";

const ARM = "https://management.azure.com";
const GRAPH = "https://graph.microsoft.com/v1.0";
const TOKEN = `az account get-access-token --resource ${ARM} --tenant ${TENANT_ID} --output json`;

/** What an official provider plugin asks for. */
const SCOPED_TOKEN = `az account get-access-token --scope ${ARM}/.default --tenant ${TENANT_ID} -o=json`;

const NO_LOGIN = /^ERROR: Please run 'az login' to setup account\.$/m;

/** Who runs a command: the application that deploys, or a person. */
type Who = "application" | "person";

/** Commands that show something, and change nothing. */
const SHOWING: readonly (readonly [who: Who, command: string])[] = [
  ["application", "az group list"],
  [
    "application",
    `az rest --url "${ARM}${GROUP}/resources?api-version=2024-07-01&\\$expand=provisioningState"`,
  ],
  ["application", `az rest --url "${GRAPH}/applications?\\$filter=displayName eq 'Deployer'"`],
  [
    "application",
    `az rest --method get --url "${GRAPH}/servicePrincipals?\\$filter=appId eq '$ARM_CLIENT_ID'"`,
  ],
  ["application", "az version -o=json"],
  ["person", "az ad signed-in-user show"],
  ["person", "az ad signed-in-user show --query id"],
  ["person", "az ad signed-in-user show --query id --output tsv"],
];

/** How the commands begin that change something. */
const CHANGING = ["az ad app owner add", "az ad app delete", "az group delete", "az resource delete"];

/** Commands that fail, with how the message begins. Undefined if the messages differ: what uses them looks at the exit code. */
const FAILING: readonly (readonly [who: Who | "nobody", command: string, message: RegExp | undefined])[] = [
  ["nobody", TOKEN, NO_LOGIN],
  ["nobody", "az account show", NO_LOGIN],
  ["application", "az ad signed-in-user show", undefined],
  ["application", `az rest --url "${GRAPH}/applications/00000000-0000-0000-0000-000000000000"`, undefined],
  ["application", "az group delete --yes --name none", /ResourceGroupNotFound\b/],
  [
    "application",
    `az resource delete --ids ${group("none")}/providers/Microsoft.Network/natGateways/none`,
    undefined,
  ],
];

describeWithCliLab("The lab's double of the Azure CLI", function (lab) {
  this.timeout(120_000);
  const shells: Partial<Record<"real" | "double", Record<Who | "nobody", AzShell>>> = {};
  let objectId: string;

  before(async () => {
    await lab().azureLab.prepareNetwork();
    const { objectId: id, environment } = lab().azure.addPerson({
      displayName: "Ada",
      directoryRoles: [{ role: "Cloud Application Administrator" }],
    });
    objectId = id;
    const [application, person, nobody] = await Promise.all(
      ["application", "person", "nobody"].map((name) => lab().realShell(name)),
    );
    assert.ok(application !== undefined && person !== undefined && nobody !== undefined);
    await application.run(LOGIN);
    await signInAsPerson(lab(), person, objectId);
    const double = await lab().doubleShell("double");
    shells.real = { application, person, nobody };
    shells.double = {
      application: double,
      person: await lab().doubleShell("double-person", environment),
      nobody: double,
    };
  });

  const shellOf = (which: "real" | "double", who: Who | "nobody"): AzShell => {
    const shell = shells[which]?.[who];
    assert.ok(shell !== undefined);
    return shell;
  };

  for (const [who, command] of SHOWING) {
    it(`shows the ${who} what the real one shows: ${command}`, async () => {
      const [real, double] = [
        await shellOf("real", who).run(command),
        await shellOf("double", who).run(command),
      ];
      if (command.endsWith("tsv")) {
        assert.equal(double, real);
      } else {
        assert.deepEqual(withoutNulls(JSON.parse(double)), withoutNulls(JSON.parse(real)));
      }
    });
  }

  it("shows a person what the real one shows of the account, but for some members", async () => {
    const show = "az account show";
    const [real, double] = [
      await shellOf("real", "person").json(show),
      await shellOf("double", "person").json(show),
    ];
    assert.deepEqual(double, Object.fromEntries(Object.keys(double).map((name) => [name, real[name]])));
    assert.deepEqual(Object.keys(double), ["id", "isDefault", "name", "state", "tenantId", "user"]);
  });

  for (const command of [TOKEN, SCOPED_TOKEN]) {
    it(`hands a person a token for the same person, under the name that the real one has for it: ${command}`, async () => {
      const [real, double] = [
        await shellOf("real", "person").json(command),
        await shellOf("double", "person").json(command),
      ];
      assert.deepEqual(
        Object.keys(double).filter((name) => !(name in real)),
        [],
      );
      assert.equal(double.tokenType, real.tokenType);
      for (const { accessToken } of [real, double]) {
        const claims = JSON.parse(
          Buffer.from(String(accessToken).split(".")[1] ?? "", "base64url").toString(),
        ) as Record<string, unknown>;
        assert.deepEqual([claims.oid, claims.aud], [objectId, ARM]);
      }
    });
  }

  for (const [who, command, message] of FAILING) {
    it(`fails for ${who === "nobody" ? who : `the ${who}`} as the real one does: ${command}`, async () => {
      for (const which of ["real", "double"] as const) {
        await assert.rejects(
          shellOf(which, who).run(command),
          ({ exitCode, stderr }: Error & { exitCode?: number; stderr?: string }) => {
            assert.notEqual(exitCode, 0, which);
            assert.match(stderr ?? "", message ?? /^ERROR: /m, which);
            return true;
          },
        );
      }
    });
  }

  it("changes what the real one changes, and both show nothing", async () => {
    const { directory } = lab().azure.tenant();
    const left: (readonly string[])[] = [];
    for (const which of ["real", "double"] as const) {
      const { id, appId } = directory.createApplication({ displayName: which });
      await lab().azureLab.put(group(which), { location: LOCATION });
      await lab().azureLab.put(identityIn(which), { location: LOCATION });
      const shown = await shellOf(which, "person").run(
        `az ad app owner add --id ${appId} --owner-object-id ${objectId}
         az resource delete --ids ${identityIn(which)}`,
      );
      assert.equal(shown, "", which);
      assert.ok(directory.application(appId)?.ownerIds.has(objectId), which);
      const ofGroup = lab()
        .azure.resourceIds()
        .filter((resource) => resource.includes(`/${which}`));
      left.push(ofGroup.map((resource) => resource.replace(which, "")));
      const end = `az ad app delete --id ${appId}; az group delete --yes --name ${which}`;
      assert.equal(await shellOf(which, "person").run(end), "", which);
      assert.equal(
        directory.applications().some((one) => one.id === id),
        false,
        which,
      );
      assert.equal(lab().azure.resourceIds().includes(group(which)), false, which);
    }
    assert.deepEqual(left[0], left[1]);
  });

  it("knows no command that is not compared here", async () => {
    const compared = [...SHOWING.map(([, command]) => command), TOKEN, "az account show", ...CHANGING];
    await assert.rejects(
      shellOf("double", "nobody").run("az unknown"),
      ({ stderr }: Error & { stderr?: string }) => {
        const [, known = ""] = /Expected one of: (.*)\. For other commands/m.exec(stderr ?? "") ?? [];
        assert.deepEqual(
          known
            .split(", ")
            .filter(
              (name) =>
                !compared.some((command) => command.startsWith(`az ${name} `) || command === `az ${name}`),
            ),
          [],
        );
        return true;
      },
    );
  });
});

function group(name: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${name}`;
}

function identityIn(name: string): string {
  return IDENTITY.replace("/resourceGroups/rg/", `/resourceGroups/${name}/`);
}

/** What was parsed from JSON, without its members that are null: the real CLI adds those that its models have. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}
