import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AwsOidcProvider, type AwsOidcProviderArgs } from "../../../../components";
import { type FederationContract, renderFederationContract } from "../../../../trust";
import {
  CLIENT_ID,
  declare,
  inputsOf,
  ISSUER,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";

const AUDIENCE = "api://x/orders";
const LOOK_UP = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider";
const OTHER_CLIENT_ID = "22222222-aaaa-4bbb-8ccc-000000000022";

const contract = (changes: Partial<FederationContract> = {}) =>
  renderFederationContract({
    version: 1,
    issuer: ISSUER,
    tokenVersion: 1,
    audience: AUDIENCE,
    workloads: {
      importer: { subject: PRINCIPAL_ID, clientId: CLIENT_ID },
      exporter: { subject: "11111111-aaaa-4bbb-8ccc-000000000011", clientId: OTHER_CLIENT_ID },
    },
    ...changes,
  });
const V2 = {
  tokenVersion: 2,
  issuer: `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
} as const;

/** The one provider that a program declares. */
async function declared(args: AwsOidcProviderArgs, opts: pulumi.ComponentResourceOptions = {}) {
  const run = await declare(() => new AwsOidcProvider("orders", args, opts));
  assert.deepEqual(run.failures, []);
  return inputsOf(run.resources, "orders-oidc-provider");
}

describe("AwsOidcProvider", () => {
  it("declares the provider with the issuer's slash and without thumbprints", async () => {
    const { resources, failures, result, calls } = await declare(
      () => new AwsOidcProvider("orders", { issuer: ISSUER, audiences: [AUDIENCE] }),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:AwsOidcProvider", name: "orders", inputs: {} },
      {
        type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        name: "orders-oidc-provider",
        inputs: { url: ISSUER, clientIdLists: [AUDIENCE] },
      },
    ]);
    assert.deepEqual(calls, []);
    assert.equal(await valueOf(result.oidcProviderArn), OIDC_PROVIDER_ARN);
    assert.equal(await valueOf(result.issuer), ISSUER);
  });

  it("takes additional audiences and tags; an audience that is there twice stands in the list once", async () => {
    const inputs = await declared({
      issuer: pulumi.output(ISSUER),
      audiences: [pulumi.output(AUDIENCE)],
      additionalAudiences: ["api://x/billing", "api://x/billing"],
      tags: { team: pulumi.output("platform") },
    });
    assert.deepEqual(inputs, {
      url: ISSUER,
      clientIdLists: [AUDIENCE, "api://x/billing"],
      tags: { team: "platform" },
    });
    const later = await declared({
      issuer: ISSUER,
      audiences: pulumi.output([AUDIENCE]),
      additionalAudiences: [AUDIENCE, "api://x/billing"],
    });
    assert.deepEqual(later.clientIdLists, [AUDIENCE, "api://x/billing"]);
  });

  it("takes a contract: its audience for v1 tokens, the client IDs of its workloads for v2 tokens", async () => {
    for (const given of [(text: string) => text, (text: string) => pulumi.output(text)]) {
      assert.deepEqual(await declared({ contract: given(contract()) }), {
        url: ISSUER,
        clientIdLists: [AUDIENCE],
      });
      assert.deepEqual(await declared({ contract: given(contract(V2)), additionalAudiences: ["another"] }), {
        url: V2.issuer,
        clientIdLists: [OTHER_CLIENT_ID, CLIENT_ID, "another"],
      });
    }
  });

  it("refuses a contract that is wrong, or has no audience, or says twice what is given too", async () => {
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", { contract: "{}", issuer: ISSUER, audiences: [AUDIENCE] })),
      /3 arguments are wrong\n {2}issuer: is already in the contract.*\n {2}audiences: is already in the contract.*\n {2}contract: version must be 1/,
    );
    const empty = contract({ ...V2, workloads: {} });
    const refusal = /contract: has no workload yet, and the audiences of v2 tokens are the client IDs/;
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", { contract: empty })),
      refusal,
    );
    const late = await declare(() => new AwsOidcProvider("orders", { contract: pulumi.output(empty) }));
    assert.match(late.failures[0]?.message ?? "", refusal);
    assert.equal(late.resources.length, 1);
  });

  it("refuses Entra's issuer without its slash, an empty list of audiences, and what is no argument", async () => {
    const args = { issuer: ISSUER.slice(0, -1), audiences: [], additionalAudience: ["a"] };
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", args)),
      /3 arguments are wrong\n {2}additionalAudience: is no argument; did you mean additionalAudiences\?.*\n {2}issuer: must end with a slash.*\n {2}audiences: must name at least one audience/,
    );
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", {})),
      /2 arguments are wrong\n {2}issuer: is missing\n {2}audiences: is missing$/,
    );
  });

  it("refuses more client IDs than IAM takes on one provider, and takes as many as it does", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, number) => `api://x/${number}`);
    const refusal =
      /: would give the OpenID Connect provider 101 client IDs, and IAM takes at most 100; leave out those that no role/;
    const declareMany = async (audiences: pulumi.Input<string[]>, additionalAudiences?: string[]) =>
      declare(() => new AwsOidcProvider("orders", { issuer: ISSUER, audiences, additionalAudiences }));
    await assert.rejects(declareMany(many(101)), /^.*\n? *audiences: would give/m);
    await assert.rejects(declareMany(many(101)), refusal);
    await assert.rejects(declareMany(many(60), many(101)), /additionalAudiences: would give/);
    const late = await declareMany(pulumi.output(many(101)));
    assert.match(late.failures[0]?.message ?? "", refusal);
    // What both lists have stands in the provider once.
    const { failures, resources } = await declareMany(many(100), many(40));
    assert.deepEqual([failures.length, resources.length], [0, 2]);
  });

  it("refuses tags that IAM would refuse", async () => {
    const tags = { "aws:x": "a", team: "a,b", Team: "a" };
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", { issuer: ISSUER, audiences: [AUDIENCE], tags })),
      /3 arguments are wrong\n {2}tags\.aws:x: must not begin with aws:.*\n {2}tags\.team: must be at most 256.*\n {2}tags\.Team: is there twice/,
    );
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`t${n}`, ""]));
    const late = await declare(
      () =>
        new AwsOidcProvider("orders", { issuer: ISSUER, audiences: [AUDIENCE], tags: pulumi.output(many) }),
    );
    assert.match(late.failures[0]?.message ?? "", /tags: must be at most 50 tags, are 51/);
  });
});

