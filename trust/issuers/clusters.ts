import type { IssuerFacts } from "./known-issuer";
import { AWS_CONTROLS, DEFAULT_CLAIMS, manual } from "./shared-facts";

const KUBERNETES = {
  crowd: "tenant",
  everyone: "Any service account of this cluster",
  filled: DEFAULT_CLAIMS,
  boundaries: ["system:serviceaccount:<namespace>:"],
  subjects: ["system:serviceaccount:<namespace>:<service account>"],
} as const;

/** Kubernetes clusters. The API server signs a service account's token: its subject names the namespace first. */
export const clusters: readonly IssuerFacts[] = [
  {
    ...KUBERNETES,
    id: "eks",
    name: "Amazon EKS",
    providers: [
      "oidc.eks.<region>.amazonaws.com/id/<cluster>",
      "oidc.eks.<region>.amazonaws.com.cn/id/<cluster>",
      "oidc.eks-fips.<region>.amazonaws.com/id/<cluster>",
      "oidc-eks.<region>.api.aws/id/<cluster>",
    ],
    audience: "sts.amazonaws.com",
    sources: [
      manual(
        'AWS, "IAM roles for service accounts"',
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
      ),
    ],
  },
  {
    ...KUBERNETES,
    id: "gke",
    name: "Google Kubernetes Engine",
    providers: ["container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>"],
    audience: "sts.amazonaws.com",
    sources: [
      manual('Kubernetes, "Service account issuer discovery"', "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery"),
    ],
  },
  {
    ...KUBERNETES,
    id: "aks",
    name: "Azure Kubernetes Service",
    providers: ["<region>.oic.prod-aks.azure.com/<tenant>/<cluster>/", "<region>.oic.prod-aks.azure.com/<tenant>/<cluster>"],
    audience: "sts.amazonaws.com",
    sources: [
      manual('Microsoft, "Create an OpenID Connect provider on AKS"', "https://learn.microsoft.com/azure/aks/use-oidc-issuer"),
    ],
  },
  {
    ...KUBERNETES,
    id: "openshift",
    name: "Red Hat OpenShift",
    providers: ["rh-oidc.s3.<region>.amazonaws.com/<cluster>", "oidc.<shard>.openshiftapps.com/<cluster>"],
    audience: "sts.amazonaws.com",
    sources: [AWS_CONTROLS],
  },
];
