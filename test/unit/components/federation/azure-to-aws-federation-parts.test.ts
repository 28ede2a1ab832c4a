/** What the arguments of a federation become in its parts. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  AzureToAwsFederation,
  type AzureToAwsFederationArgs,
  type WorkloadSettings,
} from "../../../../components";
import { CLIENT_ID, declare, inputsOf, PRINCIPAL_ID, TENANT_ID, valueOf } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const OTHER_SUBJECT = "66666666-aaaa-4bbb-8ccc-000000000006";
const OTHER_CLIENT_ID = "77777777-aaaa-4bbb-8ccc-000000000007";
const AUDIENCE = `api://${TENANT_ID}/shop-dev-fed`;
const permissions = { readBuckets: ["reports"] };

/** The federation with one workload, `app`. */
const federation = (
  app: Partial<WorkloadSettings>,
  args: Partial<AzureToAwsFederationArgs> = {},
  options: pulumi.ComponentResourceOptions = {},
) => {
  const workloads = { app: { permissions, ...app } };
  const given = { location: "westeurope", region: "eu-west-1", ...args, workloads };
  return new AzureToAwsFederation("fed", given, options);
};

interface Trust {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Condition: Record<string, Record<string, unknown>>;
  }[];
}

/** The statements of the role's trust policy. */
async function statements(app: Partial<WorkloadSettings>, args: Partial<AzureToAwsFederationArgs> = {}) {
  const { resources, failures } = await declare(() => federation(app, args));
  assert.deepEqual(failures, []);
  const policy = inputsOf(resources, "fed-app-role").assumeRolePolicy as string;
  return { resources, statements: (JSON.parse(policy) as Trust).Statement };
}

describe("AzureToAwsFederation with several subjects", () => {
  const provider = `sts.windows.net/${TENANT_ID}/`;
  for (const [way, additionalSubjects] of [
    ["plain", [OTHER_SUBJECT]],
    ["an output", pulumi.output([OTHER_SUBJECT])],
  ] as const) {
    it(`trusts its own identity and those of a list that is ${way}`, async () => {
      const { statements: found } = await statements({
        additionalSubjects: additionalSubjects as pulumi.Input<pulumi.Input<string>[]>,
      });
      assert.deepEqual(found[0]?.Condition.StringEquals, {
        [`${provider}:aud`]: AUDIENCE,
        [`${provider}:sub`]: [PRINCIPAL_ID, OTHER_SUBJECT],
      });
    });
  }

  it("refuses in the first preview already what does not fit into the trust policy", async () => {
    const many = Array.from({ length: 45 }, (_, index) => OTHER_SUBJECT.replace(/..$/, String(index + 10)));
    await assert.rejects(
      declare(() => federation({ additionalSubjects: many }), { preview: true }),
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}workloads\.app\.additionalSubjects: the trust policy would have 2206 characters\. The quota is 2048\. Spread the subjects over several roles, or have AWS raise the quota and set azure-to-aws-federation:trustPolicyQuota \[trust-policy-too-long\]/,
    );
    const withQuota = async (quota: string) =>
      declare(() => federation({ additionalSubjects: many }), {
        config: { "azure-to-aws-federation:trustPolicyQuota": quota },
      });
    assert.deepEqual((await withQuota("4096")).failures, []);
    await assert.rejects(
      withQuota("8192"),
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}azure-to-aws-federation:trustPolicyQuota: out of range\. Expected a whole number of characters from 2048 to 4096; got "8192" \[argument-out-of-range\]/,
    );
  });

  it("takes null for a list that is left out, and then trusts no further audience of v2 tokens", async () => {
    const v2 = { tokenVersion: 2, additionalAudiences: ["0d3b8c1e-9a4f-4c2b-8e7d-5f6a7b8c9d0e"] };
    const { statements: without } = await statements({}, v2);
    const { statements: withNull } = await statements({ additionalSubjects: null as never }, v2);
    assert.deepEqual(withNull, without);
  });
});

describe("AzureToAwsFederation with a single subject", () => {
  const addresses = Array.from({ length: 130 }, (_, n) => `203.0.113.${n}`);
  const names = Array.from({ length: 130 }, (_, n) => `session-${n}-of-orders`);
  for (const [path, settings, remedy] of [
    ["allowedSourceIps", { allowedSourceIps: addresses }, "Join addresses into networks"],
    ["conditions", { conditions: { StringLike: { "sts:RoleSessionName": names } } }, "Use fewer or shorter"],
  ] as const) {
    it(`refuses ${path} in the first preview that make the trust policy too long`, async () => {
      await assert.rejects(
        declare(() => federation(settings), { preview: true }),
        new RegExp(
          `AzureToAwsFederation "fed": 1 invalid argument\\n {2}workloads\\.app\\.${path}: the trust policy would have \\d{4} characters\\. The quota is 2048\\. ${remedy}`,
        ),
      );
    });
  }
});

