/** What a tag of evidence says, and which behaviors lack one. Knows no language. */

/** How a behavior is known, strongest first. `docs/reference/lab-evidence.md` explains each. */
export const GRADES = ["recorded", "source", "log", "documentation", "report", "inferred"] as const;

/** See {@link GRADES}. */
export type Grade = (typeof GRADES)[number];

/** The evidence for one behavior. */
export interface Evidence {
  readonly path: string;
  readonly line: number;
  readonly grade: Grade;
  readonly behavior: string;
  /** Where it comes from; for an inferred behavior, why it was chosen. */
  readonly source: string;
}

/** A place in the code that has a behavior of a real service. */
export interface Site {
  readonly path: string;
  readonly line: number;
  readonly kind: "refusal" | "route" | "type" | "operation" | "member";
  /** The code. Refusals of the same code in one place are one behavior. For a member of an answer: its name. */
  readonly text: string;
  /** The places whose notes count for it, the nearest first: statements, then the function or member itself. */
  readonly within: readonly string[];
}

/** A tag as it is in the code, without its marker. */
export interface Note {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  /** The statement, declaration, or property it is written at. Undefined where it is at none. */
  readonly holder: string | undefined;
}

/** What is in a file that has behaviors. */
export interface Reading {
  readonly sites: readonly Site[];
  readonly notes: readonly Note[];
}

/** A source file. Paths are relative to the project, with slashes. */
export interface TaggedSource {
  readonly path: string;
  readonly text: string;
}

/** All evidence, and what is wrong: one line each, with the place. */
export interface Judgement {
  readonly evidence: readonly Evidence[];
  readonly problems: readonly string[];
}

/** `owner/repository` and behind it a file or folder, such as `a/b src/c.yaml`. */
const PLACE = /(?:^|[\s(])[A-Za-z0-9][\w.-]*\/[\w.-]+ [\w@./-]*(?:\.\w+|\/[\w@.-]+)/;
/** Where a recording is pinned: a commit behind the file, such as `src/c.yaml at 1a2b3c4`. */
const PINNED = /\.\w+ at [0-9a-f]{7,40}\b/;
/** `owner/repository #1`. */
const THREAD = /(?:^|[\s(])[A-Za-z0-9][\w.-]*\/[\w.-]+ #\d+/;
/** Behaviors that say of nothing what they are about. */
const NO_SUBJECT = /^(?:It|They|Both|This|These|That|Those|Its|Their|The text is this)\b/;

/** What the source of a grade must name so that a reader can follow it. Grades that are not here name a page or a reason. */
const FOLLOWED: Partial<
  Record<Grade, { readonly names: (source: string) => boolean; readonly expected: string }>
> = {
  recorded: {
    names: (source) => PLACE.test(source) && PINNED.test(source),
    expected: "owner/repository, a file, and behind it `at` and the commit",
  },
  source: { names: (source) => PLACE.test(source), expected: "owner/repository and a file or folder" },
  log: {
    names: (source) => PLACE.test(source) || THREAD.test(source),
    expected: "owner/repository and #number or a file",
  },
};

/**
 * Judges readings. A note covers one behavior: two refusals below one note are a problem. A refusal that comes later
 * therefore needs a note, even in a function that has some. A member of an answer must be named, in backquotes, by a note
 * of its file.
 */
export function judgeEvidence(readings: readonly Reading[]): Judgement {
  const notes = readings.flatMap((reading) => reading.notes);
  const sites = readings.flatMap((reading) => reading.sites);
  const parsed = notes.map(parseNote);
  const evidence = parsed.filter((entry) => typeof entry !== "string");
  const problems = parsed.filter((entry) => typeof entry === "string");
  for (const { holder, path, line } of notes) {
    if (holder === undefined) {
      problems.push(`${path}:${line}: the evidence is at no statement, declaration, or property`);
    }
  }
  const texts = grouped(notes, ({ path }) => path);
  for (const site of sites.filter(({ kind }) => kind === "member")) {
    const isNamed = texts.get(site.path)?.some(({ text }) => text.includes(`\`${site.text}\``)) === true;
    if (!isNamed) {
      problems.push(`${site.path}:${site.line}: no evidence of this file names the member \`${site.text}\``);
    }
  }
  const noted = grouped(notes, ({ holder }) => holder);
  const nearest = ({ within }: Site): string | undefined => within.find((holder) => noted.has(holder));
  const counted = sites.filter(({ kind }) => kind !== "member");
  for (const [holder, below] of grouped(counted, nearest)) {
    const given = holder === undefined ? 0 : (noted.get(holder)?.length ?? 0);
    if (new Set(below.map(({ text }) => text)).size > given) {
      problems.push(...below.map((site) => describeSite(site, given)));
    }
  }
  return { evidence, problems };
}

function describeSite({ path, line, kind, text }: Site, given: number): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  const reason = given === 0 ? "no evidence" : `more behaviors than evidence (${given}) in this place`;
  return `${path}:${line}: ${kind} without evidence: ${reason}: ${shown}`;
}

function parseNote({ path, line, text }: Note): Evidence | string {
  const [, word = "", behavior, label, source] =
    /^(\S*)\s+(.*?\.)\s+(Source|Reason):\s+(.*?)\.?$/.exec(text) ?? [];
  const grade = GRADES.find((known) => known === word);
  const expected = grade === "inferred" ? "Reason" : "Source";
  if (grade === undefined || behavior === undefined || source === undefined || label !== expected) {
    return `${path}:${line}: expected "GRADE Behavior. Source: …" (inferred: "Reason: …"); got "${text}"`;
  }
  const problem = followProblem(grade, behavior, source);
  return problem === undefined ? { path, line, grade, behavior, source } : `${path}:${line}: ${problem}`;
}

function followProblem(grade: Grade, behavior: string, source: string): string | undefined {
  if (NO_SUBJECT.test(behavior)) {
    return `the behavior has no subject: "${behavior}"`;
  }
  const rule = FOLLOWED[grade];
  return rule === undefined || rule.names(source)
    ? undefined
    : `a source of grade ${grade} names ${rule.expected}; got "${source}"`;
}

function grouped<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | undefined,
): ReadonlyMap<string | undefined, readonly Entry[]> {
  const groups = new Map<string | undefined, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return groups;
}
