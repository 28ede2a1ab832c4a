import { describeWith } from "../../../describe-with";
import { describeManagedIdentities } from "./describe-managed-identities";
import { IdentityLab } from "./identity-lab";
import { javaScript } from "./javascript";

describeWith(
  "@azure/identity",
  () => IdentityLab.start(),
  (lab) => {
    describeManagedIdentities(lab, () => javaScript);
  },
);
