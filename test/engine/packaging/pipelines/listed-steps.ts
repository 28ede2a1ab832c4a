/** The steps of the example pipelines that no test runs, each with the reason. A step that is neither run nor here fails a test. */

/** What an action of the CI system is for. */
export type Purpose = "checkout" | "tool" | "sign-in" | "publishing" | "download";

/** Each action. A test plays the checkouts and the downloads, and has the tools. */
export const ACTIONS: Readonly<Record<string, Purpose>> = {
  "actions/checkout": "checkout",
  "actions/download-artifact": "download",
  "actions/setup-node": "tool",
  "actions/upload-artifact": "publishing",
  "aws-actions/configure-aws-credentials": "sign-in",
  checkout: "checkout",
  download: "download",
  "github/codeql-action/upload-sarif": "publishing",
  PublishBuildArtifacts: "publishing",
  publish: "publishing",
  "pulumi/actions": "tool",
  NodeTool: "tool",
};

/** Each shell text that signs in: the logins of a CI system do not exist in the lab. Its own logins replace them. */
export const SIGN_INS: readonly string[] = [
  ...["PREVIEW", "DRIFT", "UPDATE"].map(
    (job) =>
      `export ARM_CLIENT_ID="$AZURE_${job}_CLIENT_ID" ARM_OIDC_TOKEN="$AZURE_ID_TOKEN" AWS_ROLE_ARN="$AWS_${job}_ROLE_ARN"`,
  ),
  `export AWS_WEB_IDENTITY_TOKEN_FILE="$PRIVATE/aws-token" && printf '%s' "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"`,
  [
    "set -eo pipefail",
    `az account get-access-token --resource "$AWS_AUDIENCE" --query accessToken --output tsv | tr -d '\\n' > "$AWS_WEB_IDENTITY_TOKEN_FILE"`,
    'echo "##vso[task.setvariable variable=ARM_CLIENT_ID]$servicePrincipalId"',
    'echo "##vso[task.setvariable variable=ARM_OIDC_TOKEN;issecret=true]$idToken"',
  ].join("\n"),
];

/** Whether a shell text is a sign-in. */
export function signsIn(script: string): boolean {
  return SIGN_INS.includes(script.trim());
}
