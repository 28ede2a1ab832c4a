/** The arguments, and the table by which they are checked. */
import type { STSClient } from "@aws-sdk/client-sts";
import type { TokenCredential } from "@azure/identity";

/** Arguments of `fromAzure`. */
export interface FromAzureOptions {
  /** ARN of the IAM role to assume. Default: the variable `AWS_ROLE_ARN`. */
  readonly roleArn?: string | undefined;
  /** Application ID URI for which to request the Entra token, exactly as registered. Default: `AZURE_TO_AWS_AUDIENCE`. */
  readonly audience?: string | undefined;
  /** Client ID of the managed identity. Default: `AZURE_CLIENT_ID`, else the identity that the host uses without a name. */
  readonly clientId?: string | undefined;
  /** Region of the STS endpoint, in the partition of the role. Default: `AWS_REGION`, else the partition's main region, such as `us-east-1`. */
  readonly region?: string | undefined;
  /** Length of a session, 900 to 43200, and at most the maximum session duration of the role. Default: 3600. */
  readonly durationSeconds?: number | undefined;
  /** Role session name. Default: `<app or host name>@<uti of the token>`. */
  readonly sessionName?: string | undefined;
  /** Gets the Entra token. Default: the managed identity of the VM, the app, or the pod. */
  readonly credential?: TokenCredential | undefined;
  /** Calls AWS STS, for example through a proxy. Default: a client of the region. */
  readonly sts?: STSClient | undefined;
}

/** An argument that is a plain value. */
export type ArgumentName = Exclude<keyof FromAzureOptions, "credential" | "sts">;

/** Which values an argument takes. */
interface Argument {
  /** The environment variable with its default. */
  readonly variable?: string;
  readonly isValid: (value: string) => boolean;
  readonly expected: string;
}

export const ARGUMENTS: Readonly<Record<ArgumentName, Argument>> = {
  roleArn: {
    variable: "AWS_ROLE_ARN",
    isValid: (value) => /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[!-~]+$/.test(value),
    expected: "an IAM role's ARN, arn:aws:iam::<account>:role/<name>",
  },
  audience: {
    variable: "AZURE_TO_AWS_AUDIENCE",
    isValid: (value) => /^[a-z][a-z\d+.-]*:[!-~]+$/i.test(value) && !value.endsWith("/.default"),
    expected: "the application ID URI, such as api://<tenant ID>/<name>, without /.default",
  },
  clientId: {
    variable: "AZURE_CLIENT_ID",
    isValid: (value) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
    expected: "a GUID, the client ID of the managed identity",
  },
  region: {
    variable: "AWS_REGION",
    isValid: (value) => /^[a-z]+(-[a-z]+)+-\d+$/.test(value),
    expected: "the name of an AWS region, such as eu-west-1",
  },
  durationSeconds: {
    isValid: (value) => /^\d+$/.test(value) && Number(value) >= 900 && Number(value) <= 43_200,
    expected: "whole seconds, 900 to 43200",
  },
  sessionName: {
    isValid: (value) => /^[\w+=,.@-]{2,64}$/.test(value),
    expected: "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -",
  },
};

/**
 * Partitions of AWS: how their regions begin, and the one that is used if none is given. Source: partitions.json in botocore 1.43. A region
 * that no other partition claims is one of `aws`.
 */
export const PARTITIONS: Readonly<Record<string, { readonly begin: string; readonly main: string }>> = {
  "aws-cn": { begin: "cn-", main: "cn-northwest-1" },
  "aws-us-gov": { begin: "us-gov-", main: "us-gov-west-1" },
  "aws-eusc": { begin: "eusc-", main: "eusc-de-east-1" },
  "aws-iso": { begin: "us-iso-", main: "us-iso-east-1" },
  "aws-iso-b": { begin: "us-isob-", main: "us-isob-east-1" },
  "aws-iso-e": { begin: "eu-isoe-", main: "eu-isoe-west-1" },
  "aws-iso-f": { begin: "us-isof-", main: "us-isof-south-1" },
  aws: { begin: "", main: "us-east-1" },
};
