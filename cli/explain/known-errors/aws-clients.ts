/** AWS client errors that explain recognizes. Many hide why the credential helper failed. */
import type { KnownError, KnownErrors } from "./known-error";

const MEASURED = "measured, November 2026: docs/reference/clients.md";
const DIAGNOSE = "/opt/azure-to-aws/credential_process.py --diagnose --profile NAME";

/** A text that a client prints in place of the helper's line. */
function swallowed(
  code: string,
  client: string,
  text: string,
  facts: Partial<Pick<KnownError, "match" | "cause" | "fix" | "grade" | "source" | "inLab">> = {},
): KnownError {
  return {
    code,
    title: `${client} hides why the helper failed`,
    text,
    weight: "symptom",
    cause: `The credential helper gave no credentials. ${client} does not show the helper's line with the reason.`,
    confirm: [DIAGNOSE],
    fix: [
      "# Fix what the diagnosis names. To see the same line by the AWS CLI:",
      "aws sts get-caller-identity --profile NAME",
    ],
    grade: "recorded",
    source: MEASURED,
    ...facts,
  };
}

/** What AWS clients print if the credential helper gives no credentials. */
export const AWS_CLIENTS: KnownErrors = {
  area: "AWS clients",
  errors: [
    {
      code: "client-credential-process-failed",
      title: "The credential helper gave no credentials",
      text: "Error when retrieving credentials from custom-process: {line}",
      match: "Error when retrieving credentials from custom-process:",
      inLab: true,
      weight: "symptom",
      cause: "The helper failed. Its line with the reason follows this text, in the AWS CLI and in boto3.",
      confirm: [DIAGNOSE],
      fix: ["# Explain the line that follows:", "npx @azure-to-aws/cli explain 'LINE'"],
      grade: "recorded",
      source: MEASURED,
    },
    {
      code: "client-profile-not-found",
      title: "The AWS client does not find the profile",
      text: "The config profile ({profile}) could not be found",
      inLab: true,
      weight: "broken",
      cause:
        "The AWS config that the client reads has no such profile. A service, cron job, or command of ssh does not get AWS_CONFIG_FILE.",
      confirm: ["grep '^\\[' /etc/azure-to-aws/config"],
      fix: ["export AWS_CONFIG_FILE=/etc/azure-to-aws/config AWS_SDK_LOAD_CONFIG=1"],
      grade: "source",
      source: "botocore, `exceptions.py` (ProfileNotFound)",
    },
    {
      code: "client-no-credentials",
      title: "The AWS client has no profile with credentials",
      text: "Unable to locate credentials",
      inLab: true,
      weight: "broken",
      cause: "The client was started without a profile, or it does not read the installed AWS config.",
      confirm: ["env | grep '^AWS_'"],
      fix: ["export AWS_CONFIG_FILE=/etc/azure-to-aws/config AWS_PROFILE=NAME"],
      grade: "source",
      source: "botocore, `exceptions.py` (NoCredentialsError)",
    },
    {
      code: "client-config-not-writable",
      title: "aws configure cannot write the installed config",
      text: "[Errno 13] Permission denied: '/etc/azure-to-aws/config'",
      weight: "broken",
      cause: "`aws configure` writes to the file that AWS_CONFIG_FILE names, which belongs to root.",
      confirm: ["ls -l /etc/azure-to-aws/config"],
      fix: [
        "mkdir -p ~/.aws && cp /etc/azure-to-aws/config ~/.aws/config",
        "unset AWS_CONFIG_FILE AWS_CREDENTIAL_PROFILES_FILE",
      ],
      grade: "recorded",
      source: MEASURED,
    },
    {
      code: "client-javascript-command-failed",
      title: "The credential helper gave no credentials (JavaScript v3)",
      text: "Command failed: {folder}/credential_process.py {options}",
      match: "Command failed: {folder}/credential_process",
      inLab: true,
      weight: "symptom",
      cause: "The helper failed. The SDK prints the whole command, then the helper's line with the reason.",
      confirm: [DIAGNOSE],
      fix: ["# Explain the last line of the error:", "npx @azure-to-aws/cli explain 'LINE'"],
      grade: "recorded",
      source: MEASURED,
    },
    swallowed(
      "client-javascript-no-providers",
      "The SDK for JavaScript v3",
      "Could not load credentials from any providers",
      {
        cause:
          "The credential helper gave no credentials, and the SDK's default chain hides the reason. fromIni shows it.",
        inLab: true,
      },
    ),
    swallowed(
      "client-javascript-v2-load-config",
      "The SDK for JavaScript v2",
      "Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1",
      {
        cause:
          "The SDK reads no AWS config without AWS_SDK_LOAD_CONFIG=1. If it is set, the helper failed, and this text hides the reason.",
        fix: ["export AWS_SDK_LOAD_CONFIG=1", `# If it is set already:`, DIAGNOSE],
        grade: "source",
        source:
          "aws-sdk-js, `lib/config.js`; that it blames the variable is measured: docs/reference/clients.md",
      },
    ),
    swallowed("client-java-process", "The SDK for Java", "Failed to refresh process-based credentials"),
    swallowed("client-rust-dispatch", "The SDK for Rust", "dispatch failure", {
      cause:
        "The credential helper gave no credentials, or the network failed. Display hides the reason; DisplayErrorContext shows it.",
    }),
    swallowed("client-go-process", "The SDK for Go", "error in credential_process: exit status {code}", {
      match: "error in credential_process:",
      cause:
        "The helper failed. The SDK for Go prints the helper's line on standard error, apart from this error.",
    }),
    swallowed(
      "client-terraform-no-sources",
      "The AWS provider of Terraform and OpenTofu",
      "No valid credential sources found",
      {
        cause: "The helper failed. Its line with the reason is on standard error, above this text.",
      },
    ),
    swallowed(
      "client-php-process",
      "The SDK for PHP",
      "credential_process does not return valid credentials",
      {
        cause:
          "The helper failed; its line is on standard error. Or the SDK reads another file: it looks in ~/.aws/config alone.",
        grade: "source",
        source: "aws-sdk-php, read and not run: docs/reference/clients.md",
      },
    ),
    swallowed("client-pyarrow-denied", "pyarrow", "AWS Error ACCESS_DENIED", {
      cause: "The helper failed. pyarrow then sends the request without a signature, and S3 denies it.",
    }),
    swallowed("client-duckdb-secret", "DuckDB", "Secret Validation Failure"),
    swallowed("client-crt-string-match", "The AWS CRT (mountpoint-s3)", "STRING_MATCH_NOT_FOUND"),
  ],
};
