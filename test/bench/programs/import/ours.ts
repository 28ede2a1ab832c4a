import * as pulumi from "@pulumi/pulumi";
import { AzureToAwsFederation } from "azure-to-aws-federation";

const federation = new AzureToAwsFederation("bench", {
  workloads: { app: { permissions: { readBuckets: ["reports"] } } },
});

export const names = [pulumi.getProject(), federation.audience];
