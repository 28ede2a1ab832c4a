import { Role } from "@pulumi/aws/iam/role";

const provider = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";

/** A trust policy of the old days: it asks for the audience and lets in every identity of the tenant. */
const withoutSubject = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${provider}:aud`]: "api://old" } },
    },
  ],
});

// Accepted in policies.json for a time, with a reason and an owner.
new Role("reports", { assumeRolePolicy: withoutSubject });

// Accepted as one of the findings from before the policy pack.
new Role("invoices", { assumeRolePolicy: withoutSubject });
