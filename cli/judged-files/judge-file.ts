/** Judges all roles of one file, whatever its format, and hides the file's secrets. */
import path from "node:path";
import type { Message } from "../../messages";
import { fillInText } from "../../messages/cli";
import { REMARKS } from "../../messages/judged-files";
import { knownValueText } from "../../messages/policy-pack";
import {
  createdProviders,
  demandShallow,
  type FolderFile,
  type FoundPolicy,
  type FoundProvider,
  type FoundSubject,
  jsonNodes,
  knownClaims,
  Lines,
  openClaims,
  parseSource,
  type PolicySource,
  type PossibleProvider,
  possibleProviders,
  rangeOf,
  readTerraformSource,
  recognize,
  type Source,
  type SourceTree,
  type StateResource,
  subjectsInState,
  type TextRange,
} from "../../policy-sources";
import {
  compareReach,
  type CreatedProvider,
  describeMarks,
  findingIdentity,
  findingMessage,
  type FixLanguage,
  type JudgeOptions,
  judgePartialPolicy,
  type KnownClaims,
  type PartialVerdict,
  placeholdersIn,
  type Reach,
  remedyText,
  repeatedMember,
  type TrustFinding,
  worstReach,
} from "../../trust";
import { roleIdentity, shownName, withFingerprints } from "./identified-finding";
import type { JudgedRole, PlacedFinding, UnidentifiedRole } from "./judged-role";
import { Mask } from "./mask";
import { withheld } from "./withheld-policy";

export type { JudgedRole, PlacedFinding } from "./judged-role";

/** A file that was judged. */
export interface JudgedFile {
  readonly file: string;
  readonly format: PolicySource;
  readonly lines: Lines;
  /** The file's text with the positions of its values. */
  readonly source: Pick<Source, "language" | "text" | "nodes">;
  readonly roles: readonly JudgedRole[];
  readonly notSeen: readonly string[];
  /** What was ignored in order to read it. A sentence each. */
  readonly remarks: readonly string[];
  /** All resources of a Pulumi stack, if the file is its state. */
  readonly state?: readonly StateResource[];
}

/** A file that could not be judged. */
export interface UnreadableFile {
  readonly file: string;
  /** Why, to be read after the file's name and a colon. */
  readonly reason: Message;
}

/**
 * Judges every trust policy in a text.
 *
 * @param file - The file's name, for reports.
 * @throws {UnreadableError} If it holds nothing that could be judged.
 */
export function judgeText(file: string, text: string, options: JudgeOptions = {}): JudgedFile {
  return demandShallow(() => {
    const source = parseSource(text, { lenient: true });
    return judgeSource(file, source, recognize(source), options);
  });
}

function judgeSource(file: string, source: Source, format: PolicySource, options: JudgeOptions): JudgedFile {
  return demandShallow(() => {
    const {
      documents,
      notSeen,
      providers = [],
      remarks = [],
      secrets = [],
      state,
    } = format.find(source.value);
    const providersFor = providersByAccount(providers);
    const subjects = subjectsInState(state ?? []);
    const open = openOnly(source.value, secrets);
    const mask = new Mask(secrets);
    const roles = documents.map((document) =>
      judgeRole(document, source, { file, options, providers, providersFor, subjects, open, mask }),
    );
    const assumed = roles.flatMap(({ document: { role }, assumptions }) =>
      assumptions === undefined ? [] : [REMARKS.assumed(role, assumptions)],
    );
    return {
      file,
      format,
      lines: source.lines(),
      source,
      roles: withFingerprints(roles),
      notSeen: notSeen.map((sentence) => mask.text(describeMarks(sentence))),
      remarks: [...source.remarks, ...remarks, ...assumed],
      ...(state === undefined ? {} : { state }),
    };
  });
}

/** The providers that are created together with a role. Those of the file are put together once for each account. */
function providersByAccount(
  found: readonly FoundProvider[],
): (document: FoundPolicy) => readonly CreatedProvider[] {
  const byAccount = new Map<string, readonly CreatedProvider[]>();
  return (role) => {
    if (role.providers !== undefined) {
      return createdProviders([...role.providers, ...found], role);
    }
    const key = JSON.stringify([role.account, role.awsProvider]);
    const known = byAccount.get(key) ?? createdProviders(found, role);
    byAccount.set(key, known);
    return known;
  };
}

/** What a role is judged with. */
interface Judging {
  readonly file: string;
  readonly options: JudgeOptions;
  readonly providers: readonly FoundProvider[];
  readonly providersFor: (document: FoundPolicy) => readonly CreatedProvider[];
  readonly subjects: readonly FoundSubject[];
  readonly open: OpenOnly;
  readonly mask: Mask;
}

