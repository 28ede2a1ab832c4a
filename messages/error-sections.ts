/** What the manual says about this product's own messages: docs/errors has a page for each area, with a section for each code. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The section of one message. */
export interface ErrorSection {
  /** The code of the message, which is the heading of the section. */
  readonly code: string;
  /** The area of the message, which is the heading of the page: `Federations`. */
  readonly area: string;
  /** The path of the page in the manual, without the ending: `errors/federations`. */
  readonly page: string;
  /** An example of the message, without its code. */
  readonly message: string;
  /** Why the message is printed. Markdown; links are relative to the page. */
  readonly cause: string;
  /** How to fix it: an instruction, with a command where there is one. Markdown, as in `cause`. */
  readonly fix: string;
}

const PAGE = /^# (?<area>[^\n]+)\n(?<sections>.*)$/s;
const SECTION =
  /^(?<code>[a-z0-9-]+)\n\n```text\n(?<message>.+) \[\k<code>\]\n```\n\n\*\*Cause\.\*\* (?<cause>.+?)\n\n\*\*Fix\.\*\* (?<fix>.+?)(?:\n\n\*\*Reads\.\*\* .+)?\n*$/s;

/**
 * Reads all sections, page by page.
 *
 * @param folder - The folder of the pages. Default: `docs/errors` of the checkout, for programs that run from their sources.
 * @throws {Error} If a page has another form.
 */
export function errorSections(folder = path.resolve(__dirname, "../docs/errors")): readonly ErrorSection[] {
  return readdirSync(folder)
    .filter((file) => file !== "README.md")
    .sort()
    .flatMap((file) => sectionsOf(path.join(folder, file)));
}

function sectionsOf(file: string): ErrorSection[] {
  const { area = "", sections = "" } = PAGE.exec(readFileSync(file, "utf8"))?.groups ?? {};
  return sections
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const { code, message, cause, fix } = SECTION.exec(section)?.groups ?? {};
      if (code === undefined || message === undefined || cause === undefined || fix === undefined) {
        throw new Error(
          `${file}: expected a code, a message, a cause, and a fix; found ${JSON.stringify(section)}`,
        );
      }
      return { code, area, page: `errors/${path.basename(file, ".md")}`, message, cause, fix };
    });
}
