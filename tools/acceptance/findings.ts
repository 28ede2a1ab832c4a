/** Differences between the real clouds and the lab. */
import { LAB_POLLING, LAB_TEXTS, PLACEHOLDERS } from "./lab-texts";
import type { ReportRedactor } from "./report-redactor";
import type { SeenPolling, WireLog } from "./wire-log";

/** A message of a cloud, without what identifies anybody. */
export interface SeenText {
  /** The attempt. */
  readonly title: string;
  readonly service: string;
  readonly text: string;
  /** The message of the lab. */
  readonly lab: string;
}

/** An error of the lab. */
export interface Finding {
  readonly title: string;
  readonly service: string;
  readonly real: string;
  readonly lab: string;
}

/** How the AWS CLI formats a refusal. Versions put different text before it. */
const CLI_FRAME = /An error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: ([\s\S]*)$/;

/** How operations were polled, without what identifies anybody. Regions differ between runs. */
export function seenPolling({ polling }: WireLog, redactor: ReportRedactor): readonly SeenPolling[] {
  const shown = (value: string): string =>
    redactor.redact(value).replace(/\/locations\/[^/]+/, `/locations/${PLACEHOLDERS.location}`);
  return polling.map(({ operation, status, headers }) => ({
    operation,
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shown(value)])),
  }));
}

/** The refusals, with the messages of the lab. */
export function seenTexts({ refusals }: WireLog, redactor: ReportRedactor): readonly SeenText[] {
  return refusals.map(({ id, title, message }) => {
    const { service, text: lab } = LAB_TEXTS[id];
    return { title: redactor.redact(title), service, text: redactor.redact(unframed(message)), lab };
  });
}

/**
 * Finds each difference in messages and in polling. The lab's own message is shown unchanged. A name that is a word in it, such as
 * the user "web", is replaced in the cloud's message, so the comparison replaces it in the lab's message too.
 */
export function findings(
  texts: readonly SeenText[],
  polling: readonly SeenPolling[],
  redactor: ReportRedactor,
): readonly Finding[] {
  const inTexts = texts
    .filter(({ text, lab }) => text !== redactor.redact(lab))
    .map(({ title, service, text, lab }) => ({ title, service, real: text, lab }));
  const inPolling = polling.flatMap(({ operation, status, headers }) => {
    const known = LAB_POLLING[operation];
    const real = describePolling(status, headers);
    const lab = known === undefined ? "unknown" : describePolling(known.status, known.headers);
    return real === redactor.redact(lab)
      ? []
      : [{ title: operation, service: "Azure Resource Manager", real, lab }];
  });
  return [...inTexts, ...inPolling];
}

/** Code and message of a refusal, without the format of the client. */
export function unframed(message: string): string {
  const [, code, text] = CLI_FRAME.exec(message) ?? [];
  const bare = code === undefined || text === undefined ? message : `${code}: ${text}`;
  return bare.replaceAll("\r\n", "\n").trim();
}

/** The seconds to wait differ between answers, so the comparison ignores their number. */
function describePolling(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) =>
    name === "retry-after" ? name : `${name}: ${value}`,
  );
  return [String(status), ...lines].join("\n");
}
