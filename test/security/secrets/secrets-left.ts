/** Where secrets would be left after a deployment: one search for every example. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PulumiRun, PulumiStack } from "../../../lab/pulumi";
import type { KnownSecrets } from "./known-secrets";

/** A file with its text. */
export type FileText = readonly [file: string, text: string];

/** Every file below a folder, with its text. */
export function filesIn(folder: string): FileText[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, "latin1")]);
}

/** Whether a file is an entry of the helper's cache, which is for sessions: only its own user can read it. */
export function isCachedSession(file: string): boolean {
  return /\/azure-to-aws\/session-[0-9a-f]{8}$/.test(file);
}

/**
 * Whether a file is an entry of the AWS CLI's own cache, in the home of who runs it: it keeps sessions there that it opens
 * itself by a token file, as in a pod.
 */
function isCliSession(file: string): boolean {
  return /\/\.aws\/cli\/cache\/[0-9a-f]{40}\.json$/.test(file);
}

/** Whether a file is what Kubernetes projects into a pod for its service account, which is for a token. */
function isProjectedToken(file: string): boolean {
  return /\/var\/run\/secrets\/.+\/token$/.test(file);
}

/** A line of the engine's or a plugin's log: newer CLIs write JSON, older ones Go's glog. */
const LOG_LINE = /^(?:[IWE]\d{4} |\{"time":"[^"]+","level":)/gm;

/** A deployment. */
export interface Deployment {
  readonly stack: PulumiStack;
  /** The `up` that ran with `loudWithEventLog`, and that event log. Without it only the state is searched. */
  readonly loud?: { readonly up: PulumiRun; readonly eventLog: string };
}

/**
 * Where a secret stands that has no business there, as `what in place`: in the state with its secrets in clear, in the
 * logs, in the event log, in the custom data of machines and the texts of Run Commands, in any file below `directory`.
 */
export async function secretsLeft(
  secrets: KnownSecrets,
  deployments: readonly Deployment[],
  directory: string,
): Promise<string[]> {
  const files = filesIn(directory);
  const places: FileText[] = files.filter(
    ([file]) => !isCachedSession(file) && !isCliSession(file) && !isProjectedToken(file),
  );
  assert.ok(places.length > 10, "there are files to search");
  assert.ok(
    deployments.some(({ loud }) => loud !== undefined),
    "there are logs to search",
  );
  for (const { stack, loud } of deployments) {
    const state = await stack.exportWithSecrets();
    assert.match(state, /"urn:pulumi:/);
    const texts = innerTexts(JSON.parse(state)).map((text): FileText => ["a text within the state", text]);
    places.push(["the state", state], ...texts);
    if (loud !== undefined) {
      const events = readFileSync(loud.eventLog, "utf8");
      assert.match(events, /resOutputsEvent|resourcePreEvent/);
      assert.ok((loud.up.output.match(LOG_LINE) ?? []).length > 100, "the engine and its plugins logged");
      places.push(["the log", loud.up.output], ["the event log", events]);
    }
  }
  return places.flatMap(([place, text]) => secrets.foundIn(text).map((what) => `${what} in ${place}`));
}

/** Texts of a state as a reader sees them: without the escapes of JSON, and custom data out of its Base64. */
export function innerTexts(value: unknown, key = ""): string[] {
  if (typeof value === "string") {
    return [key === "customData" ? Buffer.from(value, "base64").toString("latin1") : value];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => innerTexts(inner, name))
    : [];
}
