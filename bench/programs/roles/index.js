const { Config } = require("@pulumi/pulumi");
const { Role } = require("@pulumi/aws/iam/role");

const count = new Config().requireNumber("roles");
const provider = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";

for (let number = 0; number < count; number++) {
  const subject = `5b1e6f0a-3c2d-4e8f-9a7b-${number.toString(16).padStart(12, "0")}`;
  new Role(`role-${number}`, {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::000000000000:oidc-provider/${provider}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${provider}:aud`]: "api://app", [`${provider}:sub`]: subject } },
        },
      ],
    }),
  });
}
