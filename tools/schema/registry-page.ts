/** The page `docs/_index.md`: the front page of the package in the Pulumi Registry, which reads it from the repository. */
import { FEDERATION_EXAMPLE } from "./examples/component-examples";
import { EXAMPLE_LANGUAGES, renderExample } from "./examples/render-examples";
import type { PackageSchema } from "./schema-shape";

const HEAD = `---
title: Azure to AWS federation
meta_desc: Give Azure workloads access to AWS without a stored key, with Pulumi components in every Pulumi language.
layout: package
---

These components give a workload in Azure access to AWS without a stored key. The workload gets a token for its managed identity from
Azure, and AWS exchanges this token for a temporary session of one IAM role.

One component, \`AzureToAwsFederation\`, creates both halves:

- in Azure: an Entra application as the audience, a managed identity per workload, and, on request, a Linux VM with a credential helper
- in AWS: an IAM OpenID Connect provider, and one role per workload

Each role trusts exactly one identity and exactly one audience. The other components are its parts, for stacks that own only some of them.
The components run on Node, also for programs in other languages.

## Example

A VM that may read two S3 buckets:
`;

const END = `## Next steps

- [Installation and configuration](./installation-configuration): what to install, and what the two clouds must allow
- [API docs](./api-docs): all components with their arguments and outputs, and an example of each
`;

/** Renders the page, with the example of the whole federation in every language. */
export function renderRegistryPage(schema: PackageSchema): string {
  const blocks = EXAMPLE_LANGUAGES.map((language) =>
    [
      `{{% choosable language ${language} %}}`,
      `\`\`\`${language}\n${renderExample(schema, FEDERATION_EXAMPLE, language)}\n\`\`\``,
      "{{% /choosable %}}",
    ].join("\n\n"),
  );
  const chooser = `{{< chooser language "${EXAMPLE_LANGUAGES.join(",")}" >}}`;
  return [HEAD, chooser, "", blocks.join("\n\n"), "", "{{< /chooser >}}", "", END].join("\n");
}
