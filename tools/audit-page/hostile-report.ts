/** A report of which every text that a stranger can choose attacks the page. */
import type { AuditReport } from "../../cli/audit/audit-report";
import { seededReport } from "./seeded-report";

/** Each is harmless as text only. What gets to run sets `window.attacked`. */
export const ATTACKS: readonly string[] = [
  "<script>window.attacked = 1</script>",
  "</script><script>window.attacked = 2</script>",
  "<!--<script>",
  "]]><svg onload=window.attacked=3>",
  '"><img src=x onerror="window.attacked=4">',
  "' onfocus='window.attacked=5' autofocus='",
  "javascript:window.attacked=6",
  "</style><style>body{display:none}</style>",
  "\u2028window.attacked=7\u2029",
  "admin\u202Ereversed\u202C\u2066\u200B",
  "${window.attacked=8}`\\\\",
  "https://example.com/\"onmouseover='window.attacked=9'",
  "__proto__",
  "\u{E0041}\uD800 lone",
];

/** The report. Each attack is in turn at each place. */
export function hostileReport(): AuditReport {
  const report = seededReport({ roles: ATTACKS.length });
  let turn = 0;
  const attack = (text: string): string => {
    turn += 1;
    return `${ATTACKS[turn % ATTACKS.length] ?? ""} ${text}`;
  };
  const kept = new Set([
    "reach",
    "power",
    "verdict",
    "severity",
    "access",
    "since",
    "collectedAt",
    "lastUsed",
  ]);
  const attacked = (value: unknown, member: string): unknown => {
    if (typeof value === "string") {
      return kept.has(member) ? value : attack(value);
    }
    if (Array.isArray(value)) {
      return value.map((each) => attacked(each, member));
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, attacked(each, name)]))
      : value;
  };
  const hostile = attacked(report, "") as AuditReport;
  // Every attack is the name of a role and the address of a source, too, in full and with nothing behind it.
  const roles = hostile.roles.map((role, place) => {
    const name = ATTACKS[place] ?? "";
    const escalations = [{ id: name, actions: [name], gives: name, source: name }];
    return { ...role, name, permissions: { ...role.permissions, escalations } };
  });
  return { ...hostile, roles };
}
