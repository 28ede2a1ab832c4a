/** A workload on each kind of Azure compute, and the AWS role that its identity may assume: no engine is involved. */
import { basename, dirname } from "node:path";
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { decodeJwt } from "jose";
import { AwsDouble } from "../../../../lab/aws";
import type { AzureDouble, AzureTls, ProcessResult } from "../../../../lab/azure";
import type { Clock } from "../../../../lab/clock";
import {
  type AzureLab,
  GROUP,
  IDENTITY,
  LOCATION,
  TENANT_ID,
  virtualMachine,
  VM,
} from "../../../../lab/testing/azure-lab";
import { labPython } from "../../../../lab/testing/lab-python";
import { startOrStop } from "../../../../lab/testing/start-or-stop";
import type { Command } from "../../client";
import { BUCKET, OBJECT } from "../../facts";
import { TlsLab } from "../tls-lab";

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";

/** An identity that is attached everywhere, but has no role of the applications. */
const STRANGER = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/stranger`;
const PLAN = `${GROUP}/providers/Microsoft.Web/serverfarms/plan`;
const APP = `${GROUP}/providers/Microsoft.Web/sites/shop`;
const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
const CONTAINER_APP = `${GROUP}/providers/Microsoft.App/containerApps/reader`;
const JOB = `${GROUP}/providers/Microsoft.App/jobs/nightly`;
const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks`;

/** The service account that is federated with the workload's identity, and one that is not. */
const SERVICE_ACCOUNTS = ["trusted", "stranger"] as const;

/** The file that AKS's webhook puts into a pod. */
const TOKEN_FILE = "/var/run/secrets/azure/tokens/azure-identity-token";

/** The three names of a managed identity. */
export interface ManagedIdentity {
  readonly clientId: string;
  readonly principalId: string;
  readonly resourceId: string;
}

/** An application that is the audience of tokens, and the AWS side that trusts it. */
export interface Federation {
  /** Version of the application's tokens, which names the role too. */
  readonly version: 1 | 2;
  readonly issuer: string;
  /** Application ID URI, by which tokens are asked for. */
  readonly uri: string;
  readonly appId: string;
  /** What STS compares: `aud` of version 1, `azp` of version 2. */
  readonly audience: string;
  readonly providerArn: string;
  readonly roleArn: string;
}

/** The host whose environment a program runs in. */
export type Host =
  "virtual machine" | "App Service" | "container app" | "job of Container Apps" | ServiceAccountPod;

/** The pod of a service account in the cluster. */
export type ServiceAccountPod = `pod of ${(typeof SERVICE_ACCOUNTS)[number]}`;

/** Options of {@link IdentityLab.start}. */
export interface IdentityLabOptions {
  /** The clock of Entra, of the cluster, and of AWS for tokens. Default is `Date.now`. */
  readonly clock?: Clock;
  /** How long a pod's token is good, in seconds. Nothing renews it. Default is an hour. */
  readonly podTokenSeconds?: number;
}

/** Both clouds, running. Whoever started it stops it. */
export class IdentityLab {
  private constructor(
    private readonly tls: TlsLab,
    readonly aws: AwsDouble,
    private readonly sts: STSClient,
    readonly workload: ManagedIdentity,
    readonly stranger: ManagedIdentity,
    readonly federations: Readonly<Record<Federation["version"], Federation>>,
  ) {}