/** Judges a role by what is certain and, if that is not enough, by what is likely. */
function judgeRole(found: FoundPolicy, source: Source, judging: Judging): UnidentifiedRole {
  const certain = judgePolicy(found, source, judging);
  if (found.assuming === undefined || certain.verdict !== "unknown") {
    return certain;
  }
  const { assumptions, ...assumed } = found.assuming;
  const likely = judgePolicy({ ...found, ...assumed }, source, judging);
  if (likely.verdict === "unknown") {
    // It is of use only if it depends on fewer values.
    const before = certain.judgment.unknown;
    return likely.judgment.unknown.every((value) => before.includes(value))
      ? { ...likely, assumptions }
      : certain;
  }
  // A policy that nobody can use by default waits for the values that a caller sets. No caller fills in a placeholder.
  const waits =
    likely.verdict === "rejected" &&
    (likely.reach ?? "nobody") === "nobody" &&
    !likely.findings.some(({ finding }) => finding.code === "claim-value-is-placeholder");
  return waits ? certain : { ...likely, assumptions };
}

function judgePolicy(found: FoundPolicy, source: Source, judging: Judging): UnidentifiedRole {
  const { options, providersFor, subjects, open, mask } = judging;
  const created = providersFor(found);
  const document = { ...found, arn: mask.text(found.arn), account: mask.text(found.account) };
  // A policy with a member twice is judged as text: only the text shows both.
  const policyAsRead = source.repeated === undefined ? document.document : source.text;
  const { account } = found;
  const settings = {
    ...options,
    ...(account === undefined ? {} : { accountId: account }),
    ...(created.length === 0 ? {} : { createdProviders: created }),
    knownClaims: open(knownClaims(created, subjects)),
  };
  const possible = possibleProviders([...(found.providers ?? []), ...judging.providers], found, policyAsRead);
  const judged = doubted(judgeWithProviders(policyAsRead, settings, possible), document.doubt);
  const judgment = mask.verdict(judged);
  const range = rangeOf(source.nodes(), document.path, "value");
  const policy = policyText(document, source, mask);
  const language = document.language ?? (source.language === "YAML" && !document.embedded ? "yaml" : "json");
  const inTurn = worstFirst(judged.findings);
  const findings = inTurn.map((unmasked, index): UnidentifiedRole["findings"][number] => {
    const written = mask.finding(unmasked);
    const translated = inLanguage(written, language);
    const subject = subjects.find((one) =>
      Object.values(written.fix?.conditions ?? {}).includes(one.subject),
    );
    const hints = [
      ...(written.fix === undefined ? [] : fillInText(placeholdersIn(written.fix))),
      ...(subject === undefined ? [] : [knownValueText("principal-id", subject.subject, subject.resource)]),
      ...writesAgain(unmasked, inTurn.slice(0, index)).map(
        (operator) => `Write ${operator} once: a fix above adds to it, too.`,
      ),
    ];
    const finding = withHints(translated, hints, language);
    const own = policy.rangeOf(finding);
    return {
      finding,
      own,
      range: document.embedded ? range : own,
      identity: () => findingIdentity(unmasked, policyAsRead, (part) => mask.hides(part)),
      language,
      hints,
    };
  });
  const { verdict, reach } = judgment;
  const { text, lines } = policy;
  const worst = worstOf(findings);
  const identity = roleIdentity(judging.file, found, mask);
  const roleName = shownName(found, mask);
  const role = {
    document,
    identity,
    roleName,
    judgment,
    verdict,
    reach,
    worst,
    range,
    text,
    lines,
    findings,
  };
  return document.isSecret === true ? withheld(role) : role;
}

/**
 * Judges a policy whose provider may list a single audience, and so pin it, or not. A violation counts only if it is there in
 * both cases.
 */
function judgeWithProviders(
  policy: unknown,
  settings: JudgeOptions,
  possible: readonly PossibleProvider[],
): PartialVerdict {
  const judgment = judgePartialPolicy(policy, settings);
  if (judgment.verdict !== "rejected" || possible.length === 0) {
    return judgment;
  }
  const createdProviders = [...(settings.createdProviders ?? []), ...possible];
  const best = judgePartialPolicy(policy, { ...settings, createdProviders });
  const unknown = [...best.unknown, ...possible.flatMap((provider) => provider.unknown)];
  return best.verdict === "rejected"
    ? judgment
    : { ...best, verdict: "unknown", unknown: [...new Set(unknown)] };
}

