/** Judges the files and folders on judge's command line, and decides which files it skips. */
import { lstat } from "node:fs/promises";
import { COMMAND_LINE } from "../../messages/cli";
import { SKIPPED } from "../../messages/judged-files";
import { Lines, type PolicySource, UnreadableError } from "../../policy-sources";
import type { JudgeOptions } from "../../trust";
import { UsageError } from "../command";
import { isFolder, isTerraformFile, readBeside } from "../input/folders";
import { listFolder } from "../input/list-folder";
import { decode, isBinary, LARGEST, readHead, readInput, readRaw, STDIN } from "../input/read-input";
import { sourceTree } from "../input/source-tree";
import {
  isForeignHcl,
  isGarbledPolicy,
  isNamedTemplate,
  mayBeData,
  mayBeGarbledData,
  mayHaveRoles,
  mayHaveTerraformRoles,
  unparsedKind,
} from "./found-file";
import { type JudgedFile, judgeTerraformSource, judgeText, type UnreadableFile } from "./judge-file";

/** A file that was not judged, because it is of another kind. */
export interface SkippedFile {
  readonly file: string;
  /** Why, to be read after the file's name and a colon. */
  readonly skipped: string;
  /** Whether a role may be in it all the same. Then the run is not a success. */
  readonly mayHaveRole: boolean;
}

/** What became of a file. */
type Outcome = JudgedFile | UnreadableFile | SkippedFile;

/** What became of all files of a command line. */
export interface JudgedFiles {
  readonly files: readonly (JudgedFile | UnreadableFile)[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Reads and judges files in turn. Of a folder, it judges the files of known kinds in it and in all folders below. A file that
 * is named has to be of a known kind. Standard input (`-`) can be among the files once.
 *
 * @throws {UsageError} If `-` comes twice.
 */
export async function judgeFiles(
  named: readonly string[],
  stdin: NodeJS.ReadableStream,
  options: JudgeOptions = {},
): Promise<JudgedFiles> {
  if (named.filter((file) => file === STDIN).length > 1) {
    throw new UsageError(COMMAND_LINE.say("standard-input-twice"));
  }
  const outcomes: Outcome[] = [];
  for (const name of named) {
    if (name === STDIN || !(await isFolder(name))) {
      outcomes.push(await outcomeOf(name, () => judgeNamed(name, stdin, options)));
      continue;
    }
    const found = await outcomeOf(name, () => listFolder(name));
    if (!Array.isArray(found)) {
      outcomes.push(found);
      continue;
    }
    for (const file of found) {
      outcomes.push(await outcomeOf(file, () => judgeFound(file, options)));
    }
  }
  const isSkipped = (outcome: Outcome): outcome is SkippedFile => "skipped" in outcome;
  return {
    files: outcomes.filter((outcome): outcome is Exclude<Outcome, SkippedFile> => !isSkipped(outcome)),
    skipped: outcomes.filter(isSkipped),
  };
}

/** Runs some work. If a file is unreadable, that is what is known of it. */
async function outcomeOf<T>(file: string, work: () => Promise<T>): Promise<T | UnreadableFile> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnreadableError)) {
      throw error;
    }
    return { file, reason: error.problem };
  }
}

function skip(file: string, skipped: string, mayHaveRole = false): SkippedFile {
  return { file, skipped, mayHaveRole };
}

/** Messages about files of a known kind that has no trust policies. */
const OTHER_POLICIES: ReadonlySet<string> = new Set(["input-permissions-policy", "input-resource-policy"]);

async function judgeNamed(
  file: string,
  stdin: NodeJS.ReadableStream,
  options: JudgeOptions,
): Promise<Outcome> {
  try {
    const text = await readInput(file, stdin);
    return isTerraformFile(file)
      ? await judgeTerraformSource(file, text, await readBeside(file), options, sourceTree(file))
      : judgeText(file, text, options);
  } catch (error) {
    const code = error instanceof UnreadableError ? error.problem.code : "";
    if (error instanceof UnreadableError && OTHER_POLICIES.has(code)) {
      return skip(file, error.problem.text);
    }
    // Terraform takes an empty file.
    if (code === "input-empty" && isTerraformFile(file)) {
      return skip(file, SKIPPED.empty());
    }
    throw error;
  }
}

