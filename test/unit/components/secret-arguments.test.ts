/** What a message about a cloud's answer says of an argument that is secret. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureToAwsFederation, EntraAudience } from "../../../components";
import { declare, TENANT_ID } from "./mock-clouds";

const GROUP = "of-project-falcon";
const federationIn = (resourceGroupName: pulumi.Input<string>) =>
  new AzureToAwsFederation("fed", {
    resourceGroupName,
    region: "eu-west-1",
    workloads: { app: { permissions: { readBuckets: ["reports"] } } },
  });
const answer = (token: string) => {
  if (token.endsWith(":getResourceGroup")) {
    throw new Error(`Resource group '${GROUP}' could not be found.`);
  }
  return undefined;
};

describe("a secret argument", () => {
  it("is hidden where what it names cannot be read, in the provider's words too", async () => {
    const texts = async (resourceGroupName: pulumi.Input<string>) => {
      const { failures } = await declare(() => federationIn(resourceGroupName), { answer });
      assert.equal(failures.length, 1);
      return String(failures[0]?.message);
    };
    const open = await texts(pulumi.output("group-of-everybody"));
    assert.match(
      open,
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}resourceGroupName: cannot read resource group "group-of-everybody" \(provider error: Resource group 'of-project-falcon' could not be found\.\)\. Omit the argument to create one, or list the existing ones: az group list --query \[\]\.name \[resource-group-unreadable\]/,
    );
    const hidden = await texts(pulumi.secret(GROUP));
    assert.match(
      hidden,
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}resourceGroupName: cannot read resource group "\[secret\]" \(provider error: Resource group '\[secret\]' could not be found\.\)\. Omit the argument to create one, or list the existing ones: az group list --query \[\]\.name \[resource-group-unreadable\]/,
    );
    assert.match(hidden, /Resource group '\[secret\]' could not be found/);
    assert.ok(!hidden.includes(GROUP));
  });

  it("is hidden in a warning", async () => {
    const { warnings } = await declare(
      () =>
        new EntraAudience("orders", { tenantId: TENANT_ID, audience: pulumi.secret("urn://project-falcon") }),
    );
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /^audience "\[secret\]" has a form that Entra's default tenant policy refuses/,
    );
  });
});
