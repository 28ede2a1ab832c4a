import type { Target } from "../target";
import { UNSOUND, type Wrapped, wrappedPolicies } from "../wrapped-policies";

/** Lists of manifests with a role for each policy, of one controller or another. */
export const kubernetesManifests: Target = {
  name: "kubernetes-manifests",
  feeds: "Kubernetes manifests with roles of ACK and Crossplane, to `judge`",
  unsound: UNSOUND,
  runs: 200,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      wrappedPolicies({
        leads: ["apiVersion", "kind", "items", "spec", "forProvider"],
        sealed: ["assumeRolePolicy", "assumeRolePolicyDocument"],
        wrap: (wrapped) => ({ apiVersion: "v1", kind: "List", items: wrapped.map(manifest) }),
      }),
    ),
};

function manifest({ policy, way }: Wrapped): unknown {
  const document = way % 3 === 0 ? policy : JSON.stringify(policy);
  return way % 2 === 0
    ? {
        apiVersion: "iam.services.k8s.aws/v1alpha1",
        kind: "Role",
        spec: { assumeRolePolicyDocument: document },
      }
    : {
        apiVersion: "iam.aws.upbound.io/v1beta1",
        kind: "Role",
        spec: { forProvider: { assumeRolePolicy: document } },
      };
}
