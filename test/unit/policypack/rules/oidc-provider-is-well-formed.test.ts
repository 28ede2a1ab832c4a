import assert from "node:assert/strict";
import { oidcProviderIsWellFormed } from "../../../../policypack/rules/oidc-provider-is-well-formed";
import { AUDIENCE, PROVIDER, TENANT } from "../../trust/entra-policy";
import { NOTHING, UNKNOWN, validateResource, type Validation } from "../validate";

type Json = Record<string, unknown>;

const right = { url: `https://${PROVIDER}`, clientIdLists: [AUDIENCE] };

const judge = (props: Json, config = {}, parentTypes = ""): Promise<Validation> =>
  validateResource(
    oidcProviderIsWellFormed,
    { type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", name: "entra", props, parentTypes },
    config,
  );

describe("oidc-provider-is-well-formed", () => {
  it("has nothing to say of a right provider, with or without thumbprints", async () => {
    assert.deepEqual(await judge(right), NOTHING);
    assert.deepEqual(
      await judge({ ...right, thumbprintLists: ["626d44e704d1ceabe3bf0d53397464ac8080142c"] }),
      NOTHING,
    );
    const url = `https://login.microsoftonline.com/${TENANT}/v2.0`;
    assert.deepEqual(await judge({ ...right, url }), NOTHING);
  });

  it("passes over what a preview does not know", async () => {
    assert.deepEqual(await judge({ url: UNKNOWN, clientIdLists: UNKNOWN }), NOTHING);
    assert.deepEqual(await judge({ ...right, clientIdLists: [UNKNOWN, UNKNOWN] }), NOTHING);
  });

  const wrong: [title: string, change: Json, message: RegExp][] = [
    ["a URL without https", { url: `http://${PROVIDER}` }, /begins with https/],
    ["a URL with a port", { url: `https://sts.windows.net:443/${TENANT}/` }, /has a port or a user/],
    ["a URL with a query", { url: `https://${PROVIDER}?a=b` }, /has a query or a fragment/],
    [
      "an Entra URL without its slash",
      { url: `https://sts.windows.net/${TENANT}` },
      /: the URL is not the iss of the tokens\. Expected https:.*\/; got /,
    ],
    [
      "the URL of every tenant",
      { url: "https://login.microsoftonline.com/common/v2.0" },
      /is for every tenant/,
    ],
    ["no client ID", { clientIdLists: [] }, /Expected 1 to 100; got 0\./],
    [
      "101 client IDs",
      { clientIdLists: Array.from({ length: 101 }, (_, i) => `id-${i}`) },
      /Expected 1 to 100; got 101\./,
    ],
    ["a client ID with a wildcard", { clientIdLists: ["api://*"] }, /has a wildcard, which is literal there/],
    ["an empty client ID", { clientIdLists: [""] }, /Expected the audience that the tokens carry; got ""\./],
    ["a client ID twice", { clientIdLists: ["a", "a"] }, /Expected each client ID once; got "a"\./],
    ["a client ID that is too long", { clientIdLists: ["a".repeat(256)] }, /Expected at most 255; got 256\./],
    ["a thumbprint of zeros", { thumbprintLists: ["0".repeat(40)] }, /no certificate has this thumbprint/],
    ["a thumbprint that is none", { thumbprintLists: ["626d44"] }, /40 hexadecimal digits/],
    [
      "six thumbprints",
      { thumbprintLists: Array.from({ length: 6 }, (_, i) => `62${i}d44e704d1ceabe3bf0d53397464ac8080142c`) },
      /Expected at most 5, or none; got 6\./,
    ],
  ];
  for (const [title, change, message] of wrong) {
    it(`refuses ${title}`, async () => {
      const { violations } = await judge({ ...right, ...change });
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", /^OpenID Connect provider entra: .*\. Expected .*; got .*\.$/);
      assert.match(violations[0] ?? "", message);
    });
  }

  it("looks at providers of other issuers if they belong to this package, or with scope all", async () => {
    const props = { url: "http://gitlab.example.com", clientIdLists: ["aws"] };
    assert.deepEqual(await judge(props), NOTHING);
    assert.equal((await judge(props, { scope: "all" })).violations.length, 1);
    const parentTypes = "azure-to-aws-federation:index:AwsOidcProvider$";
    assert.equal((await judge(props, {}, parentTypes)).violations.length, 1);
  });

  it("looks into templates and at aws-native's type", async () => {
    const Properties = { Url: `https://${PROVIDER}`, ClientIdList: [] };
    const templateBody = JSON.stringify({ Resources: { P: { Type: "AWS::IAM::OIDCProvider", Properties } } });
    for (const [type, props] of [
      ["aws:cloudformation/stack:Stack", { templateBody }],
      ["aws-native:iam:OidcProvider", { url: Properties.Url, clientIdList: [] }],
    ] as const) {
      const { violations } = await validateResource(oidcProviderIsWellFormed, { type, name: "x", props });
      assert.equal(violations.length, 1, type);
    }
  });
});
