import type { JudgeOptions } from "../issuers/judge-options";
import type { Fact } from "../kernel/fact";
import { isGuid } from "../kernel/guid";
import type { JudgedProvider } from "../kernel/judge-provider";
import type { ClaimFact, EveryoneFact, PlacedFact } from "../kernel/judge-statement";
import type { PolicyStatement } from "../policy/policy-document";
import { claimFinding } from "./claim-finding";
import { claimRemedy, placeholder } from "./claim-remedy";
import { entraAudienceFinding } from "./entra-audience-findings";
import { type ClaimSetting, everyoneFinding, finding, NOBODY, type Place } from "./finding";
import { foreignFinding, nameFinding, unmetFinding } from "./key-findings";
import { knownValues } from "./known-values";
import { listText } from "./remedy-text";
import { OTHERS, valueFinding } from "./value-findings";
import type { TrustFinding } from "./verdict";

/** Words the facts on one statement. */
export class StatementFindings {
  readonly #settings = new Map<JudgedProvider, ClaimSetting>();

  /** @param denied - Whether the policy has a Deny for web identities, which repairs nothing. */
  constructor(
    private readonly statement: PolicyStatement,
    private readonly options: JudgeOptions,
    private readonly denied: boolean,
  ) {}

  /** The finding for a fact. */
  of(placed: PlacedFact): TrustFinding {
    const { index, path, sid, condition } = this.statement;
    const { fact, provider } = placed;
    const place: Place = { statement: index, path, sid, provider, denied: this.denied };
    if ("judged" in placed) {
      return this.#onClaim(placed, place);
    }
    if ("named" in placed) {
      return nameFinding(fact, placed.named, this.options.accountId, place);
    }
    return "foreign" in placed
      ? foreignFinding(fact, placed.foreign, place, condition)
      : everyoneFinding(place, placed.everyone, this.#admitted(placed, place));
  }

  /** Who gets in by a principal that names no provider, if the conditions are on a provider's keys. */
  #admitted({ admits }: EveryoneFact, place: Place): Pick<TrustFinding, "reach" | "consequence"> | undefined {
    switch (admits) {
      case undefined:
        return undefined;
      case "nobody":
        return { reach: "nobody", consequence: NOBODY };
      case "named":
        return {
          reach: undefined,
          consequence: "Only the identities that the conditions name can assume this role.",
        };
      default:
        return this.#onClaim(admits, place);
    }
  }

  #onClaim({ fact, judged }: Omit<ClaimFact, "provider">, place: Place): TrustFinding {
    const { demands } = judged;
    const setting = this.#settingOf(judged, place);
    switch (fact.code) {
      case "claim-not-pinned":
      case "subject-binds-no-workload":
        return claimFinding(fact, demands, setting);
      case "subject-never-issued":
        return neverIssuedFinding(fact, setting);
      case "claim-stands-in":
        return standInNote(judged, place);
      case "condition-key-unfilled":
      case "role-not-authorized-by-issuer":
        return unmetFinding(fact, setting);
      case "audience-held-by-others":
      case "audience-never-issued":
      case "audience-not-a-client-id":
      case "application-not-pinned":
        return entraAudienceFinding(fact, demands, setting, this.options);
      default:
        return valueFinding(fact, demands, setting);
    }
  }

  #settingOf(judged: JudgedProvider, place: Place): ClaimSetting {
    const made = this.#settings.get(judged);
    if (made !== undefined) {
      return made;
    }
    const { provider, conditions, variables, boundaries } = judged.setting;
    const known = knownValues(provider, this.options);
    const { condition } = this.statement;
    const whole = { provider, conditions, variables, boundaries, place, condition, known };
    this.#settings.set(judged, whole);
    return whole;
  }
}

/** The finding for subjects that no token has: a note if others of the list let a caller in. */
function neverIssuedFinding({ severity, values: never = [] }: Fact, setting: ClaimSetting): TrustFinding {
  const { provider, place } = setting;
  const { issuer, platform, subjectKey } = provider;
  const lower = never.map((value) => value.toLowerCase());
  const areInCapitals = platform !== undefined && lower.every(isGuid);
  const content = {
    rule: "oidc-trust-requires-subject",
    code: "subject-never-issued",
    key: subjectKey,
    found: `${listText(never, JSON.stringify, ",")} on ${subjectKey}, which matches no subject of ${platform?.name ?? issuer?.facts.name ?? "this issuer"}`,
    right: areInCapitals
      ? `${listText(lower, JSON.stringify, ",")}, in lower case as in the tokens`
      : `a subject such as ${[placeholder("subject", setting)].flat().join(" or ")}`,
    ...claimRemedy("subject", subjectKey, setting, areInCapitals ? lower : false),
  } as const;
  return severity === "note"
    ? finding(place, {
        ...content,
        severity,
        fix: undefined,
        consequence: OTHERS,
      })
    : finding(place, { ...content, reach: "nobody" });
}

/** The note on a claim that identifies the caller in the subject's place, or beside a pinned subject. */
function standInNote({ setting: { provider }, demands }: JudgedProvider, place: Place): TrustFinding {
  const { standIn: { note = "", service } = {}, key = "", demand } = demands.standIn ?? {};
  const values = demand?.values ?? [];
  return finding(place, {
    rule: "oidc-trust-requires-subject",
    code: "claim-stands-in",
    severity: "note",
    key,
    found: `${values.map((value) => JSON.stringify(value)).join(" or ")} on ${key}, ${note}`,
    ...(demands.isSubjectPinned
      ? {
          right: `your own audience on ${provider.name}:oaud as well`,
          consequence: "The subject can assume this role with a token for any audience.",
        }
      : {
          right: service === undefined ? "the subject as well, if you know it" : "no change",
          consequence: `In place of the subject, ${key} identifies who can assume this role.`,
        }),
  });
}
