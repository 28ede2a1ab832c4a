import type { Recipe } from "./recipe";

/** A command: the exit codes. */
export const command: Recipe = {
  heading: "A command",
  most: 4,
  async follow(copy) {
    await copy.add(
      "cli/exits/exits.ts",
      `/** The exits command: prints the exit codes that all commands share. */
import { type Command, EXIT } from "../command";

/** \`azure-to-aws exits\`: prints the exit codes. */
export const exits: Command = {
  summary: "print the exit codes that all commands share",
  usage: "",
  description: "Prints the exit codes that all commands share.",
  options: [],
  ending: "Exit code: 0",
  run: (_, { out }) => {
    out(
      Object.entries(EXIT)
        .map(([name, code]) => \`\${code} \${name}\\n\`)
        .join(""),
    );
    return Promise.resolve(EXIT.accepted);
  },
};
`,
    );
    const index = "cli/command-line.ts";
    await copy.insert(index, "import { explain }", 'import { exits } from "./exits/exits";\n');
    await copy.insert(index, "  keys,\n};", "  exits,\n");
    const page = "docs/reference/command-line.md";
    await copy.insert(
      page,
      "| [`keys`](#keys) ",
      "| [`exits`](#exits) | prints the exit codes that all commands share | no |\n",
    );
    await copy.insert(
      page,
      "## explain\n",
      `## exits

\`\`\`sh
npx @azure-to-aws/cli exits
\`\`\`

It prints the exit codes that all commands share.

`,
    );
    await copy.add(
      "test/unit/cli/exits/exits.test.ts",
      `import assert from "node:assert/strict";
import { runCli } from "../run-cli";

describe("azure-to-aws exits", () => {
  it("prints the exit codes, one per line", async () => {
    const { exitCode, stdout } = await runCli(["exits"]);
    assert.equal(exitCode, 0);
    assert.equal(stdout, "0 accepted\\n1 rejected\\n2 unreadable\\n");
  });
});
`,
    );
  },
  tests: ["test/unit/cli/exits/exits.test.ts", "test/unit/cli/command-line.test.ts"],
};
