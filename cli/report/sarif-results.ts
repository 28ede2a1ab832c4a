import path from "node:path";
import { pathToFileURL } from "node:url";
import { JUDGING } from "../../messages/cli";
import type { FoundPolicy, Lines, TextRange } from "../../policy-sources";
import { type AcceptedFinding, fingerprint, Occurrences } from "../../policypack/configuration";
import type { Reach, TrustFinding } from "../../trust";
import { STDIN } from "../input/read-input";
import type { JudgedFile, JudgedRole, PlacedFinding } from "../judged-files/judge-file";
import { type Edit, fixEdits } from "./fix-edits";
import { lineHashes } from "./line-hashes";
import { SARIF_RULES, UNKNOWN_RULE } from "./sarif-rules";

/** A `result` of SARIF. */
export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: "error" | "warning" | "note";
  readonly rank?: number;
  readonly properties?: unknown;
  readonly suppressions?: readonly unknown[];
  readonly message: { readonly text: string };
  readonly locations: readonly unknown[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly unknown[];
}

/** The priority of a result by its reach, from 0 to 100. */
const RANKS: Readonly<Record<Reach, number>> = {
  anyone: 100,
  tenant: 80,
  assigned: 65,
  replay: 50,
  nobody: 20,
};

/** The results of one file. */
export class SarifResults {
  readonly #uri: string;
  /** The edits that a result has already. */
  readonly #edits = new Set<string>();
  readonly #occurrences = new Occurrences();
  #hashes: ReturnType<typeof lineHashes> | "not computed" = "not computed";

  constructor(private readonly judged: JudgedFile) {
    this.#uri = uriOf(judged.file);
  }

  all(): Result[] {
    return this.judged.roles.flatMap((role) => [
      ...role.findings.map((placed) => this.#ofFinding(role, placed)),
      ...(role.judgment.verdict === "unknown" ? [this.#ofUnknown(role)] : []),
    ]);
  }

  #ofFinding(role: JudgedRole, placed: PlacedFinding): Result {
    const { finding, fingerprints, accepted, range } = placed;
    const reach = finding.severity === "violation" ? finding.reach : undefined;
    const edits = this.#editsOf(finding, role);
    return {
      ...this.#result(
        role.document,
        finding.rule,
        finding.severity === "violation" && accepted === undefined ? levelOf(finding.reach) : "note",
        finding.message,
        range,
      ),
      ...(reach === undefined ? {} : { rank: RANKS[reach] }),
      ...propertiesOf(role.document, finding.code, reach, finding.possibleReach),
      ...(accepted === undefined ? {} : { suppressions: [suppressionOf(accepted)] }),
      partialFingerprints: this.#fingerprints(range, fingerprints()[0]),
      ...(edits === undefined ? {} : { fixes: [this.#fix(finding, edits)] }),
    };
  }

  /** The edits that fix a finding, once: if both claims are missing, one edit adds both. Done twice, it adds a member twice. */
  #editsOf(finding: TrustFinding, role: JudgedRole): readonly Edit[] | undefined {
    const edits = fixEdits(finding, role, this.judged);
    const key = JSON.stringify(edits);
    if (edits === undefined || this.#edits.has(key)) {
      return undefined;
    }
    this.#edits.add(key);
    return edits;
  }

  #ofUnknown({ document, identity, judgment, range }: JudgedRole): Result {
    const text = `${JUDGING.say("trust-policy-not-judged", judgment.unknown).text}.`;
    return {
      ...this.#result(document, UNKNOWN_RULE, "warning", text, range),
      ...propertiesOf(document, undefined, undefined),
      partialFingerprints: this.#fingerprints(range, this.#fingerprintOfUnknown(identity)),
    };
  }

  #result(
    document: FoundPolicy,
    ruleId: string,
    level: Result["level"],
    text: string,
    place: TextRange,
  ): Omit<Result, "partialFingerprints"> {
    return {
      ruleId,
      ruleIndex: SARIF_RULES.findIndex(({ id }) => id === ruleId),
      level,
      message: { text: escaped(`${document.role}: ${text}`) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: this.#uri },
            region: regionOf(place, this.judged.lines),
          },
          logicalLocations: [
            { name: document.role, fullyQualifiedName: document.urn ?? document.role, kind: "resource" },
          ],
        },
      ],
    };
  }

  /** The one for all viewers has nothing of the place in it. GitHub only uses the other one, which it also computes. */
  #fingerprints(place: TextRange, print: string): Record<string, string> {
    if (this.#hashes === "not computed") {
      this.#hashes = lineHashes(this.judged.source.text);
    }
    const hash = this.#hashes?.get(this.judged.lines.positionOf(place.start).line);
    return {
      "azureToAwsFinding/v2": print,
      ...(hash === undefined ? {} : { primaryLocationLineHash: hash }),
    };
  }

  #fingerprintOfUnknown(identity: readonly unknown[]): string {
    const finding = { rule: UNKNOWN_RULE, identity };
    return fingerprint(finding, this.#occurrences.next(fingerprint(finding)));
  }

  #fix({ remedy = "" }: TrustFinding, edits: readonly Edit[]): unknown {
    return {
      description: { text: escaped(remedy) },
      artifactChanges: [
        {
          artifactLocation: { uri: this.#uri },
          replacements: edits.map(({ start, end, text }) => ({
            deletedRegion: regionOf({ start, end }, this.judged.lines),
            ...(text === "" ? {} : { insertedContent: { text } }),
          })),
        },
      ],
    };
  }
}

/** Why a result does not count. Source: SARIF 2.1.0, 3.35, "suppression object". */
function suppressionOf({ rule, reason, until, owner }: AcceptedFinding): unknown {
  return {
    kind: rule === "comment" ? "inSource" : "external",
    status: "accepted",
    justification: `${reason} (until ${until}, ${owner})`,
  };
}

/** An opening is an error. A replay and a lock-out are warnings. */
function levelOf(reach: Reach | undefined): "error" | "warning" {
  return reach === "replay" || reach === "nobody" ? "warning" : "error";
}

/** What a result says in addition: the finding's code and reach, and what the file shows of the role. */
function propertiesOf(
  { account, arn, lastUsed }: FoundPolicy,
  code: string | undefined,
  reach: Reach | undefined,
  possibleReach?: Reach,
): { readonly properties?: unknown } {
  const all = { code, reach, possibleReach, account, arn, lastUsed };
  return Object.values(all).every((value) => value === undefined) ? {} : { properties: all };
}

/** Braces mean placeholders in SARIF's messages, unless doubled. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, "$&$&");
}

function regionOf(range: TextRange, lines: Lines): unknown {
  const { start, end } = lines.placeOf(range);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative URI for a relative path, which a code scanner resolves against the repository; else a file URI. */
export function uriOf(file: string): string {
  if (file === STDIN) {
    return "stdin";
  }
  return path.isAbsolute(file)
    ? pathToFileURL(file).href
    : path.normalize(file).split(path.sep).map(encodeURIComponent).join("/");
}
