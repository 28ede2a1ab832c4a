import { Catalog, entry } from "./catalog";
import { followedBy, quoted } from "./wording";

/** Files that cannot be read or understood. Each text continues the name of the file: `roles.json: …`. */
export const INPUT_FILES = new Catalog("Input files", {
  "input-not-found": entry({
    text: () => "no such file. Check the path",
    sample: [],
    cause:
      "No file has this name in this folder. The shell leaves a pattern as it is when nothing matches it.",
    fix: "Correct the path. `ls` lists the files of a folder.",
  }),
  "input-forbidden": entry({
    text: () => "this user may not read the file. Run chmod u+r on it, or run the command as its owner",
    sample: [],
    cause: "The permissions of the file or of a folder above it keep this user out.",
    fix: "Run `ls -l FILE`, and give this user the right to read.",
  }),
  "input-is-folder": entry({
    text: () => "this is a folder. Name the files in it",
    sample: [],
    cause: "The command expects a file here. Only `judge` accepts folders.",
    fix: "Name the files of the folder: `FOLDER/*.json`.",
  }),
  "input-folder-not-listed": entry({
    text: () => "this user may not list the files of the folder. Run chmod u+rx on it",
    sample: [],
    cause: "The permissions of the folder keep this user out.",
    fix: "Run `ls -ld FOLDER`, and give this user the right to read and enter it.",
  }),
  "input-pipe-without-writer": entry({
    text: () => "this is a pipe into which nothing writes. Start the program that writes first",
    sample: [],
    cause: "Reading a named pipe without a writer would wait forever.",
    fix: "Give the output of the program to standard input: `PROGRAM | npx --no -- azure-to-aws judge -`.",
  }),
  "input-permissions-policy": entry({
    text: () => "a permissions policy, not a trust policy",
    sample: [],
    cause:
      "The policy has `Resource` and no `Principal`: it says what an identity may do, not who can assume a role.",
    fix: "Nothing, if the file is meant to be one. Judge the role itself: `aws iam get-role --role-name NAME`.",
  }),
  "input-resource-policy": entry({
    text: () => "a policy of a resource, not a trust policy",
    sample: [],
    cause: "Each statement has `Resource`, as in the policy of a bucket or a key. A trust policy has none.",
    fix: "Nothing, if the file is meant to be one. Judge the role itself: `aws iam get-role --role-name NAME`.",
  }),
  "input-not-read": entry({
    text: (code: string) => `reading the file failed (${code})`,
    sample: ["EIO"],
    cause: "The operating system reported an error. The code in parentheses is its own.",
    fix: "Copy the file to another disk, and try again.",
  }),
  "input-too-large": entry({
    text: (most: number, size: string) =>
      `the input is too large. Expected at most ${most} bytes; got ${size}`,
    sample: [268435456, "301989888"],
    cause:
      "Exports of accounts with thousands of roles are far below this size. The input is something else.",
    fix: "Name another file, or split it: `aws iam get-role --role-name NAME` exports one role.",
  }),
  "input-binary": entry({
    text: (found: string) => `the input is binary. Expected UTF-8 or UTF-16; got ${found}`,
    sample: ["a NUL character"],
    cause: "The input is not text: it is compressed, encrypted, or a program.",
    fix: "Decompress it first: `gunzip FILE`.",
  }),
  "input-empty": entry({
    text: () => "the input is empty. Check the command that wrote it",
    sample: [],
    cause: "The command that should write the input failed, or wrote to standard error only.",
    fix: "Run that command alone, and read its error.",
  }),
  "input-not-json": entry({
    text: () => "not a JSON object. Expected text that starts with {",
    sample: [],
    cause: "The command reads JSON only here. The input is YAML or something else.",
    fix: "Export it as JSON: the AWS CLI and the Azure CLI have `--output json`.",
  }),
  "input-stream-cut": entry({
    text: (line: number) =>
      `the stream of Pulumi events stops within line ${line}. Run the preview again, and keep every line of its output`,
    sample: [42],
    cause: "The file is the start of what the preview printed: its last line is not a whole event.",
    fix: "Run `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json > preview.json` again, and wait for its end.",
  }),
  "input-json-invalid": entry({
    text: (line: number, column: number, advice?: string) =>
      `not valid JSON from line ${line}, column ${column}${followedBy(advice)}`,
    sample: [2, 14],
    cause: "The text starts like JSON, but breaks its rules at this place, or shortly before it.",
    fix: "Correct the text. Frequent errors are a missing comma, a comma too many, and a missing quotation mark.",
  }),
  "input-placeholder": entry({
    text: (line: number, column: number) =>
      `not valid JSON from line ${line}, column ${column}: a placeholder is outside a string. Judge the file that the template creates`,
    sample: [1, 15],
    cause: "The file is a template of another program, which replaces the placeholder.",
    fix: "Run that program, and give its result to the command.",
  }),
  "input-yaml-invalid": entry({
    text: (reason: string, advice?: string) => `the input ${reason}${followedBy(advice)}`,
    sample: ["is neither JSON nor YAML from line 3, column 1"],
    cause:
      "The text does not start like JSON, so it was read as YAML. It breaks the rules of YAML, or is larger or deeper than templates are.",
    fix: "Correct the text at the place that the message names, or give the command another file.",
  }),
  "input-yaml-several": entry({
    text: (advice?: string) => `the input is not JSON, and not a single YAML document${followedBy(advice)}`,
    sample: [],
    cause: "The text has several YAML documents, or none.",
    fix: "Give the command one document per file.",
  }),
  "input-url-encoding-invalid": entry({
    text: () => "the input starts like URL-encoded JSON, but is not valid URL encoding. Export it again",
    sample: [],
    cause: "The API of IAM returns policies URL-encoded. This one was cut off or changed.",
    fix: "Export the role again: `aws iam get-role --role-name NAME`. The AWS CLI decodes the policy.",
  }),
  "input-too-deep": entry({
    text: () => "the input is nested too deeply to be read",
    sample: [],
    cause: "Lists or objects are nested in each other hundreds of times.",
    fix: "Export the policy again. IAM's policies have fewer than ten levels.",
  }),
  "input-member-twice": entry({
    text: (name: string, line: number, column: number) =>
      `the member ${quoted(name)} is in one object twice, again at line ${line}, column ${column}. Remove one of them`,
    sample: ["Role", 12, 5],
    cause: "Programs differ in which of the two they use, so a judgment could be about the wrong one.",
    fix: "Remove one of the two members.",
  }),
  "input-kind-unknown": entry({
    text: (advice?: string) =>
      `unknown kind of file. ${advice ?? "Run npx --no -- azure-to-aws judge --help to list the kinds"}`,
    sample: [],
    cause: "The content is none of the kinds of file in which trust policies are found.",
    fix: "Export the role: `aws iam get-role --role-name NAME`. [Files that judge reads](command-line.md#files-that-judge-reads) lists the kinds.",
  }),
  "input-kind-ambiguous": entry({
    text: (one: string, other: string) => `the file is both ${one} and ${other}. Split it into two files`,
    sample: ["a CloudFormation template", "a Terraform plan or state"],
    cause:
      "The file has the marks of two kinds. Roles of the one would be missed if it were read as the other.",
    fix: "Write the two parts to two files.",
  }),
  "input-kind-json-only": entry({
    text: (name: string) => `the file is ${name} in YAML. Expected JSON. Export it as JSON`,
    sample: ["a Pulumi stack"],
    cause: "Files of this kind are read as JSON only.",
    fix: "Export the file as JSON: the AWS CLI has `--output json`.",
  }),
  "input-state-invalid": entry({
    text: (found: string) => `not the state of a Pulumi stack: ${found}. Export it with pulumi stack export`,
    sample: ['no object "deployment"'],
    cause: "The file is not what `pulumi stack export` prints.",
    fix: "Run `pulumi stack export --file stack.json`.",
  }),
  "input-terraform-too-large": entry({
    text: (most: number) => `too large for Terraform source. Expected at most ${most} characters`,
    sample: [4194304],
    cause: "Files that people write are far smaller. The file may be generated, or another kind of file.",
    fix: "Judge the plan: `terraform show -json tfplan`.",
  }),
  "input-terraform-too-deep": entry({
    text: (most: number) => `nested too deeply for Terraform source. Expected at most ${most} levels`,
    sample: [200],
    cause: "Blocks or expressions are nested in each other hundreds of times.",
    fix: "Judge the plan: `terraform show -json tfplan`.",
  }),
  "input-terraform-invalid": entry({
    text: (place: string) => `not valid Terraform source${place}. Run terraform validate`,
    sample: [" from line 3, column 1"],
    cause: "The file breaks the rules of HCL at this place, or shortly before it.",
    fix: "Run `terraform validate`, which describes the error.",
  }),
  "input-export-unknown": entry({
    text: () =>
      "not an export that can be imported. Run npx --no -- azure-to-aws import --help to list the exports",
    sample: [],
    cause: "The file is not the output of one of the commands that `import` reads.",
    fix: "Remove the file from the command line, or export it again with a command of the list.",
  }),
  "input-events-invalid": entry({
    text: () => "neither JSON nor JSON lines. Decompress it first: gunzip FILE",
    sample: [],
    cause: "CloudTrail delivers compressed files, or the file is not from CloudTrail.",
    fix: "Run `gunzip FILE`, or `aws cloudtrail lookup-events --output json > events.json`.",
  }),
  "input-without-trust-policy": entry({
    text: () => "the file holds no trust policy. Expected a trust policy, or a file with roles",
    sample: [],
    cause: "The file is of a known kind, but it has no role.",
    fix: "Export the role: `aws iam get-role --role-name NAME > role.json`.",
  }),
  "input-claims-invalid": entry({
    text: () =>
      "neither a JSON object of claims nor a JWT nor a report of credential_process.py --diagnose=json that holds claims",
    sample: [],
    cause:
      "The claims of a token are a JSON object, and a token has three parts with dots between them. A report of the helper has no claims if Azure gave no token.",
    fix: "Write to the file the output of `credential_process.py --diagnose=json --profile NAME`, the token, or its decoded middle part. The command never prints the token.",
  }),
  "input-claims-without-issuer": entry({
    text: () => "the claims have no issuer. Expected a string for iss",
    sample: [],
    cause:
      "Each condition of a trust policy is about a token of one issuer. Without `iss`, nothing can be compared.",
    fix: 'Add the issuer: `"iss": "https://sts.windows.net/TENANT_ID/"`, as the token has it.',
  }),
});
