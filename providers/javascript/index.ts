/** AWS credentials for a program on Azure, without a stored key. */
export { type AwsCredentialIdentityProvider, fromAzure } from "./from-azure";
export { AzureToAwsError } from "./azure-to-aws-error";
export { type FromAzureOptions } from "./arguments";
