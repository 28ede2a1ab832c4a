import assert from "node:assert/strict";
import {
  awsAudiences,
  buildTrustPolicy,
  type EntraCloud,
  entraIssuer,
  type EntraTokenVersion,
  judgeTrustPolicy,
  subjectsOf,
} from "../../../../trust";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const SUBJECT = "11111111-aaaa-4bbb-8ccc-000000000001";
const CLIENT_ID = "22222222-aaaa-4bbb-8ccc-000000000001";
const AUDIENCE = `api://${TENANT}/orders`;

/** The whole policy by cloud and token version, to the letter, in the partition that each cloud's customers use. */
const GOLDEN: readonly (readonly [EntraCloud, EntraTokenVersion, partition: string, policy: string])[] = [
  [
    "public",
    1,
    "aws",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:aud":"api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders","sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub":"11111111-aaaa-4bbb-8ccc-000000000001"}}}]}',
  ],
  [
    "public",
    2,
    "aws",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/login.microsoftonline.com/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"login.microsoftonline.com/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0:aud":"22222222-aaaa-4bbb-8ccc-000000000001","login.microsoftonline.com/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0:sub":"11111111-aaaa-4bbb-8ccc-000000000001"}}}]}',
  ],
  [
    "usgovernment",
    1,
    "aws-us-gov",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws-us-gov:iam::111122223333:oidc-provider/sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:aud":"api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders","sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub":"11111111-aaaa-4bbb-8ccc-000000000001"}}}]}',
  ],
  [
    "usgovernment",
    2,
    "aws-us-gov",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws-us-gov:iam::111122223333:oidc-provider/login.microsoftonline.us/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"login.microsoftonline.us/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0:aud":"22222222-aaaa-4bbb-8ccc-000000000001","login.microsoftonline.us/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0:sub":"11111111-aaaa-4bbb-8ccc-000000000001"}}}]}',
  ],
  [
    "china",
    1,
    "aws-cn",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws-cn:iam::111122223333:oidc-provider/sts.chinacloudapi.cn/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"sts.chinacloudapi.cn/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:aud":"api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders","sts.chinacloudapi.cn/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub":"11111111-aaaa-4bbb-8ccc-000000000001"}}}]}',
  ],
  [
    "china",
    2,
    "aws-cn",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws-cn:iam::111122223333:oidc-provider/login.partner.microsoftonline.cn/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"login.partner.microsoftonline.cn/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0:aud":"22222222-aaaa-4bbb-8ccc-000000000001","login.partner.microsoftonline.cn/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0:sub":"11111111-aaaa-4bbb-8ccc-000000000001"}}}]}',
  ],
];

describe("the trust policy for a contract", () => {
  for (const [cloud, tokenVersion, partition, golden] of GOLDEN) {
    it(`is exactly this one for v${tokenVersion} tokens of the cloud "${cloud}"`, () => {
      const issuer = entraIssuer(TENANT, { cloud, tokenVersion });
      const contract = {
        version: 1 as const,
        issuer: issuer.url,
        tokenVersion,
        audience: AUDIENCE,
        workloads: { importer: { subject: SUBJECT, clientId: CLIENT_ID } },
      };
      const policy = buildTrustPolicy({
        oidcProviderArn: `arn:${partition}:iam::111122223333:oidc-provider/${issuer.providerName}`,
        issuer: issuer.url,
        audiences: awsAudiences(contract),
        subjects: subjectsOf(contract),
      });
      assert.equal(JSON.stringify(policy), golden);
      const violations = judgeTrustPolicy(policy).findings.filter(({ severity }) => severity === "violation");
      assert.deepEqual(violations, []);
    });
  }
});
