import { Catalog, type Entry, withCode } from "../../messages";

const HEAD = `# Error catalog

<!-- \`npm run build\` writes this page from the catalogs in messages/. -->

These messages end with a code in brackets:

- errors and warnings of the components
- messages of the policy pack, the command line \`azure-to-aws\`, the credential helper, its installer, the lab, and the acceptance run
- findings in a report of \`judge\`
- checks of \`preflight\` that are wrong or "cannot tell"

Find a code here, or print its entry offline:

\`\`\`sh
npx --no -- azure-to-aws explain claim-not-pinned
\`\`\``;

/**
 * Renders docs/reference/errors.md.
 *
 * @param catalogs - The messages, in the order of the page.
 * @returns Markdown. Each code is a heading, so its anchor is the code itself.
 */
export function renderErrorPage(catalogs: readonly Catalog[]): string {
  const areas = catalogs.map(({ area, entries }) => {
    const messages = Object.entries(entries).map(([code, entry]) => renderEntry(code, entry));
    return `## ${area}\n\n${messages.join("\n\n")}`;
  });
  return `${HEAD}\n\n${areas.join("\n\n")}\n`;
}

function renderEntry(code: string, entry: Entry): string {
  const { sample, cause, fix } = entry;
  const message = withCode(new Catalog("", { [code]: entry }).say(code, ...(sample as never[])));
  return [`### ${code}`, `\`\`\`text\n${message}\n\`\`\``, `**Cause.** ${cause}`, `**Fix.** ${fix}`].join(
    "\n\n",
  );
}
