import { DEFAULT_CLAIMS } from "../policy/condition-keys";
import type { IssuerFacts } from "./issuer-facts";
import { AWS_CONTROLS, AWS_SAMPLES, demandOf, KUBERNETES_TOKENS, manual } from "./shared-facts";

const KUBERNETES = {
  crowd: "tenant",
  everyone: "Any service account of this cluster",
  filled: DEFAULT_CLAIMS,
  audience: "sts.amazonaws.com",
  boundaries: ["system:serviceaccount:<namespace>:"],
  subjects: ["system:serviceaccount:<namespace>:<service account>"],
} as const;

/** IBM Turbonomic's clusters, which serve all of its customers. Source: {@link AWS_CONTROLS}. */
const TURBONOMIC = [
  "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
  "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr",
  "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg",
  "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26",
  "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb",
  "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu",
];

/** An AKS cluster's issuer without the slash that belongs to it. */
const AKS_WITHOUT_SLASH = /^[a-z0-9-]+\.oic\.prod-aks\.azure\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/;

/** Kubernetes clusters. The API server signs a service account's token: its subject names the namespace first. */
export const clusters: readonly IssuerFacts[] = [
  ...TURBONOMIC.map((provider): IssuerFacts => ({
    ...KUBERNETES,
    id: "ibm-turbonomic",
    name: "IBM Turbonomic",
    providers: [provider],
    crowd: "anyone",
    // A namespace is all of one customer.
    boundaries: [],
    ownerBoundaries: ["system:serviceaccount:<tenant ID>:"],
    everyone: "Any customer of IBM Turbonomic",
    exactMustNameOwner: true,
    subjects: ["system:serviceaccount:<tenant ID>:<service account>"],
    iamDemands: demandOf(provider, ["sub"]),
    sources: [AWS_CONTROLS, AWS_SAMPLES],
  })),
  {
    ...KUBERNETES,
    id: "eks",
    name: "Amazon EKS",
    providers: [
      "oidc.eks.<region>.amazonaws.com/id/<cluster>",
      "oidc.eks.<region>.amazonaws.com.cn/id/<cluster>",
      "oidc-eks.<region>.api.aws/id/<cluster>",
      "oidc-eks.<region>.api.amazonwebservices.com.cn/id/<cluster>",
      "oidc-eks.<region>.api.amazonwebservices.eu/id/<cluster>",
    ],
    sources: [
      manual(
        'AWS, "Assign IAM roles to Kubernetes service accounts"',
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ),
      KUBERNETES_TOKENS,
    ],
  },
  {
    ...KUBERNETES,
    id: "gke",
    name: "Google Kubernetes Engine",
    providers: ["container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>"],
    sources: [KUBERNETES_TOKENS],
  },
  {
    ...KUBERNETES,
    id: "aks",
    name: "Azure Kubernetes Service",
    providers: [
      "<region>.oic.prod-aks.azure.com/<tenant>/<cluster>/",
      "<region>.oic.prod-aks.azure.com/<tenant>/<cluster>",
    ],
    issuerName: (name) => (AKS_WITHOUT_SLASH.test(name.toLowerCase()) ? `${name}/` : name),
    sources: [
      manual(
        'Microsoft, "Create an OpenID Connect provider on Azure Kubernetes Service"',
        "https://learn.microsoft.com/azure/aks/use-oidc-issuer",
      ),
      KUBERNETES_TOKENS,
    ],
  },
  {
    ...KUBERNETES,
    id: "openshift",
    name: "Red Hat OpenShift",
    providers: ["rh-oidc.s3.<region>.amazonaws.com/<cluster>", "oidc.<shard>.openshiftapps.com/<cluster>"],
    sources: [
      manual(
        'Red Hat, "Using manual mode with AWS Security Token Service"',
        "https://docs.redhat.com/en/documentation/red_hat_openshift_service_on_aws/",
      ),
      KUBERNETES_TOKENS,
    ],
  },
  {
    ...KUBERNETES,
    id: "kops",
    name: "A cluster whose keys are in an S3 bucket",
    providers: [
      "<bucket>.s3.<region>.amazonaws.com",
      "<bucket>.s3.<region>.amazonaws.com/<cluster>",
      "<bucket>.s3.amazonaws.com",
      "<bucket>.s3.amazonaws.com/<cluster>",
      "s3.<region>.amazonaws.com/<bucket>",
      "s3-<region>.amazonaws.com/<bucket>",
    ],
    audience: "amazonaws.com",
    sources: [
      manual(
        'kOps, "Cluster resource"',
        "https://kops.sigs.k8s.io/cluster_spec/#service-account-issuer-discovery-and-aws-iam-roles-for-service-accounts-irsa",
      ),
      KUBERNETES_TOKENS,
    ],
  },
];