  static async start(options: IdentityLabOptions = {}): Promise<IdentityLab> {
    const { clock = Date.now, podTokenSeconds = 3600 } = options;
    const { python, bin } = await labPython();
    return startOrStop(async (keep) => {
      const aws = keep(
        await AwsDouble.start({
          python,
          accountId: ACCOUNT,
          region: REGION,
          buckets: { [BUCKET]: { [OBJECT]: "region,revenue\n" } },
          clock,
          // The AWS double asks for Entra's keys only once both run.
          resolve: (url): string => azure.azure.resolve(url),
        }),
      );
      const tls: TlsLab = keep(
        await TlsLab.start({ egressTarget: aws.url, vmPath: [dirname(process.execPath), bin], clock }),
      );
      const azure: AzureLab = tls.lab;
      const [workload, stranger] = await prepareHosts(azure);
      await prepareCluster(azure, workload, podTokenSeconds);
      const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, ...root } = aws.rootEnvironment();
      const credentials = { accessKeyId, secretAccessKey: root.AWS_SECRET_ACCESS_KEY };
      const iam = new IAMClient({ endpoint, region: REGION, credentials });
      try {
        const federations = {
          1: await federate(azure, iam, workload, 1),
          2: await federate(azure, iam, workload, 2),
        };
        const sts = new STSClient({ endpoint, region: REGION, credentials });
        return new IdentityLab(tls, aws, sts, workload, stranger, federations);
      } finally {
        iam.destroy();
      }
    });
  }

  async stop(): Promise<void> {
    this.sts.destroy();
    await this.tls.stop();
    await this.aws.stop();
  }

  /** Azure and Entra. */
  get azure(): AzureDouble {
    return this.tls.lab.azure;
  }

  /** The TLS side of Entra. */
  get entra(): AzureTls {
    return this.tls.lab.azure.tls();
  }

  /** A folder for files of tests, gone once the lab has stopped. */
  get folder(): string {
    return this.tls.lab.directory;
  }

  /** The login of the deployer. */
  deployer(): Readonly<Record<string, string>> {
    return this.tls.lab.azure.environment();
  }

  /**
   * A token of the federated service account.
   *
   * @param audience Default is the right one
   * @param tampered whether its claims are others than those that were signed. Default: false
   */
  async assertion({
    audience = "api://AzureADTokenExchange",
    tampered = false,
  }: {
    readonly audience?: string;
    readonly tampered?: boolean;
  }): Promise<string> {
    const cluster = this.tls.lab.azure.cluster("aks");
    const token = await cluster.createToken({ namespace: "team", serviceAccount: "trusted", audience });
    if (!tampered) {
      return token;
    }
    const [header = "", , signature = ""] = token.split(".");
    const claims = { ...decodeJwt(token), jti: "another" };
    return [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
  }

  /** Runs a program where a user's program runs: with the environment of the host, and with nothing of this process. */
  async run(host: Host, command: Command, env: Readonly<Record<string, string>>): Promise<ProcessResult> {
    const { azure } = this.tls.lab;
    // The words go through variables, since a container moves paths in its command line.
    const words = command.map((word, index) => [`WORD_${index}`, word] as const);
    const script = `exec ${words.map(([name]) => `"$${name}"`).join(" ")}`;
    const options = { env: { ...env, ...Object.fromEntries(words) } };
    switch (host) {
      case "virtual machine":
        return azure.vm("vm1").run(["sh", "-c", script], options);
      case "App Service":
        return azure.webApp("shop").run(["sh", "-c", script], options);
      case "container app":
        return azure.container("reader").run(["sh", "-c", script], options);
      case "job of Container Apps":
        return azure.container("nightly").run(["sh", "-c", script], options);
      default:
        return azure
          .cluster("aks")
          .pod("team", host.replace("pod of ", ""))
          .run(["sh", "-c", script], options);
    }
  }

  /**
   * Assumes the role of a federation.
   *
   * @returns what STS says whom it has let in.
   * @throws what STS refuses with.
   */
  async assumeRole({ roleArn }: Federation, token: string) {
    const { Audience, Provider, SubjectFromWebIdentityToken, AssumedRoleUser } = await this.sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: "client",
        WebIdentityToken: token,
      }),
    );
    return {
      audience: Audience,
      provider: Provider,
      subject: SubjectFromWebIdentityToken,
      arn: AssumedRoleUser?.Arn,
    };
  }
}

async function prepareHosts(azure: AzureLab): Promise<readonly [ManagedIdentity, ManagedIdentity]> {
  await azure.prepareNetwork();
  await azure.put(STRANGER, { location: LOCATION });
  const identity = {
    type: "UserAssigned",
    userAssignedIdentities: { [IDENTITY]: {}, [STRANGER]: {} },
  };
  await azure.put(VM, virtualMachine({}, { identity }));
  await azure.put(PLAN, { location: LOCATION, properties: { reserved: true } });
  await azure.put(APP, {
    location: LOCATION,
    kind: "app,linux",
    identity,
    properties: { serverFarmId: PLAN, siteConfig: { linuxFxVersion: "NODE|20-lts" } },
  });
  await azure.put(ENVIRONMENT, { location: LOCATION, properties: {} });
  const template = { containers: [{ name: "main", image: "image:1", command: ["tail", "-f", "/dev/null"] }] };
  const app = { environmentId: ENVIRONMENT, template };
  await azure.put(CONTAINER_APP, { location: LOCATION, identity, properties: app });
  const configuration = { triggerType: "Manual", replicaTimeout: 60 };
  await azure.put(JOB, { location: LOCATION, identity, properties: { ...app, configuration } });
  await azure.arm("POST", `${JOB}/start?api-version=2024-03-01`);
  return [await identityAt(azure, IDENTITY), await identityAt(azure, STRANGER)];
}

