/**
 * Every sentence of the findings in many policies, in one list: a change of the analyzer shows there which sentences it changes,
 * and how often each occurs. Run as a program, this file writes the list.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import {
  type JudgeOptions,
  judgePartialPolicy,
  judgeTrustPolicy,
  remedyText,
  type TrustFinding,
  type TrustGrant,
  unknownMark,
} from "../../../../trust";
import { placesOf, textsOf } from "../../laws/laws-of-unknown-parts";
import { randomPolicy } from "../../laws/random-policies";
import { corpus } from "../corpus/corpus";

type Json = Readonly<Record<string, unknown>>;

/** Where the list is kept. */
export const SENTENCES = path.join(__dirname, "sentences.txt");

const RANDOM = 300;

/** Every second policy of the corpus: many are alike. */
const CORPUS_STEP = 2;

/** Every second policy is also judged with options, and every third one with unknown texts. */
const OPTIONS_STEP = 2;
const UNKNOWN_STEP = 3;

/** Judges a policy in one of several ways, by its number. */
const OPTIONS: readonly JudgeOptions[] = [
  { accountId: "999988887777" },
  { acceptBoundedPatterns: false, microsoftServices: [] },
  { gitHubOwners: ["contoso", "acme@42"] },
  { subjectPatterns: [{ provider: "<host>", beginning: "<name>:", andBelow: true }] },
];

/** Some 900 policies: vectors, half of the corpus, and random ones. */
function policies(): readonly Json[] {
  const vectors = readFileSync(path.join(PROJECT_ROOT, "vectors/trust-policies.jsonl"), "utf8");
  return [
    ...vectors
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { policy: Json }).policy),
    ...corpus
      .filter((_, index) => index % CORPUS_STEP === 0)
      .map(({ statement }) => ({ Version: "2012-10-17", Statement: statement })),
    ...Array.from({ length: RANDOM }, (_, index) => randomPolicy(index + 1).policy),
  ];
}

/** A policy in which the second half of one text is unknown: of a condition's value, and of any other text. */
export function withUnknownText(policy: Json, index: number): readonly Json[] {
  const half = (text: string): string => text.slice(0, text.length / 2) + unknownMark("Ref Text");
  const values = placesOf(policy);
  const value = values[index % Math.max(1, values.length)];
  const texts = textsOf(policy);
  const text = texts[index % texts.length];
  return [value?.with(half(value.value)), text?.with(half(text.text)) as Json | undefined].filter(
    (one) => one !== undefined,
  );
}

/** The list: how often each sentence occurs, and the sentence as it occurs first. */
export function sentences(): string {
  const said = new Map<string, { count: number; readonly first: string }>();
  const say = (topic: string, text: string): void => {
    const key = `${topic} ${withoutNames(text)}`;
    const known = said.get(key) ?? { count: 0, first: `${topic}: ${text.replaceAll("\n", "⏎")}` };
    known.count++;
    said.set(key, known);
  };
  for (const [index, policy] of policies().entries()) {
    const plain = judgeTrustPolicy(policy);
    say("verdict", `${plain.accepted ? "accepted" : "rejected"} ${plain.reach ?? "none"}`);
    sayAll(plain, say);
    if (index % OPTIONS_STEP === 0) {
      const [grant] = plain.grants;
      const claims = { audience: "known-audience", subject: "<known subject>" };
      const ways = [...OPTIONS, { knownClaims: [{ provider: grant?.provider ?? "", ...claims }] }];
      sayAll(judgeTrustPolicy(policy, ways[(index / OPTIONS_STEP) % ways.length]), say);
    }
    if (index % UNKNOWN_STEP === 0) {
      for (const partial of withUnknownText(policy, index).map((one) => judgePartialPolicy(one))) {
        const { verdict, reach, possibleReach } = partial;
        say("partly unknown, verdict", `${verdict} ${reach ?? "none"}, at worst ${possibleReach ?? "that"}`);
        sayAll(partial, say);
      }
    }
  }
  return [...said.values()]
    .map(({ count, first }) => `${count} × ${first}\n`)
    .sort((one, other) => (topicOf(one) < topicOf(other) ? -1 : 1))
    .join("");
}

interface Judged {
  readonly findings: readonly TrustFinding[];
  readonly grants: readonly TrustGrant[];
}

function sayAll({ findings, grants }: Judged, say: (topic: string, text: string) => void): void {
  for (const { audience, subject, standIn, admitted, reach } of grants) {
    const admits =
      admitted === undefined ? "" : `, admits aud ${admitted.audience.kind} sub ${admitted.subject.kind}`;
    say(
      "grant",
      `aud ${audience.kind} sub ${subject.kind} stand-in ${standIn?.key ?? "none"}${admits}: ${reach}`,
    );
  }
  for (const finding of findings) {
    const { code, rule, severity, reach, possibleReach, path: place, fix } = finding;
    say(`${code} is`, `${severity} of ${rule}, ${reach ?? "no reach"}, at worst ${possibleReach ?? "that"}`);
    say(`${code} at`, place.filter((step) => typeof step === "string").join(" / "));
    for (const member of ["found", "right", "consequence", "detail"] as const) {
      say(`${code} ${member}`, finding[member]);
    }
    if (fix !== undefined) {
      say(`${code} remedy`, remedyText(fix));
    }
  }
}

/** A text in which names, numbers, and values are alike. */
function withoutNames(text: string): string {
  return text
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replaceAll(/"…"(?:(?:,| and| or) ?"…")+/g, '"…" "…"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "GUID")
    .replaceAll(/[\w*?-]+(?:\.[\w*?-]+)+(?:[/:][\w*?/-]*)*/g, "NAME")
    .replaceAll(/\d+/g, "0");
}

const topicOf = (line: string): string => line.slice(line.indexOf("×"));

if (require.main === module) {
  writeFileSync(SENTENCES, sentences());
}
