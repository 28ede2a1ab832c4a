/** Differences between the real clouds and the lab. */
import { LAB_POLLING, LAB_TEXTS, PLACEHOLDERS } from "./lab-texts";
import type { Redactor } from "./redactor";
import type { SeenPolling, WireLog } from "./wire-log";

/** A text as the clouds gave it, without what identifies anybody. */
export interface SeenText {
  /** What was tried. */
  readonly title: string;
  readonly service: string;
  readonly text: string;
  /** What the lab says. */
  readonly lab: string;
}

/** Something in which the lab is wrong. */
export interface Finding {
  readonly title: string;
  readonly service: string;
  readonly real: string;
  readonly lab: string;
}

/** How the AWS CLI frames a refusal. Versions differ in what they put before it. */
const CLI_FRAME = /An error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: ([\s\S]*)$/;

/** How operations were followed, without what identifies anybody. Regions differ from run to run. */
export function seenPolling({ polling }: WireLog, redactor: Redactor): readonly SeenPolling[] {
  const shown = (value: string): string =>
    redactor.redact(value).replace(/\/locations\/[^/]+/, `/locations/${PLACEHOLDERS.location}`);
  return polling.map(({ operation, status, headers }) => ({
    operation,
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shown(value)])),
  }));
}

/** What was refused, next to what the lab says. */
export function seenTexts({ refusals }: WireLog, redactor: Redactor): readonly SeenText[] {
  return refusals.map(({ id, title, message }) => {
    const { service, text: lab } = LAB_TEXTS[id];
    return { title: redactor.redact(title), service, text: redactor.redact(unframed(message)), lab };
  });
}

/**
 * Each difference, of the texts and of the ways to follow operations. The lab's own text is shown as it is. A name that is a word of
 * it, such as a user called "web", is replaced in what was seen, so it is compared with the lab's text without that word.
 */
export function findings(
  texts: readonly SeenText[],
  polling: readonly SeenPolling[],
  redactor: Redactor,
): readonly Finding[] {
  const inTexts = texts
    .filter(({ text, lab }) => text !== redactor.redact(lab))
    .map(({ title, service, text, lab }) => ({ title, service, real: text, lab }));
  const inPolling = polling.flatMap(({ operation, status, headers }) => {
    const known = LAB_POLLING[operation];
    const real = describePolling(status, headers);
    const lab = known === undefined ? "not known" : describePolling(known.status, known.headers);
    return real === redactor.redact(lab)
      ? []
      : [{ title: operation, service: "Azure Resource Manager", real, lab }];
  });
  return [...inTexts, ...inPolling];
}

/** Code and text of a refusal, without what the client puts around it. */
function unframed(message: string): string {
  const [, code, text] = CLI_FRAME.exec(message) ?? [];
  const bare = code === undefined || text === undefined ? message : `${code}: ${text}`;
  return bare.replaceAll("\r\n", "\n").trim();
}

/** Seconds to wait differ from answer to answer: only that there are some is compared. */
function describePolling(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) =>
    name === "retry-after" ? name : `${name}: ${value}`,
  );
  return [String(status), ...lines].join("\n");
}
