import type { Recipe } from "./recipe";

/** An issuer: a service of pipelines that nobody has. */
export const issuer: Recipe = {
  heading: "An issuer",
  most: 2,
  async follow(copy) {
    await copy.insert(
      "trust/issuers/pipelines.ts",
      '  {\n    id: "buildkite",',
      `  {
    id: "example-pipelines",
    name: "Example Pipelines",
    providers: ["oidc.pipelines.example"],
    crowd: "anyone",
    everyone: "Any pipeline of any organization of Example Pipelines",
    filled: DEFAULT_CLAIMS,
    audience: "sts.amazonaws.com",
    boundaries: ["org:<organization>:pipeline:<pipeline>:"],
    ownerBoundaries: ["org:<organization>:"],
    exactMustNameOwner: true,
    subjectsAreFixed: true,
    subjects: ["org:<organization>:pipeline:<pipeline>:run:<run>"],
    sources: [manual('Example Pipelines, "Tokens"', "https://pipelines.example/tokens")],
  },
`,
    );
    await copy.insert(
      "test/unit/trust/properties/issuer-tokens.ts",
      '  ["scalr.io",',
      '  ["oidc.pipelines.example", (o) => [`org:${o}:pipeline:app:run:1`, `org:${o}:pipeline:app:run:2`]],\n',
    );
  },
  tests: ["test/unit/trust/issuers/issuers.test.ts", "test/unit/tools/issuer-page.test.ts"],
};
