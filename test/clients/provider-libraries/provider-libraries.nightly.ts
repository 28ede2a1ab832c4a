/**
 * The libraries that the official aws and azure-native plugins are built from, against the lab. `npm run demo -- --official-plugins`
 * runs the plugins themselves.
 */
import assert from "node:assert/strict";
import { execa } from "execa";
import type { Lab } from "../../../lab";
import { LAB_AWS_ACCOUNT_ID } from "../../../lab/lab-facts";
import { startLab } from "../../../lab/testing/with-lab";
import { goProgram } from "../programs";

describe("The libraries of the official plugins", function () {
  this.timeout("15m");
  let lab: Lab;
  let program: string;

  before(async () => {
    program = await goProgram("the libraries of the official plugins", __dirname);
    lab = await startLab({ azureTls: true });
  });
  after(() => (lab as Lab | undefined)?.stop());

  /** Runs the program with nothing but the lab's addresses and logins, and a proxy that refuses all other hosts. */
  async function run(plugin: string, environment: Record<string, string>) {
    const tls = lab.azure.tls();
    return execa(program, [plugin], {
      extendEnv: false,
      reject: false,
      env: {
        ...tls.environment(),
        ...lab.azure.environment(),
        ...lab.aws.environment(),
        AWS_ENDPOINT_URL: "",
        LAB_AWS_ENDPOINT: lab.aws.url,
        ARM_METADATA_HOSTNAME: new URL(tls.endpoints.arm).host,
        ...environment,
      },
    });
  }

  async function outcomes(plugin: string, environment: Record<string, string> = {}) {
    const { exitCode, stdout, stderr } = await run(plugin, environment);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as Record<string, string>;
  }

  it("of azure-native sign in by the metadata host, and poll what they create and delete to its end", async () => {
    const long = { create: "404 201 Succeeded 200", delete: "202 404 204" };
    assert.deepEqual(await outcomes("azure-native", { ARM_DISABLE_INSTANCE_DISCOVERY: "true" }), {
      "create group": long.create,
      // The plugin takes this 404 as success.
      "delete group": "202 404 404",
      // An identity shows no state.
      "create identity": "404 201 <nil> 200",
      // The only one that ends at once.
      "delete identity": "200 404 204",
      ...Object.fromEntries(
        ["ip", "nsg", "nat", "vnet", "subnet", "nic"].flatMap((name) => [
          [`create ${name}`, long.create],
          [`delete ${name}`, long.delete],
        ]),
      ),
    });
  });

  it("of azure-native ask Entra about the lab's authority, and stop, unless instance discovery is off", async () => {
    const { exitCode, stderr } = await run("azure-native", {});
    assert.equal(exitCode, 1);
    assert.match(stderr, /AADSTS50049/);
    assert.match(stderr, /GET https:\/\/login\.microsoftonline\.com\/common\/discovery\/instance/);
  });

  it("of aws find the account by STS, and create, read, change, and delete providers and roles in IAM", async () => {
    const url = "sts.windows.net/11111111-2222-4333-8444-555555555555/";
    const role = `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/libraries`;
    assert.deepEqual(await outcomes("aws"), {
      account: `${LAB_AWS_ACCOUNT_ID} aws 0 problems`,
      "provider before": "NoSuchEntity",
      "provider created": "true",
      "provider read": `${url} [api://a] 1 tags`,
      "provider updated": `${url} [api://b] 0 tags`,
      "provider gone": "NoSuchEntity",
      "role read": `${role} 3600 true 1 tags`,
      "inline policy read": "true",
      "other inline policy": "NoSuchEntity",
      policies: "[inline] arn:aws:iam::aws:policy/ReadOnlyAccess",
      "role updated": `${role} 7200 true 0 tags`,
      "role with policies deleted": "DeleteConflict",
      "instance profiles": "0",
      "role gone": "NoSuchEntity",
    });
  });
});
