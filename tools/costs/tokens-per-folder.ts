import { countTokens } from "./count-tokens";
import { kindOfFile } from "./kind-of-file";
import { parse, roomOf, type SourceText } from "./source-file";

/** What the files of one room cost. */
export interface FolderTokens {
  /** Tokens of the code that people write and read. */
  readonly code: number;
  /** Words of the comments in it. */
  readonly comments: number;
  /** Tokens of modules that only declare constants. */
  readonly data: number;
  /** Tokens of generated files. */
  readonly generated: number;
}

/** The files that TypeScript's scanner reads. The helper's Python is not counted. */
export const READABLE = /\.[cm]?[jt]s$/;

/** Counts the tokens of the rooms of the repository. */
export function tokensPerFolder(sources: readonly SourceText[]): Readonly<Record<string, FolderTokens>> {
  const folders: Record<string, FolderTokens> = {};
  for (const source of sources) {
    const file = parse(source);
    const kind = kindOfFile(file);
    const { tokens, commentWords } = countTokens(file);
    const folder = roomOf(source.path);
    const before = folders[folder] ?? { code: 0, comments: 0, data: 0, generated: 0 };
    folders[folder] = {
      ...before,
      [kind]: before[kind] + tokens,
      comments: before.comments + (kind === "code" ? commentWords : 0),
    };
  }
  return folders;
}

/** How much more code than costs.json says a room may have, as a share. */
const ALLOWANCE = 0.02;

/** A line for each room that has grown beyond its limit. A room that costs.json does not have is beyond it. */
export function beyondLimits(
  now: Readonly<Record<string, Pick<FolderTokens, "code">>>,
  kept: Readonly<Record<string, Pick<FolderTokens, "code">>>,
): string[] {
  return Object.entries(now).flatMap(([room, { code }]) => {
    const reached = kept[room]?.code ?? 0;
    const limit = Math.floor(reached * (1 + ALLOWANCE));
    return code <= limit
      ? []
      : [`${room}: ${code} tokens of code. Expected at most ${limit}: ${reached} in costs.json, and 2 %`];
  });
}
