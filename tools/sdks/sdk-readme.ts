import { PUBLICATION } from "../../messages";
import { FEDERATION_EXAMPLE } from "../schema/examples/component-examples";
import { renderExample } from "../schema/examples/render-examples";
import { GO_MODULE, LANGUAGES, PULUMI_PACKAGE } from "../schema/languages";
import type { PackageSchema } from "../schema/schema-shape";

/** Languages whose packages are built here. */
export type SdkPackageLanguage = "python" | "go";

const TITLES = { python: "Python", go: "Go" } as const;

/**
 * How to install a version.
 *
 * @param isPublished - Whether the registries have the package. Until then, its name there could be somebody else's.
 */
export function installation(language: SdkPackageLanguage, version: string, isPublished: boolean): string {
  const { packageName } = LANGUAGES.python;
  const { importBasePath } = LANGUAGES.go;
  const commands = isPublished
    ? { python: `pip install ${packageName}`, go: `go get ${importBasePath}@v${version}` }
    : {
        python: `pip install ./${packageName}-${version}-py3-none-any.whl`,
        go: `export GOPROXY="file:///path/to/dist/sdks/go,$(go env GOPROXY)" GONOSUMDB="${GO_MODULE}"\ngo get ${importBasePath}@v${version}`,
      };
  const warning = isPublished
    ? ""
    : "This package is in no registry yet. Install it from the file alone: a package of this name elsewhere is not ours.\n\n";
  return `${warning}\`\`\`sh\n${commands[language]}\n\`\`\``;
}

/** The README of an SDK's package: what it is, what it needs, and an example. */
export function sdkReadme(schema: PackageSchema, language: SdkPackageLanguage): string {
  const example = renderExample(schema, FEDERATION_EXAMPLE, language);
  return `# ${schema.displayName} for ${TITLES[language]}

${schema.description}

This package is the SDK for ${TITLES[language]}. It is generated from the schema of the components and contains no logic. The components
themselves are a Pulumi plugin, \`${PULUMI_PACKAGE}\` ${schema.version}, which runs on Node.

${installation(language, schema.version, PUBLICATION.isPublished)}

A VM that may read two S3 buckets:

\`\`\`${language}
${example}
\`\`\`

${schema.attribution}

License: ${schema.license}.
`;
}
