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
      /AwsOidcProvider "orders": 3 invalid arguments\n {2}issuer: cannot be combined with contract, which already contains it; got "https:\/\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/"\. Omit this argument or contract \[contract-given\]\n {2}audiences: cannot be combined with contract, which already contains it; got \["api:\/\/x\/orders"\]\. Omit this argument or contract \[contract-given\]\n {2}contract: invalid federation contract: version must be 1, the only version that this release knows; it is missing; got "\{\}"\. Use the contract output of the other stack unchanged \[contract-invalid\]/,
    );
    const empty = contract({ ...V2, workloads: {} });
    const refusal =
      /contract: the federation contract has no workload yet; .* \[contract-without-workloads\]$/;
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
      /AwsOidcProvider "orders": 3 invalid arguments\n {2}additionalAudience: unknown argument; did you mean "additionalAudiences"\? Valid arguments: issuer, audiences, contract, additionalAudiences, tags, oidcProviderArn, retainOnDelete \[argument-unknown\]\n {2}issuer: does not match the iss claim of Entra's v1\.0 tokens\. Expected "https:\/\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/"; got "https:\/\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f" \[issuer-not-of-tokens\]\n {2}audiences: empty\. Expected at least one audience; got \[\] \[argument-empty\]/,
    );
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", {})),
      /AwsOidcProvider "orders": 2 invalid arguments\n {2}issuer: required argument is missing \[argument-missing\]\n {2}audiences: required argument is missing \[argument-missing\]/,
    );
  });

  it("refuses more client IDs than IAM takes on one provider, and takes as many as it does", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, number) => `api://x/${number}`);
    const refusal =
      /: the OpenID Connect provider would have 101 client IDs\. IAM allows 100\. Remove those that no role/;
    const declareMany = async (audiences: pulumi.Input<string[]>, additionalAudiences?: string[]) =>
      declare(() => new AwsOidcProvider("orders", { issuer: ISSUER, audiences, additionalAudiences }));
    await assert.rejects(
      declareMany(many(101)),
      /AwsOidcProvider "orders": 1 invalid argument\n {2}audiences: the OpenID Connect provider would have 101 client IDs\. IAM allows 100\. Remove those that no role of the account trusts \[client-ids-too-many\]/,
    );
    await assert.rejects(declareMany(many(101)), refusal);
    await assert.rejects(
      declareMany(many(60), many(101)),
      /additionalAudiences: the OpenID Connect provider would have/,
    );
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
      /AwsOidcProvider "orders": 3 invalid arguments\n {2}tags\.aws:x: invalid tag key: AWS reserves keys that start with aws:; got "aws:x" \[tag-key-reserved\]\n {2}tags\.team: invalid tag value\. Expected at most 256 letters, digits, spaces, or _ \. : \/ = \+ - @; got "a,b" \[tag-value-invalid\]\n {2}tags\.Team: this tag key appears twice: IAM ignores the case of keys\. Remove one of them \[tag-key-repeated\]/,
    );
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`t${n}`, ""]));
    const late = await declare(
      () =>
        new AwsOidcProvider("orders", { issuer: ISSUER, audiences: [AUDIENCE], tags: pulumi.output(many) }),
    );
    assert.match(
      late.failures[0]?.message ?? "",
      /AwsOidcProvider "orders": 1 invalid argument\n {2}tags: too many tags\. Expected at most 50; got 51 \[argument-too-many\]/,
    );
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
          'AwsOidcProvider "orders": 1 invalid argument',
          ...[
            ["api://x/orders", "api://x/orders"],
            ["api://x/it's", "'api://x/it'\\''s'"],
          ].map(
            ([audience, word]) =>
              `  oidcProviderArn: the provider does not list the audience "${audience}", so AWS would refuse every token for it. ` +
              `Its owner adds it to additionalAudiences. Without this package: aws iam add-client-id-to-open-id-connect-provider ` +
              `--open-id-connect-provider-arn ${OIDC_PROVIDER_ARN} --client-id ${word} [provider-audience-missing]`,
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
        `oidcProviderArn: the provider belongs to another issuer\\. Expected an ARN that ends in oidc-provider/sts.windows.net/${TENANT_ID}/; got "`,
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
      /AwsOidcProvider "orders": 1 invalid argument\n {2}oidcProviderArn: cannot read OpenID Connect provider "arn:aws:iam::111122223333:oidc-provider\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/" \(provider error: NoSuchEntity: not found\)\. Omit the argument to create one, or list the existing ones: aws iam list-open-id-connect-providers \[provider-unreadable\]/,
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
      /AwsOidcProvider "orders": 2 invalid arguments\n {2}tags: cannot be combined with oidcProviderArn: the owner of an existing provider sets its tags; got \{"a":"b"\}\. Omit this argument or oidcProviderArn \[argument-excluded\]\n {2}retainOnDelete: cannot be combined with oidcProviderArn: an existing provider is never deleted; got true\. Omit this argument or oidcProviderArn \[argument-excluded\]/,
    );
    const args = { ...adopting, oidcProviderArn: undefined, retainOnDelete: pulumi.output(true) };
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", args as unknown as AwsOidcProviderArgs)),
      /AwsOidcProvider "orders": 1 invalid argument\n {2}retainOnDelete: must be a plain value, not an Output: it decides which resources are created \[argument-not-plain\]/,
    );
  });
});
