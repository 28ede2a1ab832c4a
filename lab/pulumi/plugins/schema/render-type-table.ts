/** Text of a generated type table. */
import { format } from "prettier";
import { readSdkTypes } from "./read-sdk-types";
import type { SdkSource } from "./sdk-sources";

/** The module that holds the type table of a provider, formatted like the rest of the project. */
export async function renderTypeTable(source: SdkSource): Promise<string> {
  const name = source.plugin.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const text = `/** Generated from ${source.packageName} by generate.ts: do not edit. */
import type { TypeTable } from "./type-table";

/** What the classes of ${source.packageName} that the lab serves accept and return. */
export const ${name}Types: TypeTable = ${JSON.stringify(readSdkTypes(source), undefined, 2)};
`;
  return format(text, { parser: "typescript", printWidth: 110 });
}
