/** The errors of other programs that the explain command and the troubleshooting page cover. */
import { AWS_CLIENTS } from "./aws-clients";
import { AWS_IAM } from "./aws-iam";
import { AWS_STS } from "./aws-sts";
import { AZURE_RESOURCE_MANAGER, MICROSOFT_GRAPH } from "./azure-management";
import { ENTRA } from "./entra";
import type { KnownErrors } from "./known-error";
import { APP_SERVICE, INSTANCE_METADATA_SERVICE } from "./metadata-services";
import { PULUMI_ENGINE } from "./pulumi-engine";

/** The error texts of others, in the order of the manual's page. */
export const KNOWN_ERRORS: readonly KnownErrors[] = [
  AWS_CLIENTS,
  AWS_STS,
  ENTRA,
  INSTANCE_METADATA_SERVICE,
  APP_SERVICE,
  PULUMI_ENGINE,
  AZURE_RESOURCE_MANAGER,
  MICROSOFT_GRAPH,
  AWS_IAM,
];
