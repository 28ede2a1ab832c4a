import { AzureToAwsFederation } from "@azure-to-aws/federation";
import * as pulumi from "@pulumi/pulumi";

const federation = new AzureToAwsFederation("bench", {
  workloads: { app: { permissions: { readBuckets: ["reports"] } } },
});

export const names = [pulumi.getProject(), federation.audience];
