import assert from "node:assert/strict";
import { countRecipeFiles } from "../../../../tools/costs/recipe-files";

const PAGE = `# Page

\`before.ts\`

## Where to add

Run \`npm test\`.

### A rule

1. Add \`rules/<name>.ts\`, and list it in \`rules/index.ts\`. \`rules/index.ts\` has the order.
2. Put helpers in \`iam/\`. It exports a \`RuleDefinition\`. Run \`npm run generate -- catalog\`, which writes \`docs/rules.md\`.

### An issuer

Edit \`lab/azure\`, \`a.b\`, and \`Default: x.ts\`.

## Next

### Another

\`after.ts\`
`;

describe("the files that a recipe names", () => {
  it("are its paths of files and folders, each once", () => {
    assert.deepEqual(countRecipeFiles(PAGE), { "A rule": 4, "An issuer": 0 });
  });

  it("cannot be counted on a page without recipes", () => {
    assert.throws(() => countRecipeFiles("# Page\n\n## Where to add nothing\n"), {
      message: 'docs/architecture.md: no section "Where to add"',
    });
  });
});
