import { describeWith } from "../../../../lab/testing/describe-with";
import { describeManagedIdentities } from "./describe-managed-identities";
import { describeWorkloadIdentity } from "./describe-workload-identity";
import { IdentityLab } from "./identity-lab";
import { javaScript } from "./javascript";

describeWith(
  "@azure/identity",
  () => IdentityLab.start(),
  (lab) => {
    describeManagedIdentities(lab, () => javaScript);
    describe("in a pod of AKS", () => {
      describeWorkloadIdentity(lab, () => javaScript);
    });
  },
);
