import assert from "node:assert/strict";
import { findAwsClientBuilders } from "../../../../tools/costs/aws-client-builders";

const PACKAGES = ["@aws-sdk/client-iam", "@aws-sdk/client-sts", "@azure/identity"];
const find = (text: string, path = "cli/a.ts") => findAwsClientBuilders([{ path, text }], PACKAGES);

describe("the builders of AWS clients", () => {
  it("are the files that create a client, by its class or by its settings", () => {
    assert.deepEqual(find("new IAMClient({ region });\nnew sdk.sts.STSClient({});"), { "cli/a.ts": 2 });
    assert.deepEqual(find("import('@aws-sdk/client-iam').then((sdk) => new sdk.IAM());"), { "cli/a.ts": 1 });
    assert.deepEqual(find("new Build({ ...(patient ? { maxAttempts: 12 } : {}) });"), { "cli/a.ts": 1 });
    assert.deepEqual(find("new Build({ requestHandler });"), { "cli/a.ts": 1 });
  });

  it("do not include files that use a client or create something else", () => {
    assert.deepEqual(find("awsClient(sdk.IAMClient, login);\nnew GetCallerIdentityCommand({});"), {});
    assert.deepEqual(find("new GraphClient(session);\nnew IamRoles(sdk, client);\nnew Set();"), {});
    assert.deepEqual(find("new S3Client({});"), {});
  });

  it("are those that call AWS, and not those that call the lab's double", () => {
    assert.deepEqual(find("new IAMClient({});", "tools/acceptance/a.ts"), { "tools/acceptance/a.ts": 1 });
    assert.deepEqual(find("new IAMClient({});", "lab/aws/a.ts"), {});
    assert.deepEqual(find("new IAMClient({});", "test/unit/cli/a.ts"), {});
  });
});
