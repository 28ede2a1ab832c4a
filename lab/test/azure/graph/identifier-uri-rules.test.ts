import assert from "node:assert/strict";
import { checkAddedIdentifierUris } from "../../../azure/graph/identifier-uri-rules";

const TENANT_ID = "11111111-2222-4333-8444-555555555555";
const APP_ID = "22222222-2222-4333-8444-555555555555";
const OWNER = { tenantId: TENANT_ID, appId: APP_ID, verifiedDomains: ["contoso.com"], isProtected: true };

describe("checkAddedIdentifierUris", () => {
  for (const uri of [
    `api://${APP_ID}`,
    `api://${TENANT_ID}/aws`,
    `api://${TENANT_ID}/${APP_ID}`,
    `api://aws/${APP_ID}`,
    `urn://aws/${TENANT_ID}`,
    "https://contoso.com/aws",
    "https://aws.contoso.com",
    "api://aws.contoso.com/x",
    `https://aws.contoso.com:65535/${TENANT_ID}`,
    `api://${TENANT_ID}/a%20b;v=1?q=/#f`,
  ]) {
    it(`lets ${uri} in`, () => {
      checkAddedIdentifierUris([uri], OWNER);
    });
  }

  for (const uri of [
    "urn://aws",
    "api://aws",
    `api://${TENANT_ID}`,
    "urn:aws",
    `api://aws/${TENANT_ID}/more`,
  ]) {
    it(`refuses ${uri} by the default tenant policy, and lets it in when the policy is off`, () => {
      assert.throws(
        () => {
          checkAddedIdentifierUris([uri], OWNER);
        },
        {
          status: 400,
          code: "Request_BadRequest",
          message: `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
        },
      );
      checkAddedIdentifierUris([uri], { ...OWNER, isProtected: false });
    });
  }

  it("knows no application ID while the application is being created", () => {
    assert.throws(() => {
      checkAddedIdentifierUris([`api://${APP_ID}`], { ...OWNER, appId: undefined });
    });
  });

  for (const uri of [
    "",
    "aws",
    "contoso.com",
    `api://${TENANT_ID}/a b`,
    `api://${TENANT_ID}/*`,
    "https://aws..contoso.com/x",
    "https://contoso.com:99999/x",
    "https://contoso.com:0",
    "https://contoso.com:/x",
    "https://contoso.com/%zz",
    "https://contoso.com/a#b#c",
    ...['"', "<x>", "^", "`", "{a}", "|", "\\", "[a]"].map((wrong) => `api://${TENANT_ID}/${wrong}`),
    `api://${TENANT_ID}/${"a".repeat(233 - 43)}`,
  ]) {
    it(`refuses "${uri.slice(0, 60)}" whatever the policy`, () => {
      assert.throws(
        () => {
          checkAddedIdentifierUris([uri], { ...OWNER, isProtected: false });
        },
        {
          message: "Property identifierUris is invalid.",
        },
      );
    });
  }

  it("lets a URI of 232 characters in, and one with a query and a fragment", () => {
    const longest = `api://${TENANT_ID}/${"a".repeat(232 - 43)}`;
    assert.equal(longest.length, 232);
    checkAddedIdentifierUris([longest, `api://${TENANT_ID}/aws?x=1#y`], OWNER);
  });

  const refusals: readonly [string, string, string][] = [
    [`api://${TENANT_ID}/aws/`, "IdentifierUrisEndsWithSlash", "Application alias '%s' value is invalid."],
    [
      "https://graph.microsoft.com",
      "IdentifierUriValueIsReserved",
      "Application alias '%s' value is invalid.",
    ],
    ...["https://contoso.com.example.org/aws", "https://notcontoso.com/aws", "http://aws.example.org"].map(
      (uri): [string, string, string] => [
        uri,
        "HostNameNotOnVerifiedDomain",
        "Values of identifierUris property must use a verified domain of the organization or its subdomain: '%s'",
      ],
    ),
  ];
  for (const [uri, code, message] of refusals) {
    it(`refuses ${uri} as ${code} whatever the policy`, () => {
      for (const isProtected of [true, false]) {
        assert.throws(
          () => {
            checkAddedIdentifierUris([uri], { ...OWNER, isProtected });
          },
          { status: 400, code, message: message.replace("%s", uri) },
        );
      }
    });
  }

  it("lets in only the two default forms where the tenant has the stricter policy", () => {
    const owner = { ...OWNER, isRestricted: true };
    checkAddedIdentifierUris([`api://${APP_ID}`, `api://${TENANT_ID}/${APP_ID}`], owner);
    for (const uri of [`api://${TENANT_ID}/aws`, "https://contoso.com/aws"]) {
      assert.throws(
        () => {
          checkAddedIdentifierUris([uri], owner);
        },
        {
          status: 400,
          code: "Request_BadRequest",
          message: `The newly added URI ${uri} must comply with the format 'api://{appId}' or 'api://{tenantId}/{appId}' as per the default app management policy of your organization. If the requestedAccessTokenVersion is set to 2, this restriction may not apply. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
        },
      );
    }
  });
});
