import { coded, type Message, quoted, withCode } from "../../messages";
import { fingerprint, type KnownFinding, Occurrences } from "./fingerprint";

/** Version of the file format. */
const FORMAT = 2;

/** A finding to write into a baseline. */
export interface BaselineFinding extends KnownFinding {
  /** The resource, for anyone who reads the file: its URN or its name. */
  readonly resource: string;
  /** The finding in plain words, for anyone who reads the file. */
  readonly message: string;
}

/** A finding in a baseline file. */
export interface BaselineEntry extends Pick<BaselineFinding, "rule" | "resource"> {
  readonly fingerprint: string;
}

/** The contents of a baseline file. */
export interface Baseline {
  /** Its findings, in the order of the file. */
  readonly entries: readonly BaselineEntry[];
  /** Fingerprints of the findings that were there when it was written. */
  readonly fingerprints: ReadonlySet<string>;
  /** Rules and resources that it has findings for, by {@link placeKey}. */
  readonly places: ReadonlySet<string>;
}

/** A rule and a resource in one string. */
export function placeKey({ rule, resource }: Pick<BaselineFinding, "rule" | "resource">): string {
  return JSON.stringify([rule, resource]);
}

/** A baseline file that cannot be used. */
export class BaselineError extends Error {
  override readonly name = "BaselineError";

  /** @param said - Why, to be read after the file's name and a colon. */
  constructor(readonly said: Message) {
    super(withCode(said));
    // The engine shows the stack of what a policy throws, which says nothing to the reader.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * Renders a baseline: the findings so far, each with its fingerprint and in words. They are sorted, so the file changes only
 * if the findings do.
 *
 * @returns JSON text with a line break at its end.
 */
export function renderBaseline(findings: readonly BaselineFinding[]): string {
  const occurrences = new Occurrences();
  const entries = findings.map((finding) => {
    const occurrence = occurrences.next(fingerprint(finding));
    const { rule, resource, message } = finding;
    return { fingerprint: fingerprint(finding, occurrence), rule, resource, message };
  });
  const key = (entry: (typeof entries)[number]): string =>
    [entry.rule, entry.resource, entry.fingerprint].join("\0");
  entries.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  return `${JSON.stringify({ format: FORMAT, findings: entries }, null, 2)}\n`;
}

/**
 * Reads a baseline.
 *
 * @param text - The result of {@link renderBaseline}.
 * @throws {BaselineError} If it is something else.
 */
export function readBaseline(text: string): Baseline {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    throw new BaselineError(
      coded(
        "baseline-not-json",
        `the baseline is not valid JSON (${reason}). Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json`,
      ),
    );
  }
  const { format, findings } = (content ?? {}) as { format?: unknown; findings?: unknown };
  if (format !== FORMAT) {
    throw new BaselineError(
      format === undefined
        ? coded(
            "baseline-other-file",
            "not a baseline. Write one: npx --no -- azure-to-aws baseline FILE > baseline.json",
          )
        : coded(
            "baseline-format-unknown",
            `unknown format of the baseline. Expected ${FORMAT}; got ${quoted(format)}. Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json`,
          ),
    );
  }
  if (!Array.isArray(findings)) {
    throw new BaselineError(
      coded(
        "baseline-without-findings",
        `the baseline has no list "findings". Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json`,
      ),
    );
  }
  const written = findings as (Partial<Record<"fingerprint" | "rule" | "resource", unknown>> | null)[];
  const entries = written.map((entry, index): BaselineEntry => {
    const value = entry?.fingerprint;
    if (typeof value !== "string" || !/^[0-9a-f]{32}$/.test(value)) {
      throw new BaselineError(
        coded(
          "baseline-fingerprint-invalid",
          `findings[${index}].fingerprint is not valid. Expected 32 hexadecimal digits. Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json`,
        ),
      );
    }
    return { fingerprint: value, rule: String(entry?.rule), resource: String(entry?.resource) };
  });
  return {
    entries,
    fingerprints: new Set(entries.map((entry) => entry.fingerprint)),
    places: new Set(entries.map(placeKey)),
  };
}
