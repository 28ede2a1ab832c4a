/** The catalog of explain: own messages, rules of the policy pack, and errors of other programs. */
import path from "node:path";
import { errorSections } from "../../messages/error-sections";
import { rules } from "../../policypack/configuration";
import type { Grade, KnownError, Weight } from "./known-errors/known-error";
import { KNOWN_ERRORS } from "./known-errors/known-errors";
import { manualFolder, manualPage } from "./manual-page";

/** An error that the manual explains: a message of this product, a rule of the pack, or a message of another program. */
export interface Explained {
  readonly code: string;
  /** Who prints it. */
  readonly area: string;
  /** What it means, in a line. */
  readonly title: string;
  readonly weight: Weight;
  readonly cause: string;
  /** Commands, and lines with `#` that explain them. */
  readonly confirm: readonly string[];
  /** Commands, and lines with `#` that explain them; or sentences that hold commands. */
  readonly fix: readonly string[];
  /** The one command to run next; `undefined` if the fix has none. */
  readonly next: string | undefined;
  /** Where the manual explains it. */
  readonly page: string;
  /** How the text is known; `undefined` for this product's own. */
  readonly known: { readonly grade: Grade; readonly source: string } | undefined;
}

/** The programs that the commands of the manual begin with. */
const PROGRAMS =
  /^(?:\/opt\/azure-to-aws\/credential_process\.py|aws|az|azure-to-aws|cat|chmod|curl|kubectl|ls|npm|npx|pulumi|python3|sudo|timedatectl)\b/;

function ofKnownError(area: string, error: KnownError): Explained {
  const { code, title, weight, cause, confirm, fix, grade, source } = error;
  return {
    code,
    area,
    title,
    weight,
    cause: plain(cause, "how-to/troubleshoot"),
    confirm,
    fix,
    next: [...confirm, ...fix].find((line) => !line.startsWith("#")),
    page: manualPage("how-to/troubleshoot", code),
    known: { grade, source },
  };
}

/** Markdown of a page as a terminal shows it: links as their text and their target. */
function plain(markdown: string, page: string): string {
  return markdown
    .replaceAll(
      /\[([^\]]*)\]\(([^)]*)\)/g,
      (_, text: string, target: string) => `${text} (${targetOf(target, page)})`,
    )
    .replaceAll(/\*\*([^*]*)\*\*/g, "$1");
}

/** Where a link on a page leads. */
function targetOf(target: string, page: string): string {
  if (URL.canParse(target)) {
    return target;
  }
  const [file = "", anchor] = target.split("#");
  return manualPage(
    file === "" ? page : path.posix.join(path.posix.dirname(page), file.replace(/\.md$/, "")),
    anchor,
  );
}

/** The first command in Markdown. */
function commandIn(markdown: string): string | undefined {
  return [...markdown.matchAll(/`([^`]+)`/g)]
    .map(([, code = ""]) => code)
    .find((code) => PROGRAMS.test(code));
}

function ownMessages(): Explained[] {
  return errorSections(manualFolder("errors")).map(({ code, area, page, cause, fix }) => ({
    code,
    area,
    title: `A message of azure-to-aws: ${area}`,
    weight: "broken" as const,
    cause: plain(cause, page),
    confirm: [],
    fix: [plain(fix, page)],
    next: commandIn(fix),
    page: manualPage(page, code),
    known: undefined,
  }));
}

function packRules(): Explained[] {
  return rules.map(({ name, displayName, description, remediationSteps }) => ({
    code: name,
    area: "Policy pack",
    title: displayName,
    weight: "broken" as const,
    cause: `The policy pack requires: ${description}`,
    // A refused preview leaves nothing in the state, so only the preview shows the resource.
    confirm: ["pulumi preview --diff"],
    fix: [plain(remediationSteps, `reference/rules/${name}`)],
    next: "pulumi preview --diff",
    page: manualPage(`reference/rules/${name}`),
    known: undefined,
  }));
}

/** Everything that can be explained, by code. This product's own messages win over those of others. */
export function explanations(): ReadonlyMap<string, Explained> {
  const others = KNOWN_ERRORS.flatMap(({ area, errors }) => errors.map((error) => ofKnownError(area, error)));
  return new Map([...others, ...packRules(), ...ownMessages()].map((each) => [each.code, each]));
}