/** Leaves out what is secret in a file. */
type OpenOnly = (claims: readonly KnownClaims[]) => readonly KnownClaims[];

/** Roles with the same claims share the look for them: it reads the whole file. */
function openOnly(file: unknown, secrets: readonly string[]): OpenOnly {
  const results = new Map<string, readonly KnownClaims[]>();
  return (claims) => {
    const key = JSON.stringify(claims);
    const known = results.get(key) ?? openClaims(claims, file, secrets);
    results.set(key, known);
    return known;
  };
}

/** The operator that a fix adds to the statement's conditions, if another fix of the statement adds it, too. */
function writesAgain({ statement, fix }: TrustFinding, before: readonly TrustFinding[]): string[] {
  if (fix === undefined || fix.addTo === "operator" || fix.rename !== undefined) {
    return [];
  }
  const writes = ({ statement: another, fix: other }: TrustFinding): boolean =>
    another === statement &&
    other?.operator === fix.operator &&
    other.addTo !== "operator" &&
    other.rename === undefined &&
    JSON.stringify(other) !== JSON.stringify(fix);
  return before.some(writes) ? [fix.operator] : [];
}

/** A finding with hints behind its remedy. */
function withHints(finding: TrustFinding, hints: readonly string[], language: FixLanguage): TrustFinding {
  if (hints.length === 0) {
    return finding;
  }
  const remedy = [finding.remedy ?? "", ...hints].join(language === "json" ? " " : "\n");
  const hinted = { ...finding, remedy };
  return { ...hinted, message: findingMessage(hinted) };
}

/** A finding with its remedy in another language than JSON. */
function inLanguage(finding: TrustFinding, language: FixLanguage): TrustFinding {
  const { fix } = finding;
  if (fix === undefined || language === "json") {
    return finding;
  }
  const translated = { ...finding, remedy: remedyText(fix, language) };
  return { ...translated, message: findingMessage(translated) };
}

/** A judgment of a policy that may differ from the deployed one: it is not accepted. */
function doubted(judgment: PartialVerdict, doubt: string | undefined): PartialVerdict {
  return doubt === undefined || judgment.verdict === "rejected"
    ? judgment
    : { ...judgment, verdict: "unknown", unknown: [...judgment.unknown, doubt], reach: undefined };
}

/** Violations before notes, and the worst reach first. Otherwise the order stays. */
function worstFirst(findings: readonly TrustFinding[]): TrustFinding[] {
  const isNote = ({ severity }: TrustFinding): number => (severity === "note" ? 1 : 0);
  return [...findings].sort((a, b) => isNote(a) - isNote(b) || compareReach(a.reach, b.reach));
}

/** The worst reach of the violations among findings that nobody accepts. */
export function worstOf(findings: readonly Pick<PlacedFinding, "finding" | "accepted">[]): Reach | undefined {
  return worstReach(
    findings.map(({ finding, accepted }) =>
      finding.severity === "violation" && accepted === undefined ? finding.reach : undefined,
    ),
  );
}

interface PolicyText {
  readonly text: string;
  readonly lines: Lines;
  readonly rangeOf: (finding: TrustFinding) => TextRange;
}

/** The text of a policy that findings point into, and where in it they point. */
function policyText(
  { document, path, around = [], embedded }: FoundPolicy,
  source: Source,
  mask: Mask,
): PolicyText {
  if (!embedded) {
    return {
      text: source.text,
      lines: source.lines(),
      rangeOf: (finding) => rangeOf(source.nodes(), [...path, ...finding.path.slice(around.length)], "entry"),
    };
  }
  const parsed = typeof document === "string" ? parse(document) : document;
  const readable =
    parsed !== undefined && (typeof document !== "string" || repeatedMember(document, parsed) === undefined);
  const value = mask.json(describeMarks(parsed));
  const text = readable ? JSON.stringify(value, null, 2) : mask.text(describeMarks(String(document)));
  const nodes = parsed === undefined ? { start: 0, end: text.length } : jsonNodes(text);
  return { text, lines: new Lines(text), rangeOf: (finding) => rangeOf(nodes, finding.path, "entry") };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Judges every trust policy in a file of Terraform source.
 *
 * @param others - The files next to it.
 * @param tree - The rest of its repository.
 * @throws {UnreadableError} If it is not valid.
 */
export async function judgeTerraformSource(
  file: string,
  text: string,
  others: readonly FolderFile[],
  options: JudgeOptions = {},
  tree?: SourceTree,
): Promise<JudgedFile> {
  const own = { name: path.basename(file), text };
  const { source, format } = await readTerraformSource(own, others, tree);
  return judgeSource(file, source, format, options);
}
