import assert from "node:assert/strict";
import { officialConfiguration } from "../../pulumi/official-configuration";

const ENDPOINTS = { aws: "http://127.0.0.1:4566", arm: "https://localhost:8443" };

describe("officialConfiguration", () => {
  it("points each of the three providers at the lab", () => {
    const plugins = { aws: "/aws", "azure-native": "/azure-native", azuread: "/azuread" };
    assert.deepEqual(officialConfiguration(plugins, ENDPOINTS), {
      "aws:endpoints": [{ iam: ENDPOINTS.aws, sts: ENDPOINTS.aws, s3: ENDPOINTS.aws }],
      "aws:s3UsePathStyle": true,
      "aws:skipCredentialsValidation": true,
      "aws:skipMetadataApiCheck": true,
      "azure-native:metadataHost": "localhost:8443",
      "azure-native:disableInstanceDiscovery": true,
      "azuread:metadataHost": "localhost:8443",
    });
  });

  it("has nothing for a plugin that is the lab's", () => {
    assert.deepEqual(officialConfiguration({ azuread: "/azuread" }, ENDPOINTS), {
      "azuread:metadataHost": "localhost:8443",
    });
    assert.deepEqual(officialConfiguration({}, ENDPOINTS), {});
  });
});
