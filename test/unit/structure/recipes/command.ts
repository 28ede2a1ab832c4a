import type { Recipe } from "./recipe";

/** A command: the names of the rules. */
export const command: Recipe = {
  heading: "A command",
  most: 4,
  async follow(copy) {
    await copy.add(
      "cli/rules/rules.ts",
      `/** The rules command: prints the names of the policy pack's rules. */
import { rules as packRules } from "../../policypack/configuration";
import { type Command, PROGRAM } from "../command";
import { readOptions } from "../options";
import { EXIT } from "../report/outcome";

const HELP = \`Usage: \${PROGRAM} rules [--help]

Prints the names of the policy pack's rules.

Options:
  --help  print this text

Exit code:
  0  always
  2  the command line is wrong
\`;

/** \`azure-to-aws rules\`: prints the names of the rules. */
export const rules: Command = {
  summary: "print the names of the policy pack's rules",
  help: HELP,
  run: (args, { out }) => {
    readOptions(args, {});
    out(packRules.map(({ name }) => \`\${name}\\n\`).join(""));
    return Promise.resolve(EXIT.accepted);
  },
};
`,
    );
    const index = "cli/command-line.ts";
    await copy.insert(index, "import { suspend }", 'import { rules } from "./rules/rules";\n');
    await copy.insert(index, "  keys,\n};", "  rules,\n");
    const page = "docs/reference/command-line.md";
    await copy.insert(
      page,
      "| [`keys`](#keys) ",
      "| [`rules`](#rules) | prints the names of the policy pack's rules | no |\n",
    );
    await copy.insert(
      page,
      "## explain\n",
      `## rules

\`\`\`sh
npx --no -- azure-to-aws rules
\`\`\`

It prints the names of the policy pack's rules.

`,
    );
    await copy.add(
      "test/unit/cli/rules/rules.test.ts",
      `import assert from "node:assert/strict";
import { runCli } from "../run-cli";

describe("azure-to-aws rules", () => {
  it("prints the names of the rules, one per line", async () => {
    const { exitCode, stdout } = await runCli(["rules"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^oidc-trust-requires-audience\\n(?:[a-z-]+\\n)+$/);
  });
});
`,
    );
  },
  tests: ["test/unit/cli/rules/rules.test.ts", "test/unit/cli/command-line.test.ts"],
};
