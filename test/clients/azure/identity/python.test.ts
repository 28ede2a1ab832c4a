import { describeWith } from "../../../../lab/testing/describe-with";
import { describeManagedIdentities } from "./describe-managed-identities";
import { describeWorkloadIdentity } from "./describe-workload-identity";
import type { IdentityClient } from "./identity-client";
import { IdentityLab } from "./identity-lab";
import { python } from "./python";

describeWith(
  "azure-identity for Python",
  () => IdentityLab.start(),
  (lab) => {
    let client: IdentityClient;

    before(async function () {
      this.timeout("20m"); // The environment is made when there is none yet.
      client = await python();
    });

    describeManagedIdentities(lab, () => client);
    describe("in a pod of AKS", () => {
      describeWorkloadIdentity(lab, () => client);
    });
  },
);
