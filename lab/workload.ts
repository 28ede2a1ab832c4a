/** A workload on Azure that AWS trusts, set up without a deployment: what a program that calls AWS is tested with. */
import { randomUUID } from "node:crypto";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Clouds } from "./clouds";

/** What a workload may do in AWS. */
export interface WorkloadOptions {
  /** Names of buckets that it may list and read. Default is none; it may list the names of all. */
  readonly buckets?: readonly string[];
  /** Name of its role and its applications. Default is `workload`. */
  readonly name?: string;
}

/** A workload with a login of its own in Entra, and a role in AWS that only this login can assume. */
export interface Workload {
  /** The application whose tokens AWS takes: an application ID URI. */
  readonly audience: string;
  readonly roleArn: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The same as variables: those of `@azure/identity`, `AWS_ROLE_ARN`, and `AWS_AUDIENCE`. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Sets up a workload: its application and the audience in Entra, and in AWS the OIDC provider and the role.
 *
 * @param clouds - In AWS's own partition `aws`.
 */
export async function addWorkload(clouds: Clouds, options: WorkloadOptions = {}): Promise<Workload> {
  const { buckets = [], name = "workload" } = options;
  const tenant = clouds.azure.tenant();
  const { directory, tenantId } = tenant;
  const audience = `api://${tenantId}/${name}`;
  const resource = directory.createApplication({
    displayName: `${name}-audience`,
    identifierUris: [audience],
  });
  directory.createServicePrincipal({ displayName: `${name}-audience`, appId: resource.appId });
  const { appId: clientId } = directory.createApplication({ displayName: name });
  const { id: subject } = directory.createServicePrincipal({ displayName: name, appId: clientId });
  const clientSecret = randomUUID();
  tenant.addSecret(clientId, clientSecret);
  const issuer = `sts.windows.net/${tenantId}/`;
  const roleArn = await addRole(clouds, { name, issuer, audience, subject, buckets });
  const environment = {
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_CLIENT_SECRET: clientSecret,
    AWS_ROLE_ARN: roleArn,
    AWS_AUDIENCE: audience,
  };
  return { audience, roleArn, tenantId, clientId, clientSecret, environment };
}

interface TrustedLogin {
  readonly name: string;
  /** The issuer without `https://`, as IAM names the provider. */
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly buckets: readonly string[];
}

async function addRole(clouds: Clouds, login: TrustedLogin): Promise<string> {
  const { name, issuer, audience, subject, buckets } = login;
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
    clouds.aws.rootEnvironment();
  const iam = new IAMClient({
    endpoint: AWS_ENDPOINT_URL,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  try {
    const Federated = await addProvider(iam, issuer, audience);
    const trust = {
      Effect: "Allow",
      Principal: { Federated },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
    };
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy(trust) }),
    );
    const arns = buckets.map((bucket) => `arn:aws:s3:::${bucket}`);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: "buckets",
        PolicyDocument: policy(
          { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
          ...(arns.length === 0
            ? []
            : [
                { Effect: "Allow", Action: "s3:ListBucket", Resource: arns },
                { Effect: "Allow", Action: "s3:GetObject", Resource: arns.map((arn) => `${arn}/*`) },
              ]),
        ),
      }),
    );
    return Role?.Arn ?? "";
  } finally {
    iam.destroy();
  }
}

/** The account's provider of an issuer, of which it has one, with a further audience. @returns its ARN */
async function addProvider(iam: IAMClient, issuer: string, audience: string): Promise<string> {
  const { OpenIDConnectProviderList: all = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const arn = all.map(({ Arn = "" }) => Arn).find((one) => one.endsWith(`:oidc-provider/${issuer}`));
  if (arn === undefined) {
    const created = await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: `https://${issuer}`, ClientIDList: [audience] }),
    );
    return created.OpenIDConnectProviderArn ?? "";
  }
  await iam.send(
    new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID: audience }),
  );
  return arn;
}

function policy(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
