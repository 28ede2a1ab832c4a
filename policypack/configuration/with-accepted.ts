import { isObject } from "../../trust";
import {
  type AcceptanceTerms,
  ACCEPTED,
  type AcceptedFinding,
  readAccepted,
} from "../engine/accepted-finding";

/** A finding to accept. */
export type FindingToAccept = Pick<AcceptedFinding, "fingerprint" | "rule" | "resource">;

/**
 * Adds accepted findings to a configuration. An accepted finding stays as it is. One whose acceptance has ended is accepted again.
 *
 * @param configuration - The configuration, without problems in its accepted findings.
 * @param today - `YYYY-MM-DD` in UTC.
 */
export function withAccepted(
  configuration: Readonly<Record<string, unknown>>,
  findings: readonly FindingToAccept[],
  terms: AcceptanceTerms,
  today: string,
): Readonly<Record<string, unknown>> {
  const setting = configuration[ACCEPTED];
  const before = readAccepted(setting).findings;
  const added = findings
    .map(({ fingerprint, rule, resource }): AcceptedFinding => ({ fingerprint, rule, resource, ...terms }))
    .filter(
      ({ fingerprint }) => !before.some((one) => one.fingerprint === fingerprint && one.until >= today),
    );
  const prints = new Set(added.map(({ fingerprint }) => fingerprint));
  const all = [...before.filter(({ fingerprint }) => !prints.has(fingerprint)), ...added];
  const key = ({ rule, resource, fingerprint }: AcceptedFinding): string =>
    [rule, resource, fingerprint].join("\0");
  all.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  return { ...configuration, [ACCEPTED]: { ...(isObject(setting) ? setting : {}), findings: all } };
}
