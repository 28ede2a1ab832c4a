/** The commands for the Azure CLI that the documentation gives. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** A command as it stands on a page. */
export interface DocumentedCommand {
  /** Path of the page in the project. */
  readonly page: string;
  /** The command from `az` to its end, on one line; its arguments may have line breaks. */
  readonly command: string;
}

/** Pages that are generated from comments, that tell of the past, or that tell of these tests. */
const NO_INSTRUCTIONS = [
  "docs/reference/arguments.md",
  "docs/reference/lab-evidence.md",
  "docs/reference/lab.md",
  "CHANGELOG.md",
];

/** Pages about errors. Their commands have words in capitals that no lab has. */
const isAboutErrors = (page: string): boolean =>
  page === "docs/how-to/troubleshoot.md" || page.startsWith("docs/errors/");

/** Reads all commands of the pages with instructions: those in blocks of code, and those in a sentence. Each page has each once. */
export function documentedCommands(): readonly DocumentedCommand[] {
  return pages()
    .filter((page) => !NO_INSTRUCTIONS.includes(page) && !isAboutErrors(page))
    .flatMap(commandsOf);
}

/** Reads the commands of the pages about errors, each once. */
export function commandsAboutErrors(): readonly string[] {
  return [
    ...new Set(
      pages()
        .filter(isAboutErrors)
        .flatMap(commandsOf)
        .map(({ command }) => command),
    ),
  ];
}

/** All pages, as paths from the project's root. */
function pages(): readonly string[] {
  return readdirSync(PROJECT_ROOT, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? ["docs", "examples"].includes(entry.name)
          ? readdirSync(path.join(PROJECT_ROOT, entry.name), { recursive: true, encoding: "utf8" }).map(
              (file) => path.posix.join(entry.name, file.split(path.sep).join("/")),
            )
          : []
        : [entry.name],
    )
    .filter((page) => page.endsWith(".md") && !page.includes("node_modules"))
    .sort();
}

function commandsOf(page: string): readonly DocumentedCommand[] {
  const text = readFileSync(path.join(PROJECT_ROOT, page), "utf8");
  const commands = new Set([...blocks(text).flatMap(ofBlock), ...inline(text)]);
  return [...commands].map((command) => ({ page, command }));
}

const BLOCK = /^ *```\w*\n(.*?)^ *```$/gms;

function blocks(text: string): readonly string[] {
  return [...text.matchAll(BLOCK)].map(([, block = ""]) => block);
}

function inline(text: string): readonly string[] {
  const outside = text.replaceAll(BLOCK, "");
  return [...outside.matchAll(/`(az [^`]+)`/g)].map(([, command = ""]) => command);
}

/** The commands of a block. A command goes on while a quote or a parenthesis is open, or its line ends with a backslash. */
function ofBlock(block: string): readonly string[] {
  const commands: string[] = [];
  for (const { index } of block.matchAll(/(?<=^ *|\$\()az (?=[a-z])/gm)) {
    commands.push(commandAt(block, index));
  }
  return commands;
}

function commandAt(block: string, start: number): string {
  let quote = "";
  let depth = 0;
  let end = start;
  for (; end < block.length; end++) {
    const character = block.charAt(end);
    if (character === "\\" && quote !== "'") {
      end++;
    } else if (quote !== "") {
      quote = character === quote ? "" : quote;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === "(") {
      depth++;
    } else if (character === ")" && depth-- === 0) {
      break;
    } else if (character === "\n" || (character === ">" && block.charAt(end - 1) === " ")) {
      break;
    }
  }
  return block
    .slice(start, end)
    .replace(/\\\n\s*/g, "")
    .trim();
}
