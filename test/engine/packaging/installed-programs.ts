/** Programs that use the installed package, as texts. */

/** The package. */
export const SELF = "@azure-to-aws/federation";

/** Its plugin. */
export const EXECUTABLE = "pulumi-resource-azure-to-aws-federation";

/** Uses every entry, and prints what a federation is made of. */
export const SCRIPT = `
const pulumi = require("@pulumi/pulumi");
const declared = [];
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    declared.push(type + " " + name);
    const kind = type.endsWith("OpenIdConnectProvider") ? "oidc-provider" : "role";
    return { id: name, state: { name, arn: "arn:aws:iam::111122223333:" + kind + "/" + name, ...inputs } };
  },
  call: () => ({ tenantId: "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f", region: "eu-west-1", partition: "aws" }),
}, "shop", "dev", true);
const { AzureToAwsFederation } = require("${SELF}");
const { judgeTrustPolicy } = require("${SELF}/trust");
const { readPulumiState } = require("@azure-to-aws/trust/policy-sources");
const { renderAwsConfig } = require("${SELF}/credential-helper");
const { checkConfiguration } = require("@azure-to-aws/policy-pack/configuration");
new AzureToAwsFederation("orders", { workloads: { app: { permissions: { readBuckets: ["reports"] } } } });
process.on("exit", () => console.log(JSON.stringify({
  node: process.version,
  declared: declared.sort(),
  accepted: judgeTrustPolicy("{}").accepted,
  functions: [typeof renderAwsConfig, typeof checkConfiguration, typeof readPulumiState],
})));
`;

/** Imports every entry as an ES module. */
export const MODULE = `
import { AzureToAwsFederation } from "${SELF}";
import { judgeTrustPolicy } from "${SELF}/trust";
import { readPulumiState } from "@azure-to-aws/trust/policy-sources";
import { renderAwsConfig } from "${SELF}/credential-helper";
import { checkConfiguration } from "@azure-to-aws/policy-pack/configuration";
console.log([AzureToAwsFederation, judgeTrustPolicy, readPulumiState, renderAwsConfig, checkConfiguration].map((entry) => typeof entry).join());
process.exit();
`;

/** A program in TypeScript; \`wrong\` makes the type of the whole chain visible. */
export const program = (wrong = "") => `
import * as pulumi from "@pulumi/pulumi";
import { AzureToAwsFederation } from "${SELF}";
import { judgeTrustPolicy } from "${SELF}/trust";
import { readPulumiState } from "@azure-to-aws/trust/policy-sources";
import { renderAwsConfig } from "${SELF}/credential-helper";
import { checkConfiguration } from "@azure-to-aws/policy-pack/configuration";
const federation = new AzureToAwsFederation("orders", {
  workloads: { app: { permissions: { readBuckets: ["reports"] } } },
});
export const issuer: pulumi.Output<string> = federation.issuer;
export const roleArn: pulumi.Output<string> = federation.workload("app").roleArn;
export const accepted: boolean = judgeTrustPolicy("{}").accepted;
export const others: Function[] = [renderAwsConfig, checkConfiguration, readPulumiState];
${wrong}
`;
/** What {@link program} must not be: a line an error. */
export const WRONG = [
  `export const number: number = federation.issuer;`,
  `new AzureToAwsFederation("x", { workloads: { app: { permissions: { readBucket: ["reports"] } } } });`,
  `export const text: string = judgeTrustPolicy("{}").accepted;`,
].join("\n");

/** Starts the plugin and tells what was loaded by the time it names its port. */
export const START = `
console.log = (port) => {
  process.stdout.write(JSON.stringify({ port, loaded: Object.keys(require.cache) }), () => process.exit());
};
require("./node_modules/${SELF}/${EXECUTABLE}");
`;
