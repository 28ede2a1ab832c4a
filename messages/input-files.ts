import { Catalog, entry } from "./catalog";

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
  "input-state-invalid": entry({
    text: (found: string) => `not the state of a Pulumi stack: ${found}. Export it with pulumi stack export`,
  }),
  "input-terraform-invalid": entry({
    text: (place: string) => `not valid Terraform source${place}. Run terraform validate`,
  }),
});
