import {
  botocoreText,
  type Grade,
  javaScriptText,
  type KnownError,
  type KnownErrors,
} from "../../cli/explain/known-errors/known-error";

const HEAD = `# Troubleshoot by error text

<!-- \`npm run build\` writes this page from the tables in cli/explain/known-errors. -->

Search this page for a part of your error text. The CLI finds the entries for you, also in a whole log, and needs no network:

\`\`\`sh
pulumi up 2>&1 | npx @azure-to-aws/cli explain
\`\`\`

Messages of this product end with a code in brackets. The [error catalog](../errors/README.md) explains those.

- Words in capitals in commands, such as \`ROLE\`, stand for your own values. Braces in texts, such as \`{issuer}\`, stand for any value.
- An entry marked "provoked in the lab" has a test: the AWS CLI, boto3, or the SDK for JavaScript v3 prints exactly this text there.
- Entries for other SDKs quote the [measured table of clients](../reference/clients.md#what-each-client-needs-and-shows).
- On a VM, \`/opt/azure-to-aws/credential_process.py --diagnose --profile NAME\` is the command line of the helper with \`--diagnose\`. [My client only says …](../reference/clients.md#my-client-only-says-) shows where to find it.

## A role refuses a token

AWS does not say which condition of a trust policy fails. Compare the token with the policy yourself:

\`\`\`sh
aws iam get-role --role-name ROLE --output json > role.json
npx @azure-to-aws/cli explain --trust role.json --claims claims.json
\`\`\`

On a VM, \`/opt/azure-to-aws/credential_process.py --diagnose --profile NAME\` prints this command with the claims of its token. \`claims.json\` holds the output of \`--diagnose=json\`, or the claims of the token, such as \`{"iss": "…", "aud": "…", "sub": "…"}\`, or the token itself. Delete a file with a token afterwards.

CloudTrail shows a trust policy that refuses, as \`AccessDenied\`. A refused token may be missing there: AWS does not log every request of
a caller that it does not know. If there is no event, the token itself was probably refused.

\`\`\`sh
aws cloudtrail lookup-events --region REGION --output json --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity > events.json
npx @azure-to-aws/cli explain --cloudtrail events.json
\`\`\``;

/** How a grade is written on the page. */
const GRADES: Readonly<Record<Grade, string>> = {
  recorded: "Recorded",
  source: "Source code",
  log: "Log",
  documentation: "Documentation",
  inferred: "Inferred",
};

/**
 * Renders docs/how-to/troubleshoot.md.
 *
 * @param areas - The error texts of others, in the order of the page.
 * @returns Markdown. Each code is a heading, so its anchor is the code itself.
 */
export function renderTroubleshootingPage(areas: readonly KnownErrors[]): string {
  const sections = areas.map(({ area, errors }) => `## ${area}\n\n${errors.map(renderEntry).join("\n\n")}`);
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

function renderEntry({
  code,
  title,
  text,
  cause,
  confirm,
  fix,
  call,
  grade,
  source,
  inLab,
}: KnownError): string {
  const texts =
    call === undefined
      ? [block("text", text)]
      : [
          "AWS CLI and boto3:",
          block("text", botocoreText(call, text)),
          "SDK for JavaScript v3:",
          block("text", javaScriptText(call, text)),
        ];
  const proof = inLab === true ? " Provoked in the lab." : "";
  return [
    `### ${code}`,
    `${title}.`,
    ...texts,
    `**Cause.** ${cause}`,
    "**Confirm.**",
    block("sh", confirm.join("\n")),
    "**Fix.**",
    block("sh", fix.join("\n")),
    `_Text known from:_ ${GRADES[grade]}: ${source}.${proof}`,
  ].join("\n\n");
}

function block(language: string, content: string): string {
  return `\`\`\`${language}\n${content}\n\`\`\``;
}
