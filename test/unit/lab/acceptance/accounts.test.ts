import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { azureCliToken, findAzureLogin } from "../../../../lab/acceptance/accounts";
import { writeLauncher } from "../../../../lab/shell";

/** What `az` answers, by its command. */
const AZ = `
const [, , ...args] = process.argv;
const answers = {
  "account show": { id: "subscription", tenantId: "tenant", name: "Production", tenantDefaultDomain: "contoso.com", user: { name: "ada@contoso.com" } },
  "account get-access-token": { accessToken: "token " + args.join(" "), expires_on: 1800000000 },
};
process.stdout.write(JSON.stringify(answers[args.slice(0, 2).join(" ")]));
`;

describe("the Azure login of a run", () => {
  const before = process.env.PATH;
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "azure-to-aws-az-"));
    const { writeFile } = await import("node:fs/promises");
    await writeFile(path.join(directory, "az.js"), AZ);
    await writeLauncher(path.join(directory, "bin/az"), path.join(directory, "az.js"));
    process.env.PATH = path.join(directory, "bin");
  });

  afterEach(async () => {
    process.env.PATH = before;
    await rm(directory, { recursive: true });
  });

  it("is that of the Azure CLI without a client secret, with all names that a report may not show", async () => {
    assert.deepEqual(await findAzureLogin({}), {
      tenantId: "tenant",
      subscriptionId: "subscription",
      names: ["Production", "contoso.com", "ada@contoso.com"],
    });
  });

  it("is the application of the variables where there is a secret", async () => {
    const environment = {
      ARM_CLIENT_ID: "client",
      ARM_CLIENT_SECRET: "secret",
      ARM_TENANT_ID: "tenant",
      ARM_SUBSCRIPTION_ID: "subscription",
    };
    assert.deepEqual(await findAzureLogin(environment), {
      tenantId: "tenant",
      subscriptionId: "subscription",
      application: { clientId: "client", clientSecret: "secret" },
      names: [],
    });
  });

  it("gets tokens of the Azure CLI for a resource, of the account with its subscription, whichever is active", async () => {
    const login = await findAzureLogin({});
    const { signal } = new AbortController();
    assert.deepEqual(await azureCliToken("https://graph.microsoft.com/.default", login, signal), {
      accessToken:
        "token account get-access-token --resource https://graph.microsoft.com --subscription subscription --output json",
      expiresAt: 1_800_000_000_000,
    });
  });

  it("is missing without both, and the error says how to sign in", async () => {
    process.env.PATH = directory;
    await assert.rejects(
      findAzureLogin({}),
      /cannot sign in to Azure\. Expected ARM_CLIENT_SECRET .* az login$/,
    );
  });
});
