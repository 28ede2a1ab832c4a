import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { Role } from "@pulumi/aws/iam/role";
import { Config } from "@pulumi/pulumi";

const config = new Config();
const tenantId = config.require("tenantId");
const providerName = `sts.windows.net/${tenantId}/`;
const audience = `api://${tenantId}/insecure`;

const provider = new OpenIdConnectProvider("entra", {
  url: `https://${providerName}`,
  clientIdLists: [audience],
});

// Made of what is known from the start, so that the policy pack can judge the documents in the first preview.
const providerArn = `arn:aws:iam::${config.require("awsAccountId")}:oidc-provider/${providerName}`;

/** A trust policy that asks of the token no more than the values of the given claims. */
function trust(claims: Record<string, string>): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "EntraWorkload",
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: Object.fromEntries(
            Object.entries(claims).map(([claim, value]) => [`${providerName}:${claim}`, value]),
          ),
        },
      },
    ],
  });
}

// Every identity of the tenant that can get a token for the audience can assume this role.
new Role("any-subject", { assumeRolePolicy: trust({ aud: audience }) }, { dependsOn: provider });

// The identity can assume this role with a token that was made for something else.
new Role(
  "any-audience",
  { assumeRolePolicy: trust({ sub: "5d3c1c0e-7d1f-4f0e-9f2b-6a8f7f2f9d10" }) },
  { dependsOn: provider },
);
