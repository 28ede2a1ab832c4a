require("../peak-memory");

const { Config } = require("@pulumi/pulumi");
const { AzureToAwsFederation } = require("@azure-to-aws/federation");

const count = new Config().requireNumber("workloads");
const names = Array.from({ length: count }, (_, number) => `app-${number}`);

new AzureToAwsFederation("bench", {
  tenantId: "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
  location: "westeurope",
  region: "eu-west-1",
  workloads: Object.fromEntries(names.map((name) => [name, { permissions: { readBuckets: [name] } }])),
});
