import * as pulumi from "@pulumi/pulumi";

export const names = [pulumi.getProject()];
