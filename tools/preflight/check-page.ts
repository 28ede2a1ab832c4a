/** The page docs/errors/preflight.md: what each check of `preflight` says about itself. */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { CheckManual } from "../../cli/preflight/check";
import { PROJECT_ROOT } from "../project-root";

const CHECKS = path.join(PROJECT_ROOT, "cli/preflight/checks");

const HEAD = `# Checks of preflight

<!-- Written by \`npm run generate -- check-page\` from cli/preflight/checks. -->

Each section is a check of [\`azure-to-aws preflight\`](../reference/command-line.md#preflight): when it is wrong, how to fix that, what it reads,
and what it cannot tell. The role Reader on the subscription can read everything in Azure Resource Manager.
`;

/**
 * What the checks say about themselves, in the order of their files.
 *
 * @throws {TypeError} If a file in cli/preflight/checks exports no manual.
 */
export function checkManuals(): readonly CheckManual[] {
  const load = createRequire(__filename);
  return readdirSync(CHECKS)
    .sort()
    .map((file) => {
      const exported = load(path.join(CHECKS, file)) as Readonly<Record<string, CheckManual>>;
      const name = Object.keys(exported).find((one) => one.endsWith("_MANUAL"));
      const manual = name === undefined ? undefined : exported[name];
      if (manual === undefined) {
        throw new TypeError(`cli/preflight/checks/${file} exports no ..._MANUAL`);
      }
      return manual;
    });
}

/** Renders the page. */
export function renderCheckPage(manuals: readonly CheckManual[]): string {
  return [HEAD, ...manuals.map(sectionOf)].join("\n");
}

function sectionOf({ check: { code, text }, cause, fix, reads, cannotTell }: CheckManual): string {
  const limits = cannotTell === undefined ? "" : `\n**Cannot tell.** ${cannotTell}\n`;
  return `## ${code}

\`\`\`text
${text} [${code}]
\`\`\`

**Cause.** ${cause}

**Fix.** ${fix}

**Reads.** ${reads}
${limits}`;
}
