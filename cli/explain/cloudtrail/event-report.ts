/** The report of explain --cloudtrail, as text and as JSON. */
import { wrapAt } from "../../report/wrap";
import { WIDTH } from "../error-report";
import { wrapCommand } from "../wrap-command";
import type { ExplainedEvent, FailedHalf } from "./events";

const HALVES: Readonly<Record<FailedHalf, string>> = {
  token: "the token was not accepted",
  "trust-policy": "the trust policy did not match",
  request: "the request is wrong",
  unknown: "the event does not show which half failed",
};

/** Events as text of at most `columns` columns. Words longer than a line stay whole. */
export function renderEvents(events: readonly ExplainedEvent[], columns = WIDTH): string {
  return events.map((event) => render(event, Math.min(columns, WIDTH))).join("\n");
}

function render(event: ExplainedEvent, columns: number): string {
  const wrap = wrapAt(columns);
  const { time, role, errorCode, half, token, cause, next, evidence, count } = event;
  const times = count === 1 ? time : `${time}, and ${count - 1} more`;
  const lines = [
    wrap(`${errorCode}: ${HALVES[half]}`, "  "),
    wrap(`  Time: ${times}`, "    "),
    wrap(`  Role: ${role}`, "    "),
    ...(token === undefined
      ? []
      : [
          wrap(`  Provider: ${token.provider}`, "    "),
          wrap(`  Audience: ${token.audience}`, "    "),
          wrap(`  Subject: ${token.subject}`, "    "),
        ]),
    wrap(`  Cause: ${cause}`, "    "),
    "  Next command:",
    wrapCommand(next, columns, "    "),
    wrap(`  Known from: ${evidence.grade} (${evidence.source})`, "    "),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for programs. */
export function eventsAsJson(events: readonly ExplainedEvent[]): string {
  return `${JSON.stringify({ format: 1, recognized: events.length > 0, events }, null, 2)}\n`;
}