/** From this size on, in bytes, a file's beginning is looked at before all of it is read. */
const LARGE = 1024 * 1024;

/** Judges a file of a folder, if it is of a known kind. */
async function judgeFound(file: string, options: JudgeOptions): Promise<Outcome> {
  const stats = await lstat(file);
  if (!stats.isFile()) {
    return skip(file, stats.isSymbolicLink() ? SKIPPED.link() : SKIPPED.notRegular());
  }
  if (stats.size > LARGE) {
    const head = await readHead(file);
    if (isBinary(head) && !mayBeGarbledData(file, head)) {
      return skip(file, SKIPPED.binary());
    }
  }
  if (stats.size > LARGEST) {
    return skip(file, SKIPPED.tooLarge(LARGEST), true);
  }
  const bytes = await readRaw(file, process.stdin);
  let text: string;
  try {
    text = decode(bytes);
  } catch (error) {
    switch (error instanceof UnreadableError ? error.problem.code : "") {
      case "input-empty":
        return skip(file, SKIPPED.empty());
      case "input-binary":
        if (isTerraformFile(file) || isGarbledPolicy(file, bytes)) {
          throw error;
        }
        return skip(file, SKIPPED.binary());
      default:
        throw error;
    }
  }
  return isTerraformFile(file) ? judgeFoundSource(file, text, options) : judgeFoundText(file, text, options);
}

const TERRAFORM_SOURCE: PolicySource = {
  code: "terraform-source",
  name: "Terraform source",
  recognizes: () => true,
  find: () => ({ documents: [], notSeen: [] }),
};

async function judgeFoundSource(file: string, text: string, options: JudgeOptions): Promise<Outcome> {
  if (!mayHaveTerraformRoles(text)) {
    const lines = new Lines(text);
    const source = { language: "HCL" as const, text, nodes: () => ({ start: 0, end: text.length }) };
    return { file, format: TERRAFORM_SOURCE, lines, source, roles: [], notSeen: [], remarks: [] };
  }
  try {
    return await judgeTerraformSource(file, text, await readBeside(file), options, sourceTree(file));
  } catch (error) {
    if (error instanceof UnreadableError && unparsedKind(file, text) !== "broken" && text.includes("{{")) {
      return skip(file, SKIPPED.templated(), true);
    }
    throw error;
  }
}

function judgeFoundText(file: string, text: string, options: JudgeOptions): Outcome {
  const hasRoleWord = mayHaveRoles(text);
  // A template that was cut off may have lost the word.
  if (!hasRoleWord && !isNamedTemplate(file)) {
    return skip(file, SKIPPED.withoutRole());
  }
  if (isForeignHcl(file, text)) {
    return skip(file, SKIPPED.templated(), true);
  }
  if (!mayBeData(file, text)) {
    return skip(file, SKIPPED.otherKind());
  }
  try {
    return judgeText(file, text, options);
  } catch (error) {
    if (!(error instanceof UnreadableError)) {
      throw error;
    }
    if (!hasRoleWord && error.problem.code === "input-kind-unknown") {
      return skip(file, SKIPPED.withoutRole());
    }
    return skippedFor(file, text, error) ?? { file, reason: error.problem };
  }
}

/** Messages about files that were parsed, and are of a known kind. */
const OF_KNOWN_KIND: ReadonlySet<string> = new Set([
  "input-kind-ambiguous",
  "input-kind-json-only",
  "input-member-twice",
  "input-state-invalid",
  "input-stream-cut",
]);

/** A file that cannot be judged, if it is of no known kind; `undefined` if it is of one, and broken. */
function skippedFor(file: string, text: string, { problem }: UnreadableError): SkippedFile | undefined {
  if (OTHER_POLICIES.has(problem.code)) {
    return skip(file, problem.text);
  }
  if (problem.code === "input-kind-unknown") {
    return skip(file, SKIPPED.otherKind());
  }
  if (OF_KNOWN_KIND.has(problem.code)) {
    return undefined;
  }
  switch (unparsedKind(file, text)) {
    case "broken":
      return undefined;
    case "template with a role":
      return skip(file, SKIPPED.templated(), true);
    case "object with a role":
      return skip(file, SKIPPED.notParsed(), true);
    case "other":
      return skip(file, SKIPPED.notParsed());
  }
}
