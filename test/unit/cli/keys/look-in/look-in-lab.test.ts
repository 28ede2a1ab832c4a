/** `keys find --look-in`, as its users run it, against the lab's Azure Resource Manager, with the role that the manual has. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { KeysReport } from "../../../../../cli/keys/find/keys-report";
import { keyEvent } from "../../../../../lab/aws";
import { registerDeployer } from "../../../../../lab/azure";
import {
  describeWithAzureLab,
  GROUP,
  LOCATION,
  osProfile,
  SUBSCRIPTION_ID,
  virtualMachine,
  VM,
} from "../../../../../lab/testing/azure-lab";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { runServed } from "../../served-commands";
import { KeysFolder } from "../keys-folder";

const KEY = "AKIAIMPORTER00000001";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const PLAN = `${GROUP}/providers/Microsoft.Web/serverfarms/plan`;
const SITE = `${GROUP}/providers/Microsoft.Web/sites/shop`;
const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
const CONTAINER_APP = `${GROUP}/providers/Microsoft.App/containerApps/jobs`;
const LOGIN = { clientId: "eeeeeeee-2222-4333-8444-555555555555", clientSecret: "a secret" };
const encode = (text: string): string => Buffer.from(text).toString("base64");

const { Actions: ACTIONS } = JSON.parse(
  readFileSync(path.join(PROJECT_ROOT, "docs/reference/permissions/azure-keys-look-in.json"), "utf8"),
) as { readonly Actions: readonly string[] };

describeWithAzureLab("keys find --look-in in the lab", {}, function (lab) {
  this.timeout(60_000);
  let folder: KeysFolder;
  let principalId: string;
  let args: readonly string[];

  before(async () => {
    await lab().prepareNetwork();
    await lab().put(PLAN, { location: LOCATION, properties: { reserved: true } });
    const appSettings = [
      { name: "AWS_ACCESS_KEY_ID", value: KEY },
      { name: "AWS_SECRET_ACCESS_KEY", value: SECRET },
    ];
    await lab().put(SITE, {
      location: LOCATION,
      kind: "app,linux",
      properties: { serverFarmId: PLAN, siteConfig: { linuxFxVersion: "PYTHON|3.13", appSettings } },
    });
    await lab().put(ENVIRONMENT, { location: LOCATION, properties: {} });
    const env = [
      { name: "AWS_ACCESS_KEY_ID", value: KEY },
      { name: "AWS_SECRET_ACCESS_KEY", secretRef: "aws" },
    ];
    await lab().put(CONTAINER_APP, {
      location: LOCATION,
      properties: {
        environmentId: ENVIRONMENT,
        configuration: { secrets: [{ name: "aws", value: `${KEY}:${SECRET}` }] },
        template: { containers: [{ name: "main", image: "image:1", env }] },
      },
    });
    // Azure never shows custom data again, but user data.
    await lab().put(
      VM,
      virtualMachine({
        userData: encode(`export AWS_ACCESS_KEY_ID=${KEY}\n`),
        osProfile: { ...osProfile(), customData: encode(`#cloud-config\n# ${KEY}\n`) },
      }),
    );
    ({ id: principalId } = registerDeployer(lab().azure.tenant(), { ...LOGIN, graphPermissions: [] }));
    folder = await KeysFolder.make();
    const owner = { keyId: KEY, userName: "importer", addresses: [], userAgents: [], calls: [], weight: 1 };
    const log = await folder.log("log.json", [
      keyEvent(
        owner,
        { source: "s3.amazonaws.com", name: "ListBuckets", parameters: {} },
        "20.50.1.17",
        "x",
        { time: "2026-11-01T10:00:00Z", region: "eu-west-1", serial: 1 },
      ),
    ]);
    args = ["keys", "find", "--service-tags", folder.serviceTags, "--cloudtrail", log];
  });

  after(() => folder.remove());

  /** Runs it with a login that may do these actions. */
  async function look(actions: readonly string[], ...more: readonly string[]) {
    const withdraw = lab().azure.assignRole({
      principalId,
      role: { id: "look-in", name: "look-in", actions, notActions: [] },
      scope: `/subscriptions/${SUBSCRIPTION_ID}`,
    });
    const environment = lab().azure.environment();
    const result = await runServed(
      [...args, "--look-in", "app-settings,container-apps,custom-data", ...more],
      {
        ...environment,
        AZURE_TO_AWS_ARM_ENDPOINT: environment.LAB_ARM_ENDPOINT ?? "",
        ARM_CLIENT_ID: LOGIN.clientId,
        ARM_CLIENT_SECRET: LOGIN.clientSecret,
        PATH: process.env.PATH ?? "",
      },
    );
    withdraw();
    return result;
  }

  const FOUND = [
    ["app-settings", SITE, "AWS_ACCESS_KEY_ID"],
    ["container-apps", CONTAINER_APP, "AWS_ACCESS_KEY_ID"],
    ["container-apps", CONTAINER_APP, "aws"],
    ["custom-data", VM, "user data"],
  ].map((row) => row.map((text) => text.toLowerCase()));

  const holdersIn = (stdout: string): readonly (readonly string[])[] =>
    ((JSON.parse(stdout) as KeysReport).holders ?? []).map(({ keyId, place, resource, setting }) => {
      assert.equal(keyId, KEY);
      return [place, resource, setting].map((text) => text.toLowerCase());
    });

  it("finds the key wherever Azure shows it, with the documented role, and prints no value", async () => {
    const { stdout, stderr, exitCode } = await look(ACTIONS, "--format", "json");
    assert.deepEqual([exitCode, stderr], [1, ""]);
    assert.deepEqual(holdersIn(stdout), FOUND);
    assert.ok(!stdout.includes(SECRET));
    const text = (await look(ACTIONS, "--subscription", SUBSCRIPTION_ID)).stdout;
    assert.match(text, /^4 places in Azure with the ID of a key$/m);
    assert.match(text, /^ {2}AKIAIMPORTER00000001 {2}user data of \/subscriptions\/.*\/virtualMachines\//m);
  });

  for (const [action, missing] of [
    ["Microsoft.Web/sites/read", [0]],
    ["Microsoft.Web/sites/config/list/action", [0]],
    ["Microsoft.App/containerApps/read", [1, 2]],
    ["Microsoft.App/containerApps/listSecrets/action", [2]],
    ["Microsoft.Compute/virtualMachines/read", [3]],
    ["Microsoft.Compute/virtualMachines/extensions/read", []],
  ] as const) {
    it(`names ${action} if the login lacks it, and finds the rest`, async () => {
      const { stdout, stderr } = await look(
        ACTIONS.filter((one) => one !== action),
        "--format",
        "json",
      );
      assert.deepEqual(
        holdersIn(stdout),
        FOUND.filter((_, index) => !(missing as readonly number[]).includes(index)),
      );
      assert.ok(
        stderr.replaceAll(/\s+/g, " ").toLowerCase().includes(`perform action '${action.toLowerCase()}'`),
        stderr,
      );
      assert.match(stderr, /\[workload-not-read\]/);
    });
  }
});
