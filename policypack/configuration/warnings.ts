import { coded, quoted } from "../../messages";
import { isObject, itemsOf } from "../../trust";
import { ACCEPTED } from "../engine/accepted-finding";
import { type ConfigurationProblem, problemAt } from "../engine/configuration-problem";
import { rules } from "../rules";

/** The options by which rules decide which subjects bind a caller. */
const SUBJECT_OPTIONS = ["acceptBoundedPatterns", "subjectPatterns", "gitHubOwners", "microsoftServices"];

/**
 * Says what a valid configuration switches off, or does in one rule and not in another. All of it can be meant, so it is
 * a warning.
 *
 * @param configuration - The file as parsed JSON.
 * @param today - `YYYY-MM-DD` in UTC.
 */
export function* configurationWarnings(
  configuration: Readonly<Record<string, unknown>>,
  today: string,
): Iterable<ConfigurationProblem> {
  if (levelOf(configuration.all) === "disabled") {
    yield problemAt(
      "all",
      coded("config-all-disabled", "no rule runs unless it has a separate level, because all is disabled"),
    );
  }
  const accepted = configuration[ACCEPTED];
  if (isObject(accepted)) {
    if ((accepted.enforcementLevel ?? levelOf(configuration.all)) === "disabled") {
      yield problemAt(
        ACCEPTED,
        coded(
          "config-accepted-disabled",
          "no rule uses the accepted findings, because they are disabled. Set accepted.enforcementLevel to advisory",
        ),
      );
    }
    for (const [index, finding] of itemsOf(accepted.findings).entries()) {
      if (isObject(finding) && typeof finding.until === "string" && finding.until > inOneYear(today)) {
        yield problemAt(
          `${ACCEPTED}.findings[${index}].until`,
          coded(
            "config-acceptance-long",
            `ends more than a year from now. Expected an earlier day; got ${quoted(finding.until)}`,
          ),
        );
      }
    }
  }
  yield* differences(configuration);
}

function levelOf(setting: unknown): unknown {
  return isObject(setting) ? setting.enforcementLevel : setting;
}

function inOneYear(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
}

/** Rules are configured apart. Three of them ask which subjects bind a caller, and should get the same answer. */
function* differences(configuration: Readonly<Record<string, unknown>>): Iterable<ConfigurationProblem> {
  const asking = rules.filter(({ configuration: own }) =>
    SUBJECT_OPTIONS.every((name) => Object.hasOwn(own, name)),
  );
  const running = asking.filter(
    ({ name }) => (levelOf(configuration[name]) ?? levelOf(configuration.all)) !== "disabled",
  );
  const valueOf = (rule: string, option: string): string => {
    const setting = configuration[rule];
    return JSON.stringify((isObject(setting) ? setting[option] : undefined) ?? null);
  };
  for (const option of SUBJECT_OPTIONS) {
    const [first, ...others] = running.map(({ name }) => name);
    const different =
      first === undefined ? [] : others.filter((name) => valueOf(name, option) !== valueOf(first, option));
    if (first !== undefined && different.length > 0) {
      const set = running.find(({ name }) => valueOf(name, option) !== "null")?.name ?? first;
      yield problemAt(
        `${set}.${option}`,
        coded(
          "config-rules-differ",
          `not the same in ${[first, ...different].join(" and ")}, so these rules judge a subject differently`,
        ),
      );
    }
  }
}
