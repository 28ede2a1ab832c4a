import type { Recipe } from "./recipe";

const RECORDS = "cli/snapshot/snapshot-records.ts";
const SECTIONS = "cli/collect/microsoft/azure-sections.ts";
const TESTS = "test/unit/cli/collect/collect.test.ts";

/** A section of a snapshot: the resources of a subscription that have tags. */
export const snapshotSection: Recipe = {
  heading: "A section of a snapshot",
  most: 4,
  async follow(copy) {
    await copy.insert(
      RECORDS,
      "/** A role assignment with the actions",
      `/** A resource with tags. ARM, "Resources - List". */
export interface AzureTaggedResource {
  readonly id: string;
}

`,
    );
    await copy.insert(
      RECORDS,
      '  "azure.role-assignment": Azure',
      '  "azure.tagged-resource": AzureTaggedResource;\n',
    );
    await copy.insert(
      RECORDS,
      '  "azure.role-assignment": {',
      '  "azure.tagged-resource": { id: "text" },\n',
    );
    await copy.replace(RECORDS, '  azure: ["identities",', '  azure: ["identities", "tagged-resources",');
    await copy.insert(
      SECTIONS,
      '    "identity-holders": readHolders,\n',
      '    "tagged-resources": readTagged,\n',
    );
    await copy.insert(
      SECTIONS,
      "async function* readHolders",
      `async function* readTagged(of: string, arm: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const path = \`/subscriptions/\${of}/resources?api-version=\${VERSIONS.resources}\`;
  for await (const resource of arm.list(path, "Microsoft.Resources/subscriptions/resources/read")) {
    if (isObject(resource.tags)) {
      yield { kind: "azure.tagged-resource", of, data: { id: textAt(resource, "id") } };
    }
  }
}

`,
    );
    await copy.insert(
      "docs/reference/snapshot.md",
      "| `azure/identity-holders` ",
      "| `azure/tagged-resources` | `azure.tagged-resource` | `Microsoft.Resources/subscriptions/resources/read` |\n",
    );
    await copy.replace(TESTS, '= ["identities",', '= ["identities", "tagged-resources",');
  },
  tests: [TESTS, "test/unit/cli/snapshot/snapshot.test.ts"],
};
