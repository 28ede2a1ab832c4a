// What the programs by hand have in common: the same inputs as the package gives its resources.
const tenantId = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const provider = `sts.windows.net/${tenantId}/`;
const issuer = `https://${provider}`;
const appRoleId = "1b0f2b7e-5d0c-4d4e-8a53-3f1d7f4b6c90";

const application = (name) => ({
  displayName: name,
  signInAudience: "AzureADMyOrg",
  identifierUris: [audienceOf(name)],
  api: { requestedAccessTokenVersion: 1 },
  appRoles: [
    {
      id: appRoleId,
      value: "Aws.Federate",
      displayName: "Federate with AWS",
      description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
      allowedMemberTypes: ["Application"],
      enabled: true,
    },
  ],
});

const audienceOf = (name) => `api://${tenantId}/${name}`;

const trustPolicy = (providerArn, audience, subject) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${provider}:aud`]: audience, [`${provider}:sub`]: subject } },
      },
    ],
  });

const readBucket = (bucket) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
      {
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket"],
        Resource: `arn:aws:s3:::${bucket}`,
      },
      { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
    ],
  });

module.exports = { appRoleId, application, audienceOf, issuer, readBucket, tenantId, trustPolicy };
