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
    ["a URL with a port", { url: `https://sts.windows.net:443/${TENANT}/` }, /with a port/],
    ["a URL with a query", { url: `https://${PROVIDER}?a=b` }, /with a query/],
    [
      "an Entra URL without its slash",
      { url: `https://sts.windows.net/${TENANT}` },
      /as the tokens' iss has it/,
    ],
    ["the URL of every tenant", { url: "https://login.microsoftonline.com/common/v2.0" }, /every tenant/],
    ["no client ID", { clientIdLists: [] }, /found 0 client IDs/],
    ["101 client IDs", { clientIdLists: Array.from({ length: 101 }, (_, i) => `id-${i}`) }, /101 client IDs/],
    ["a client ID with a wildcard", { clientIdLists: ["api://*"] }, /with a wildcard/],
    ["an empty client ID", { clientIdLists: [""] }, /the client ID ""/],
    ["a client ID twice", { clientIdLists: ["a", "a"] }, /twice/],
    ["a client ID that is too long", { clientIdLists: ["a".repeat(256)] }, /256 characters/],
    ["a thumbprint of zeros", { thumbprintLists: ["0".repeat(40)] }, /which no certificate has/],
    ["a thumbprint that is none", { thumbprintLists: ["626d44"] }, /40 hexadecimal digits/],
    [
      "six thumbprints",
      { thumbprintLists: Array.from({ length: 6 }, (_, i) => `62${i}d44e704d1ceabe3bf0d53397464ac8080142c`) },
      /6 thumbprints/,
    ],
  ];
  for (const [title, change, message] of wrong) {
    it(`refuses ${title}`, async () => {
      const { violations } = await judge({ ...right, ...change });
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", /^OpenID Connect provider entra: found /);
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