describe("AzureToAwsFederation with tokens of version 2", () => {
  const provider = `login.microsoftonline.com/${TENANT_ID}/v2.0`;

  it("moves issuer, provider URL, client IDs, condition keys and token version together", async () => {
    const { resources, statements: found } = await statements({}, { tokenVersion: 2 });
    const { api } = inputsOf(resources, "fed-application") as {
      api: { requestedAccessTokenVersion: number };
    };
    assert.equal(api.requestedAccessTokenVersion, 2);
    const { url, clientIdLists } = inputsOf(resources, "fed-oidc-provider");
    assert.deepEqual([url, clientIdLists], [`https://${provider}`, [CLIENT_ID]]);
    assert.deepEqual(found[0]?.Condition.StringEquals, {
      [`${provider}:aud`]: CLIENT_ID,
      [`${provider}:sub`]: PRINCIPAL_ID,
    });
  });

  it("takes the client IDs of additional subjects out of the additional audiences", async () => {
    const { resources, statements: found } = await statements(
      { additionalSubjects: [OTHER_SUBJECT] },
      { tokenVersion: 2, additionalAudiences: [OTHER_CLIENT_ID] },
    );
    assert.deepEqual(inputsOf(resources, "fed-oidc-provider").clientIdLists, [CLIENT_ID, OTHER_CLIENT_ID]);
    assert.deepEqual(found[0]?.Condition.StringEquals, {
      [`${provider}:aud`]: [CLIENT_ID, OTHER_CLIENT_ID],
      [`${provider}:sub`]: [PRINCIPAL_ID, OTHER_SUBJECT],
    });
  });
});

describe("AzureToAwsFederation in other clouds", () => {
  for (const [cloud, region, issuer, partition] of [
    ["usgovernment", "us-gov-west-1", `https://sts.windows.net/${TENANT_ID}/`, "aws-us-gov"],
    ["china", "cn-north-1", `https://sts.chinacloudapi.cn/${TENANT_ID}/`, "aws-cn"],
  ] as const) {
    it(`takes issuer and partition of ${cloud}`, async () => {
      const { resources, failures } = await declare(() => federation({}, { cloud, region }));
      assert.deepEqual(failures, []);
      assert.equal(inputsOf(resources, "fed-oidc-provider").url, issuer);
      assert.match(
        inputsOf(resources, "fed-app-read-buckets").policy as string,
        new RegExp(`arn:${partition}:s3:::reports`),
      );
    });
  }
});

describe("AzureToAwsFederation", () => {
  it("hands the role what is said about it", async () => {
    const { resources, statements: found } = await statements(
      {
        roleName: "orders",
        rolePath: "/federated/",
        roleDescription: "reads orders",
        permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
        roleTags: { team: "orders", stage: "dev" },
        allowedSourceIps: ["203.0.113.0/24"],
        conditions: { StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } },
        maxSessionDuration: 7200,
      },
      { awsTags: { owner: "platform", team: "none" } },
    );
    const { assumeRolePolicy, ...rest } = inputsOf(resources, "fed-app-role");
    assert.equal(typeof assumeRolePolicy, "string");
    assert.deepEqual(rest, {
      name: "orders",
      path: "/federated/",
      description: "reads orders",
      permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
      tags: { owner: "platform", team: "orders", stage: "dev" },
      maxSessionDuration: 7200,
    });
    assert.deepEqual(found[0]?.Condition.IpAddress, { "aws:SourceIp": "203.0.113.0/24" });
    assert.equal(found[0].Condition.StringEquals?.["aws:RequestedRegion"], "eu-west-1");
    assert.deepEqual(inputsOf(resources, "fed-oidc-provider").tags, { owner: "platform", team: "none" });
  });

  it("denies a suspended workload and every session of it, and leaves the others alone", async () => {
    const { resources } = await declare(
      () =>
        new AzureToAwsFederation("fed", {
          workloads: { app: { permissions, suspended: true }, other: { permissions } },
        }),
    );
    const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    assert.deepEqual(policies.map(({ name }) => name).sort(), [
      "fed-app-read-buckets",
      "fed-app-suspended",
      "fed-other-read-buckets",
    ]);
    const effects = (name: string) =>
      (JSON.parse(inputsOf(resources, name).assumeRolePolicy as string) as Trust).Statement.map(
        ({ Effect }) => Effect,
      );
    assert.deepEqual(effects("fed-app-role").sort(), ["Allow", "Deny"]);
    assert.deepEqual(effects("fed-other-role"), ["Allow"]);
  });

  it("tags everything in Azure that has tags", async () => {
    const { resources } = await declare(() =>
      federation(
        { virtualMachine: { sshPublicKey: ED25519_KEY, tags: { stage: "dev" } } },
        { azureTags: { owner: "platform" } },
      ),
    );
    const tags = (name: string) => inputsOf(resources, name).tags;
    assert.deepEqual(tags("fed-group"), { owner: "platform" });
    assert.deepEqual(tags("fed-app-identity"), { owner: "platform" });
    assert.deepEqual(tags("fed-app-vm"), { owner: "platform", stage: "dev" });
  });

  it("gives its contract with all workloads, and each workload's with that one", async () => {
    const { result } = await declare(
      () =>
        new AzureToAwsFederation("fed", {
          region: "eu-west-1",
          workloads: { zebra: { permissions }, ant: { permissions } },
        }),
    );
    const names = async (contract: pulumi.Output<string>) =>
      Object.keys((JSON.parse(await valueOf(contract)) as { workloads: object }).workloads);
    assert.deepEqual(await names(result.contract), ["ant", "zebra"]);
    assert.deepEqual(await names(result.workload("zebra").contract), ["zebra"]);
  });

  it("keeps an OIDC provider that others use when told so, and nothing else", async () => {
    const retained = async (args: Partial<AzureToAwsFederationArgs>) => {
      const names: string[] = [];
      const see: pulumi.ResourceTransformation = ({ name, props, opts }) => {
        if (opts.retainOnDelete === true) {
          names.push(name);
        }
        return { props, opts };
      };
      const { failures } = await declare(() => federation({}, args, { transformations: [see] }));
      assert.deepEqual(failures, []);
      return names;
    };
    assert.deepEqual(await retained({ retainOidcProviderOnDelete: true }), ["fed-oidc-provider"]);
    assert.deepEqual(await retained({ retainOidcProviderOnDelete: false }), []);
    assert.deepEqual(await retained({}), []);
  });
});
