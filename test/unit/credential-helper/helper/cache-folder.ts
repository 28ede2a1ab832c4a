/** Looking into the helper's cache. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { staticHelper } from "./run-helper";

/** The one session's file in a cache folder. */
export function sessionFile(folder: string): string {
  const [name, ...more] = readdirSync(folder).filter((found) => /^session-[0-9a-f]+$/.test(found));
  if (name === undefined || more.length > 0) {
    throw new Error(`${folder} holds ${readdirSync(folder).join(", ")}, not one session`);
  }
  return join(folder, name);
}

/** The document of the one session in a cache folder, if that is whole. */
export function sessionDocument(folder: string): string {
  if (staticHelper !== undefined) {
    const { Document } = JSON.parse(readFileSync(sessionFile(folder), "utf8")) as { Document: unknown };
    return `${JSON.stringify(Document)}\n`;
  }
  const lines = readFileSync(sessionFile(folder), "utf8").split("\n");
  if (lines.length !== 5 || lines[0] !== "azure-to-aws-session 1" || lines[4] !== "") {
    throw new Error(`the session is not whole: ${lines.join("|")}`);
  }
  return `${lines[3] ?? ""}\n`;
}

/** A note as the helper keeps it for --diagnose. */
export interface Note {
  readonly kind: string;
  readonly text: string;
}

/** All notes in a folder and those below it, in the order of their times. */
export function notesIn(folder: string): Note[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)notes-[0-9a-f]+$/.test(path))
    .map((path) => join(folder, path));
  if (staticHelper !== undefined) {
    return files.flatMap(staticNotes).map(({ Kind, Text }) => ({ kind: Kind, text: Text }));
  }
  const lines = files.flatMap((path) => {
    const [header, , ...notes] = readFileSync(path, "utf8").split("\n");
    if (header !== "azure-to-aws-notes 1" || notes.pop() !== "" || (statSync(path).mode & 0o777) !== 0o600) {
      throw new Error(`${path} does not hold notes`);
    }
    return notes;
  });
  return lines.sort().map((line) => {
    const [, kind = "", text = ""] = /^\d+\.\d{3} (\S+) [0-9a-f]{8} \d+\.\d{3} (.*)$/.exec(line) ?? [];
    return { kind, text };
  });
}

function staticNotes(path: string): { readonly Kind: string; readonly Text: string }[] {
  if ((statSync(path).mode & 0o777) !== 0o600) {
    throw new Error(`${path} does not hold notes`);
  }
  return JSON.parse(readFileSync(path, "utf8")) as { Kind: string; Text: string }[];
}
