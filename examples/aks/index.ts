import { AwsOidcProvider, FederatedRole } from "@azure-to-aws/federation";
import { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const name = config.require("name");
const namespace = config.require("namespace");
const bucket = config.require("bucket");
const region = new pulumi.Config("aws").require("region");
const location = new pulumi.Config("azure-native").require("location");

const group = new ResourceGroup(name, { location });
const cluster = new ManagedCluster(name, {
  resourceGroupName: group.name,
  location,
  dnsPrefix: name,
  identity: { type: "SystemAssigned" },
  agentPoolProfiles: [
    {
      name: "system",
      mode: "System",
      count: 1,
      vmSize: "Standard_D2s_v5",
      osType: "Linux",
      type: "VirtualMachineScaleSets",
    },
  ],
  // The cluster signs tokens for its service accounts, and publishes the keys where AWS can fetch them.
  oidcIssuerProfile: { enabled: true },
  securityProfile: { workloadIdentity: { enabled: true } },
});

// AWS trusts the cluster itself: there is no Entra application and no managed identity in between.
const issuer = cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
const audiences = ["sts.amazonaws.com"];
const provider = new AwsOidcProvider(name, { issuer, audiences });
const role = new FederatedRole(name, {
  oidcProviderArn: provider.oidcProviderArn,
  issuer,
  audiences,
  subjects: [`system:serviceaccount:${namespace}:${name}`],
  permissions: { readBuckets: [bucket] },
});

/** For `kubectl apply -f -`. Every AWS SDK finds the role and the token by the two variables; the helper is not needed. */
export const manifest = pulumi.interpolate`apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  serviceAccountName: ${name}
  automountServiceAccountToken: false
  restartPolicy: Never
  containers:
    - name: reader
      image: public.ecr.aws/aws-cli/aws-cli:2.31.0
      command: ["aws", "s3", "ls", "s3://${bucket}", "--recursive"]
      env:
        - name: AWS_REGION
          value: ${region}
        - name: AWS_DEFAULT_REGION
          value: ${region}
        - name: AWS_ROLE_ARN
          value: ${role.roleArn}
        - name: AWS_WEB_IDENTITY_TOKEN_FILE
          value: /var/run/secrets/aws/token
      volumeMounts:
        - name: aws-token
          mountPath: /var/run/secrets/aws
          readOnly: true
  volumes:
    - name: aws-token
      projected:
        sources:
          - serviceAccountToken:
              path: token
              audience: sts.amazonaws.com
              expirationSeconds: 3600
`;
export const clusterName = cluster.name;
export const resourceGroupName = group.name;
export const { roleArn } = role;
export { issuer };
