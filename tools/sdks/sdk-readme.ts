import { FEDERATION_EXAMPLE } from "../schema/examples/component-examples";
import { renderExample } from "../schema/examples/render-examples";
import { LANGUAGES, PULUMI_PACKAGE } from "../schema/languages";
import type { PackageSchema } from "../schema/schema-shape";

/** Languages whose packages are built here. */
export type SdkPackageLanguage = "python" | "go";

const TITLES = { python: "Python", go: "Go" } as const;

const INSTALL = {
  python: `pip install ${LANGUAGES.python.packageName}`,
  go: `go get ${LANGUAGES.go.importBasePath}`,
} as const;

/** The README of an SDK's package: what it is, what it needs, and an example. */
export function sdkReadme(schema: PackageSchema, language: SdkPackageLanguage): string {
  const example = renderExample(schema, FEDERATION_EXAMPLE, language);
  return `# ${schema.displayName} for ${TITLES[language]}

${schema.description}

This package is the SDK for ${TITLES[language]}. It is generated from the schema of the components and contains no logic. The components
themselves are a Pulumi plugin, \`${PULUMI_PACKAGE}\` ${schema.version}, which runs on Node.

\`\`\`sh
${INSTALL[language]}
\`\`\`

A VM that may read two S3 buckets:

\`\`\`${language}
${example}
\`\`\`

${schema.attribution}

License: ${schema.license}.
`;
}
