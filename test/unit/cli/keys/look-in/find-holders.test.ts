import assert from "node:assert/strict";
import { AzureApi } from "../../../../../cli/clouds/microsoft/azure-api";
import {
  findHolders,
  type HolderPlace,
  type HolderSearch,
  PLACES,
} from "../../../../../cli/keys/look-in/find-holders";
import { LoopbackServer } from "../../../../../lab/http";
import { runCli } from "../../run-cli";
import { KeysFolder } from "../keys-folder";

const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop/providers`;
const SITE = `${GROUP}/Microsoft.Web/sites/shop`;
const APP = `${GROUP}/Microsoft.App/containerApps/jobs`;
const VM = `${GROUP}/Microsoft.Compute/virtualMachines/importer`;
const [KEY, OTHER, NOWHERE] = ["AKIAIMPORTER00000001", "AKIAWEBSHOP000000002", "AKIANOWHERE000000003"];
const SECRET = "a secret that nobody may see";

const listOf = (provider: string) => `/subscriptions/${SUBSCRIPTION}/providers/${provider}`;

/** What Azure answers, by the method and the path without its query. */
const ANSWERS: Readonly<Record<string, object>> = {
  "GET /subscriptions": { value: [{ subscriptionId: SUBSCRIPTION }] },
  [`GET ${listOf("Microsoft.Web/sites")}`]: { value: [{ id: SITE }, { id: "/subscriptions/../x?y=#" }] },
  [`POST ${SITE}/config/appsettings/list`]: {
    properties: { AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: SECRET, COLOR: "blue" },
  },
  [`GET ${listOf("Microsoft.App/containerApps")}`]: {
    value: [
      {
        id: APP,
        properties: {
          template: {
            containers: [{ env: [{ name: "CONNECTION", value: `id=${OTHER};key=${SECRET}` }] }],
            initContainers: [{ env: [{ name: "NONE", secretRef: "aws" }] }],
          },
        },
      },
    ],
  },
  [`POST ${APP}/listSecrets`]: { value: [{ name: "aws", value: `${KEY} ${SECRET}` }] },
  [`GET ${listOf("Microsoft.Compute/virtualMachines")}`]: { value: [{ id: VM }] },
  [`GET ${VM}`]: {
    properties: { userData: Buffer.from(`#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${KEY}`).toString("base64") },
  },
  [`GET ${VM}/extensions`]: {
    value: [{ name: "script", properties: { settings: { commandToExecute: `run ${OTHER}` } } }],
  },
};

describe("looking for keys in workloads of Azure", () => {
  let server: LoopbackServer;
  let asked: string[];
  let answers: Record<string, object>;

  beforeEach(async () => {
    asked = [];
    answers = { ...ANSWERS };
    server = await LoopbackServer.listen((incoming, response) => {
      const { pathname } = new URL(incoming.url ?? "", "http://arm");
      const request = `${incoming.method ?? ""} ${pathname}`;
      asked.push(request);
      assert.equal(incoming.headers.authorization, "Bearer token");
      const answer = answers[request];
      response
        .writeHead(answer === undefined ? 403 : 200, { "content-type": "application/json" })
        .end(JSON.stringify(answer ?? { error: { code: "AuthorizationFailed", message: "no permission" } }));
    });
  });

  afterEach(() => server.close());

  const search = (
    places: readonly HolderPlace[],
    subscriptions: readonly string[] = [],
  ): Promise<HolderSearch> =>
    findHolders(
      new AzureApi({
        endpoint: server.url,
        scope: "x",
        credential: {
          getToken: () => Promise.resolve({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 }),
        },
      }),
      places,
      [KEY, OTHER, NOWHERE],
      subscriptions,
    );

  it("finds the IDs in settings, variables, secrets, user data, and extensions, and keeps no value", async () => {
    const found = await search(PLACES);
    assert.deepEqual(
      found.holders.map(({ keyId, place, resource, setting }) => [keyId, place, resource, setting]),
      [
        [KEY, "app-settings", SITE, "AWS_ACCESS_KEY_ID"],
        [OTHER, "container-apps", APP, "CONNECTION"],
        [KEY, "container-apps", APP, "aws"],
        [KEY, "custom-data", VM, "user data"],
        [OTHER, "custom-data", VM, "extension script"],
      ],
    );
    assert.deepEqual([found.resources, found.refused], [3, []]);
    assert.ok(!JSON.stringify(found).includes(SECRET));
  });

  it("looks only where it is told to, and only in the subscriptions that are named", async () => {
    await search(["custom-data"], [SUBSCRIPTION]);
    assert.deepEqual(asked, [
      `GET ${listOf("Microsoft.Compute/virtualMachines")}`,
      `GET ${VM}`,
      `GET ${VM}/extensions`,
    ]);
  });

  it("says what Azure does not show, and reads the rest", async () => {
    const hidden = [`POST ${SITE}/config/appsettings/list`, `GET ${listOf("Microsoft.App/containerApps")}`];
    answers = Object.fromEntries(Object.entries(ANSWERS).filter(([request]) => !hidden.includes(request)));
    const { holders, refused } = await search(["app-settings", "container-apps", "custom-data"]);
    assert.deepEqual(refused, [
      `Azure does not show the app settings of ${SITE}: 403 AuthorizationFailed: no permission`,
      `Azure does not show the resources for container-apps of subscription ${SUBSCRIPTION}: 403 AuthorizationFailed: no permission`,
    ]);
    assert.deepEqual(
      holders.map(({ place }) => place),
      ["custom-data", "custom-data"],
    );
  });

  it("is no part of keys find unless it is asked for by a known name", async () => {
    const folder = await KeysFolder.make();
    const log = await folder.log("log.json", []);
    const args = ["keys", "find", "--service-tags", folder.serviceTags, "--cloudtrail", log];
    const wrong = await runCli([...args, "--look-in", "app-settings,vaults"]);
    assert.equal(wrong.exitCode, 2);
    assert.match(
      wrong.stderr,
      /--look-in: invalid value\. Expected app-settings, container-apps,\s+custom-data; got "vaults"/,
    );
    const without = await runCli([...args, "--format", "json"]);
    assert.equal("holders" in (JSON.parse(without.stdout) as object), false);
    await folder.remove();
  });
});
