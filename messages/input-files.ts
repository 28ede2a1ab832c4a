import { Catalog, entry } from "./catalog";
import { followedBy, quoted } from "./wording";

/** Files that cannot be read or understood. Each text continues the name of the file: `roles.json: …`. */
export const INPUT_FILES = new Catalog({
  "input-not-found": entry({
    text: () => "no such file. Check the path",
  }),
  "input-forbidden": entry({
    text: () => "this user may not read the file. Run chmod u+r on it, or run the command as its owner",
  }),
  "input-is-folder": entry({
    text: () => "this is a folder. Name the files in it",
  }),
  "input-folder-not-listed": entry({
    text: () => "this user may not list the files of the folder. Run chmod u+rx on it",
  }),
  "input-pipe-without-writer": entry({
    text: () => "this is a pipe into which nothing writes. Start the program that writes first",
  }),
  "input-permissions-policy": entry({
    text: () => "a permissions policy, not a trust policy",
  }),
  "input-resource-policy": entry({
    text: () => "a policy of a resource, not a trust policy",
  }),
  "input-not-read": entry({
    text: (code: string) => `reading the file failed (${code})`,
  }),
  "input-too-large": entry({
    text: (most: number, size: string) =>
      `the input is too large. Expected at most ${most} bytes; got ${size}`,
  }),
  "input-binary": entry({
    text: (found: string) => `the input is binary. Expected UTF-8 or UTF-16; got ${found}`,
  }),
  "input-empty": entry({
    text: () => "the input is empty. Check the command that wrote it",
  }),
  "input-not-json": entry({
    text: () => "not a JSON object. Expected text that starts with {",
  }),
  "input-stream-cut": entry({
    text: (line: number) =>
      `the stream of Pulumi events stops within line ${line}. Run the preview again, and keep every line of its output`,
  }),
  "input-json-invalid": entry({
    text: (line: number, column: number, advice?: string) =>
      `not valid JSON from line ${line}, column ${column}${followedBy(advice)}`,
  }),
  "input-placeholder": entry({
    text: (line: number, column: number) =>
      `not valid JSON from line ${line}, column ${column}: a placeholder is outside a string. Judge the file that the template creates`,
  }),
  "input-yaml-invalid": entry({
    text: (reason: string, advice?: string) => `the input ${reason}${followedBy(advice)}`,
  }),
  "input-yaml-several": entry({
    text: (advice?: string) => `the input is not JSON, and not a single YAML document${followedBy(advice)}`,
  }),
  "input-url-encoding-invalid": entry({
    text: () => "the input starts like URL-encoded JSON, but is not valid URL encoding. Export it again",
  }),
  "input-too-deep": entry({
    text: () => "the input is nested too deeply to be read",
  }),
  "input-member-twice": entry({
    text: (name: string, line: number, column: number) =>
      `the member ${quoted(name)} is in one object twice, again at line ${line}, column ${column}. Remove one of them`,
  }),
  "input-kind-unknown": entry({
    text: (advice?: string) =>
      `unknown kind of file. ${advice ?? "Run npx --no -- azure-to-aws judge --help to list the kinds"}`,
  }),
  "input-kind-ambiguous": entry({
    text: (one: string, other: string) => `the file is both ${one} and ${other}. Split it into two files`,
  }),
  "input-kind-json-only": entry({
    text: (name: string) => `the file is ${name} in YAML. Expected JSON. Export it as JSON`,
  }),
  "input-state-invalid": entry({
    text: (found: string) => `not the state of a Pulumi stack: ${found}. Export it with pulumi stack export`,
  }),
  "input-terraform-too-large": entry({
    text: (most: number) => `too large for Terraform source. Expected at most ${most} characters`,
  }),
  "input-terraform-too-deep": entry({
    text: (most: number) => `nested too deeply for Terraform source. Expected at most ${most} levels`,
  }),
  "input-terraform-invalid": entry({
    text: (place: string) => `not valid Terraform source${place}. Run terraform validate`,
  }),
  "input-export-unknown": entry({
    text: () =>
      "not an export that can be imported. Run npx --no -- azure-to-aws import --help to list the exports",
  }),
  "input-events-invalid": entry({
    text: () => "neither JSON nor JSON lines. Decompress it first: gunzip FILE",
  }),
  "input-without-trust-policy": entry({
    text: () => "the file holds no trust policy. Expected a trust policy, or a file with roles",
  }),
  "input-claims-invalid": entry({
    text: () =>
      "neither a JSON object of claims nor a JWT nor a report of credential_process.py --diagnose=json that holds claims",
  }),
  "input-claims-without-issuer": entry({
    text: () => "the claims have no issuer. Expected a string for iss",
  }),
});