describe("AwsOidcProvider that adopts", () => {
  const adopting = {
    issuer: ISSUER,
    audiences: [AUDIENCE, "api://x/it's"],
    oidcProviderArn: OIDC_PROVIDER_ARN,
  };
  const answering = (clientIdLists?: string[]) => ({
    answer: (token: string) => (token === LOOK_UP ? { clientIdLists } : undefined),
  });

  it("reads the provider, owns nothing and gives out its ARN", async () => {
    for (const oidcProviderArn of [OIDC_PROVIDER_ARN, pulumi.output(OIDC_PROVIDER_ARN)]) {
      const run = await declare(
        () => new AwsOidcProvider("orders", { ...adopting, oidcProviderArn }),
        answering(["other", ...adopting.audiences]),
      );
      assert.deepEqual(run.failures, []);
      assert.deepEqual(run.calls, [LOOK_UP]);
      assert.deepEqual(
        run.resources.map(({ type }) => type),
        ["azure-to-aws-federation:index:AwsOidcProvider"],
      );
      assert.equal(await valueOf(run.result.oidcProviderArn), OIDC_PROVIDER_ARN);
    }
  });

  it("fails with the commands that add the audiences it does not list, in the preview too", async () => {
    for (const preview of [true, false]) {
      const { failures } = await declare(() => new AwsOidcProvider("orders", adopting), {
        preview,
        ...answering(["api://x"]),
      });
      assert.equal(
        failures[0]?.message,
        [
          'AwsOidcProvider "orders": 1 argument is wrong',
          ...[
            ["api://x/orders", "api://x/orders"],
            ["api://x/it's", "'api://x/it'\\''s'"],
          ].map(
            ([audience, word]) =>
              `  oidcProviderArn: the provider does not list the audience "${audience}", so that AWS would refuse every token for it; ` +
              `its owner adds it first, by the argument additionalAudiences where this package made it, else with: aws iam add-client-id-to-open-id-connect-provider ` +
              `--open-id-connect-provider-arn ${OIDC_PROVIDER_ARN} --client-id ${word}`,
          ),
        ].join("\n"),
      );
    }
  });

  it("fails for the provider of another issuer, without asking for it", async () => {
    const oidcProviderArn = OIDC_PROVIDER_ARN.slice(0, -1);
    const { failures, calls } = await declare(
      () => new AwsOidcProvider("orders", { ...adopting, oidcProviderArn }),
    );
    assert.match(
      failures[0]?.message ?? "",
      new RegExp(
        `oidcProviderArn: must be the provider of the issuer, which ends in oidc-provider/sts.windows.net/${TENANT_ID}/; got "`,
      ),
    );
    assert.deepEqual(calls, []);
  });

  it("fails for a provider that cannot be read, and says what the AWS provider says", async () => {
    const { failures } = await declare(() => new AwsOidcProvider("orders", adopting), {
      answer: () => {
        throw new Error("NoSuchEntity: not found");
      },
    });
    assert.match(
      failures[0]?.message ?? "",
      /oidcProviderArn: is no provider that can be read; .*NoSuchEntity: not found/s,
    );
  });

  it("leaves the ARN unknown in a preview that configures the AWS provider itself", async () => {
    const { failures, result } = await declare(() => new AwsOidcProvider("orders", adopting), {
      preview: true,
      ...answering(),
    });
    assert.deepEqual(failures, []);
    assert.equal(await (result.oidcProviderArn as unknown as { isKnown: Promise<boolean> }).isKnown, false);
  });

  it("takes null for what only an owner can have as left out", async () => {
    const args = { ...adopting, tags: null, retainOnDelete: null } as unknown as AwsOidcProviderArgs;
    const { failures } = await declare(
      () => new AwsOidcProvider("orders", args),
      answering(adopting.audiences),
    );
    assert.deepEqual(failures, []);
  });

  it("refuses what only an owner can have", async () => {
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", { ...adopting, tags: { a: "b" }, retainOnDelete: true })),
      /2 arguments are wrong\n {2}tags: cannot be given to a provider that is adopted.*\n {2}retainOnDelete: has no meaning/,
    );
    const args = { ...adopting, oidcProviderArn: undefined, retainOnDelete: pulumi.output(true) };
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", args as unknown as AwsOidcProviderArgs)),
      /retainOnDelete: must be plain, since it decides which resources there are; got an output/,
    );
  });
});