/** A cluster, the federated credential of a service account, and a pod with what AKS's webhook gives it. */
async function prepareCluster(
  azure: AzureLab,
  { clientId }: ManagedIdentity,
  tokenSeconds: number,
): Promise<void> {
  const { properties } = await azure.put(CLUSTER, {
    location: LOCATION,
    identity: { type: "SystemAssigned" },
    properties: {
      dnsPrefix: "aks",
      agentPoolProfiles: [{ name: "system", mode: "System", count: 1 }],
      oidcIssuerProfile: { enabled: true },
    },
  });
  const { issuerURL: issuer } = (properties as { oidcIssuerProfile: { issuerURL: string } })
    .oidcIssuerProfile;
  const audiences = ["api://AzureADTokenExchange"];
  await azure.put(`${IDENTITY}/federatedIdentityCredentials/aks`, {
    properties: { issuer, subject: "system:serviceaccount:team:trusted", audiences },
  });
  const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: team }";
  const pods = SERVICE_ACCOUNTS.map((name) => podOf(name, clientId, tokenSeconds));
  await azure.azure.cluster("aks").apply([namespace, ...pods].join("\n---\n"));
}

function podOf(serviceAccount: string, clientId: string, tokenSeconds: number): string {
  return `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${serviceAccount}, namespace: team }
---
apiVersion: v1
kind: Pod
metadata: { name: ${serviceAccount}, namespace: team }
spec:
  serviceAccountName: ${serviceAccount}
  containers:
    - name: main
      image: image:1
      env:
        - { name: AZURE_CLIENT_ID, value: ${clientId} }
        - { name: AZURE_TENANT_ID, value: ${TENANT_ID} }
        - { name: AZURE_FEDERATED_TOKEN_FILE, value: ${TOKEN_FILE} }
        - { name: AZURE_AUTHORITY_HOST, value: "https://login.microsoftonline.com/" }
      volumeMounts: [{ name: token, mountPath: ${dirname(TOKEN_FILE)}, readOnly: true }]
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken: { path: ${basename(TOKEN_FILE)}, audience: api://AzureADTokenExchange, expirationSeconds: ${tokenSeconds} }
`;
}

async function identityAt(azure: AzureLab, resourceId: string): Promise<ManagedIdentity> {
  const { properties } = (await azure.arm("GET", resourceId)).body;
  const { clientId, principalId } = properties as Omit<ManagedIdentity, "resourceId">;
  return { clientId, principalId, resourceId };
}

/** An application that demands an assignment, the workload's assignment, an OIDC provider, and a role that may list the bucket. */
async function federate(
  azure: AzureLab,
  iam: IAMClient,
  { clientId, principalId }: ManagedIdentity,
  version: Federation["version"],
): Promise<Federation> {
  const uri = `api://${TENANT_ID}/aws-v${version}`;
  const appRoleId = `00000000-0000-4000-8000-00000000000${version}`;
  const role = { id: appRoleId, value: "Aws.Assume", displayName: "AWS", description: "AWS" };
  const { body: application } = await azure.graph("POST", "/applications", {
    displayName: `aws-v${version}`,
    identifierUris: [uri],
    api: { requestedAccessTokenVersion: version },
    appRoles: [{ ...role, isEnabled: true, allowedMemberTypes: ["Application"] }],
  });
  const { body: servicePrincipal } = await azure.graph("POST", "/servicePrincipals", {
    appId: application.appId,
    appRoleAssignmentRequired: true,
  });
  await azure.graph("POST", `/servicePrincipals/${String(servicePrincipal.id)}/appRoleAssignedTo`, {
    principalId,
    resourceId: servicePrincipal.id,
    appRoleId,
  });
  const issuer =
    version === 1
      ? `https://sts.windows.net/${TENANT_ID}/`
      : `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
  const audience = version === 1 ? uri : clientId;
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: [audience] }));
  const key = issuer.replace("https://", "");
  const providerArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${key}`;
  const trust = {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${key}:aud`]: audience, [`${key}:sub`]: principalId } },
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: `workload-v${version}`,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const list = { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${BUCKET}` };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: `workload-v${version}`,
      PolicyName: "list",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [list] }),
    }),
  );
  const { appId } = application as { appId: string };
  return { version, issuer, uri, appId, audience, providerArn, roleArn: Role?.Arn ?? "" };
}
