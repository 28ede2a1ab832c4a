/** Values that an operator of IAM's can compare anything with; with any other a condition demands nothing that can be met. */
import { ipNetwork } from "../text/ip-network";

/** What an operator takes. */
interface Operand {
  /** The operators, by their names without set operator and `IfExists`. */
  readonly operators: RegExp;
  readonly takes: (value: string) => boolean;
  /** Why another value is refused. */
  readonly reason: string;
}

/** Source: AWS, "IAM JSON policy elements: Condition operators". */
const operands: readonly Operand[] = [
  {
    operators: /^(?:Not)?IpAddress$/,
    takes: (value) => ipNetwork(value) !== undefined,
    reason: "must be an IP address or a network such as 203.0.113.7 or 203.0.113.0/24",
  },
  {
    operators: /^(?:Bool|Null)$/,
    takes: (value) => /^(?:true|false)$/i.test(value),
    reason: 'must be "true" or "false"',
  },
  {
    operators: /^Numeric/,
    takes: (value) => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value),
    reason: "must be a number such as 3600",
  },
  {
    operators: /^Date/,
    takes: (value) => /^\d+$/.test(value) || isDate(value),
    reason: "must be an ISO 8601 date such as 2030-01-31T00:00:00Z, or seconds since 1970",
  },
];

/**
 * Says why an operator cannot take a value. A value with a policy variable is known only with the request.
 *
 * @param operator - The operator's name as written.
 */
export function operandProblem(operator: string, value: string): string | undefined {
  if (value.includes("${")) {
    return undefined;
  }
  const name = operator.replace(/^For(?:AllValues|AnyValue):/, "").replace(/IfExists$/, "");
  const operand = operands.find(({ operators }) => operators.test(name));
  return operand === undefined || operand.takes(value) ? undefined : operand.reason;
}

/** A year, month, day or moment, as "Date and Time Formats" of the W3C has them; the offset may be left out. */
const DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

function isDate(value: string): boolean {
  const found = DATE.exec(value);
  if (found === null) {
    return false;
  }
  const [, year = "", month = "01", day = "01", hour = "00", minute = "00", second = "00"] = found;
  // A day that the month has not is taken for one of the next by Date.
  const moment = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${moment}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(moment);
}
