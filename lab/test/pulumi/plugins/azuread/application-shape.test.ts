import assert from "node:assert/strict";
import { fromGraph, toGraph } from "../../../../pulumi/plugins/azuread/application-shape";

const inputs = {
  displayName: "app",
  api: { requestedAccessTokenVersion: 2, mappedClaimsEnabled: true },
  appRoles: [
    {
      id: "1",
      displayName: "R",
      description: "d",
      value: "Read",
      allowedMemberTypes: ["Application"],
      enabled: true,
    },
  ],
  identifierUris: ["api://x"],
  marketingUrl: "https://example.org",
  optionalClaims: { accessTokens: [{ name: "idtyp" }] },
  requiredResourceAccesses: [{ resourceAppId: "2", resourceAccesses: [{ id: "3", type: "Role" }] }],
  singlePageApplication: { redirectUris: ["https://example.org/"] },
  web: { homepageUrl: "https://example.org", implicitGrant: { idTokenIssuanceEnabled: true } },
  groupMembershipClaims: ["SecurityGroup", "ApplicationGroup"],
};

const graph = {
  displayName: "app",
  api: { requestedAccessTokenVersion: 2, acceptMappedClaims: true },
  appRoles: [
    {
      id: "1",
      displayName: "R",
      description: "d",
      value: "Read",
      allowedMemberTypes: ["Application"],
      isEnabled: true,
    },
  ],
  identifierUris: ["api://x"],
  info: { marketingUrl: "https://example.org" },
  optionalClaims: { accessToken: [{ name: "idtyp" }] },
  requiredResourceAccess: [{ resourceAppId: "2", resourceAccess: [{ id: "3", type: "Role" }] }],
  spa: { redirectUris: ["https://example.org/"] },
  web: { homePageUrl: "https://example.org", implicitGrantSettings: { enableIdTokenIssuance: true } },
  groupMembershipClaims: "SecurityGroup,ApplicationGroup",
};

describe("an application between provider and Graph", () => {
  it("has Graph's names on the way there", () => {
    assert.deepEqual(toGraph(inputs), graph);
  });

  it("has the provider's names on the way back, with role IDs by value", () => {
    assert.deepEqual(fromGraph({ ...graph, id: "object", appId: "client" }), {
      ...inputs,
      clientId: "client",
      objectId: "object",
      publisherDomain: "",
      disabledByMicrosoft: "",
      appRoleIds: { Read: "1" },
      oauth2PermissionScopeIds: {},
    });
  });
});
