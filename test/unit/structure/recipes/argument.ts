import type { Recipe } from "./recipe";

const FEDERATION = "components/federation/azure-to-aws-federation.ts";
const ARGS = "components/federation/azure-to-aws-federation-args.ts";
const TESTS = "test/unit/components/federation/azure-to-aws-federation";

/** An argument of the federation: tags for the OIDC provider alone. */
export const argument: Recipe = {
  heading: "An argument",
  most: 5,
  async follow(copy) {
    await copy.insert(
      ARGS,
      "  /** Tags for every Azure resource",
      `  /** Tags for the IAM OpenID Connect provider, in addition to \`awsTags\`. Default: none. */
  oidcProviderTags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
`,
    );
    await copy.insert(ARGS, "    azureTags,\n    awsTags,\n", "    oidcProviderTags: awsTags,\n");
    await copy.insert(
      FEDERATION,
      "import { azurePlace",
      'import { inTagKeys } from "../arguments/rules/iam";\n',
    );
    await copy.insert(FEDERATION, "import { azurePlace", 'import { mergedTags } from "./merged-tags";\n');
    await copy.replace(
      FEDERATION,
      "{ oidcProviderArn, additionalAudiences, awsTags, retainOidcProviderOnDelete }",
      "{ oidcProviderArn, additionalAudiences, awsTags, oidcProviderTags, retainOidcProviderOnDelete }",
    );
    await copy.replace(
      FEDERATION,
      "{ tags: awsTags,",
      `{
          tags: mergedTags(awsTags, oidcProviderTags, { paths, path: "oidcProviderTags", find: inTagKeys }),`,
    );
    await copy.insert(
      "test/engine/components/federation/changes/federation-changes.ts",
      "    // With VMs:",
      `    step(
      "oidcProviderTags",
      "given",
      { oidcProviderTags: { team: "identity" } },
      ...fed("updated", "oidc-provider"),
    ),
`,
    );
    await copy.replace(
      "docs/reference/component.md",
      "`azureTags`, `awsTags` |",
      "`azureTags`, `awsTags`, `oidcProviderTags` |",
    );
    await copy.insert(
      `${TESTS}-parts.test.ts`,
      '  it("keeps an OIDC provider that others use',
      `  it("gives the OIDC provider its own tags in addition, and none with a forbidden key", async () => {
    const tagged = (oidcProviderTags: Record<string, string>) =>
      declare(() => federation({}, { awsTags: { owner: "platform" }, oidcProviderTags }));
    const { resources } = await tagged({ team: "identity" });
    assert.deepEqual(inputsOf(resources, "fed-oidc-provider").tags, { owner: "platform", team: "identity" });
    await assert.rejects(tagged({ "aws:team": "identity" }), /oidcProviderTags/);
  });

`,
    );
  },
  tests: [
    `${TESTS}-parts.test.ts`,
    `${TESTS}-arguments.test.ts`,
    "test/unit/tools/schema/argument-page.test.ts",
    "test/unit/tools/schema/defaults.test.ts",
    "test/unit/tools/schema/package-schema.test.ts",
  ],
};
