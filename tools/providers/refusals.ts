/** Where the table of refusals is: patterns of answers, their codes, and their texts. Paths are relative to the root. */

/** The one to edit. */
export const REFUSALS = "providers/refusals.json";

/** What `npm run generate -- refusals` writes: Go and Python take only files of the module. */
export const REFUSALS_COPIES = [
  "providers/go/refusals.json",
  "providers/python/azure_to_aws_provider/refusals.json",
] as const;
