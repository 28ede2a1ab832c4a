import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeLauncher } from "../../../../lab/terminal";
import { accountNames } from "../../../../tools/acceptance/account-names";
import { azureCliToken, findAzureLogin } from "../../../../tools/acceptance/accounts";

/** What `az` answers, by its command. */
const AZ = `
const [, , ...args] = process.argv;
const answers = {
  "account show": { id: "subscription", tenantId: "tenant", name: "Production", tenantDefaultDomain: "contoso.com", user: { name: "ada@contoso.com" } },
  "account get-access-token": { accessToken: "token " + args.join(" "), expires_on: 1800000000 },
};
process.stdout.write(JSON.stringify(answers[args.slice(0, 2).join(" ")]));
`;

describe("the names of the subscription and the tenant", () => {
  const { signal } = new AbortController();
  const ACCOUNTS = { tenantId: "t1", subscriptionId: "s1" };
  const names = async (get: unknown, list: unknown) => {
    const arm = { get: async () => Promise.resolve(get), list: async () => Promise.resolve(list) };
    return accountNames({ arm } as unknown as Parameters<typeof accountNames>[0], ACCOUNTS, signal);
  };

  it("are those that Resource Manager shows, of the run's own tenant", async () => {
    assert.deepEqual(
      await names({ displayName: "Production" }, [
        { tenantId: "t2", displayName: "Fabrikam" },
        {
          tenantId: "t1",
          displayName: "Contoso",
          defaultDomain: "contoso.com",
          domains: ["contoso.com", "contoso.io"],
        },
      ]),
      ["Production", "Contoso", "contoso.com", "contoso.io"],
    );
  });

  it("are omitted if they cannot be read", async () => {
    assert.deepEqual(await names(Promise.reject(new Error("403")), Promise.reject(new Error("403"))), []);
  });
});

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

  it("is missing without both, and the error has the command that signs in", async () => {
    process.env.PATH = directory;
    await assert.rejects(
      findAzureLogin({}),
      /cannot sign in to Azure\. Expected ARM_CLIENT_SECRET .* az login \[acceptance-azure-login\]$/,
    );
  });
});
