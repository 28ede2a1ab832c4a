/** Somebody else with all rights in the AWS account of a lab. */
import { IAMClient } from "@aws-sdk/client-iam";
import type { Lab } from "../../../../lab";
import { LAB_AWS_ACCOUNT_ID, LAB_AWS_REGION, LAB_TENANT_ID } from "../../../../lab/lab-facts";

/** The provider of the lab's tenant. */
export const PROVIDER_ARN = `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:oidc-provider/sts.windows.net/${LAB_TENANT_ID}/`;

/** A client of IAM with the keys of the account's root. */
export function administrator(lab: Lab): IAMClient {
  const { AWS_ENDPOINT_URL: endpoint, ...keys } = lab.aws.rootEnvironment();
  const credentials = { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY };
  return new IAMClient({ region: LAB_AWS_REGION, endpoint, credentials });
}
