/** Looking into the helper's cache. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The one session's file in a cache folder. */
export function sessionFile(folder: string): string {
  const [name, ...more] = readdirSync(folder).filter((found) => /^session-[0-9a-f]{8}$/.test(found));
  if (name === undefined || more.length > 0) {
    throw new Error(`${folder} holds ${readdirSync(folder).join(", ")}, not one session`);
  }
  return join(folder, name);
}

/** The document of the one session in a cache folder, if that is whole. */
export function sessionDocument(folder: string): string {
  const lines = readFileSync(sessionFile(folder), "utf8").split("\n");
  if (lines.length !== 5 || lines[0] !== "azure-to-aws-session 1" || lines[4] !== "") {
    throw new Error(`the session is not whole: ${lines.join("|")}`);
  }
  return `${lines[3] ?? ""}\n`;
}
