/** Lets the keys commands read events from Athena and CloudTrail Lake results. */
import { isObject, itemsOf } from "../../../trust";
import { readCell } from "./row-text";
import { isDataEvent, startedKeyOf, type TrailEvent } from "./trail-event";

/** A row of results: its cells by their columns, in lower case. */
export type Row = ReadonlyMap<string, string>;

/** The columns that each event has. */
export const NEEDED_COLUMNS = ["eventtime", "eventsource", "eventname"] as const;

/**
 * Reads an event from a row of Athena or CloudTrail Lake. `userIdentity` may be a whole column, or its fields may be columns:
 * `accesskeyid`, `username`, `accountid`, `type`, `invokedby`, and `rolearn` for `useridentity.sessioncontext.sessionissuer.arn`.
 *
 * Source: Amazon Athena user guide, "Query AWS CloudTrail logs"; AWS CloudTrail API, "GetQueryResults".
 *
 * @returns `undefined` if the row is not an event.
 */
export function readRowEvent(row: Row): TrailEvent | undefined {
  const cell = (...names: readonly string[]): string =>
    names.map((name) => row.get(name) ?? "").find((value) => value !== "") ?? "";
  const time = cell("eventtime");
  const source = cell("eventsource");
  const name = cell("eventname");
  if (time === "" || source === "" || name === "") {
    return undefined;
  }
  const identity = lowerCased(readCell(cell("useridentity")));
  const session = lowerCased(identity.sessioncontext);
  const issuer = lowerCased(session.sessionissuer);
  const parameters = readCell(cell("requestparameters"));
  const account =
    cell("accountid", "useridentity_accountid") || text(identity.accountid) || cell("recipientaccountid");
  const recipient = cell("recipientaccountid") || account;
  return {
    id: cell("eventid"),
    time: isoTime(time),
    source,
    name,
    region: cell("awsregion"),
    address: cell("sourceipaddress"),
    userAgent: cell("useragent"),
    keyId: cell("accesskeyid", "useridentity_accesskeyid") || text(identity.accesskeyid),
    identityType: cell("type", "useridentity_type") || text(identity.type),
    account,
    recipient,
    isStranger: recipient !== account,
    userName: cell("username", "useridentity_username") || text(identity.username),
    roleArn: cell("rolearn") || (text(issuer.type) === "Role" ? text(issuer.arn) : ""),
    invokedBy: cell("invokedby", "useridentity_invokedby") || text(identity.invokedby),
    errorCode: cell("errorcode"),
    vpcEndpointId: cell("vpcendpointid"),
    isDataEvent: isDataEvent(cell("eventcategory"), cell("managementevent") === "false"),
    resources: itemsOf(readCell(cell("resources")))
      .map((resource) => text(lowerCased(resource).arn))
      .filter((arn) => arn !== ""),
    parameters: isObject(parameters) ? parameters : {},
    startedKeyId: startedKeyOf(readCell(cell("responseelements"))),
  };
}

/**
 * Turns `2026-11-03 10:00:00.000`, as Athena and CloudTrail Lake write times, into CloudTrail's form. A time of another zone than UTC is
 * converted if it has an offset. With the name of a zone it stays as it is, and counts as invalid.
 */
function isoTime(time: string): string {
  const [, day, clock, zone = ""] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|UTC|[+-]\d\d:\d\d)?$/.exec(time) ?? [];
  if (day === undefined || clock === undefined) {
    return time;
  }
  const written = `${day}T${clock}${zone === "UTC" || zone === "" ? "Z" : zone}`;
  const at = Date.parse(written);
  return Number.isNaN(at) ? time : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Athena writes names in lower case, CloudTrail Lake in CloudTrail's own case. */
function lowerCased(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))
    : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
