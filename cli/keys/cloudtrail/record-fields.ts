/**
 * Reads some fields of an event from its bytes, without parsing it: parsing all events of a log takes minutes. They are found as CloudTrail
 * writes them, without spaces. Quotes within a string are escaped, so no value can pretend to be a field.
 *
 * Source: AWS, CloudTrail user guide, "CloudTrail log file examples", for the order of the fields.
 */
import type { TrailEvent } from "./trail-event";

const TIME = Buffer.from('"eventTime":"');
const REGION = Buffer.from('"awsRegion":"');
const RECIPIENT = Buffer.from('"recipientAccountId":"');
const CATEGORY = Buffer.from('"eventCategory":"');
const DATA = Buffer.from('"eventCategory":"Data"');

/** A time as CloudTrail writes it: `2026-11-28T07:00:00Z`. */
export const WRITTEN_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** How long such a time is. */
const TIME_LENGTH = 20;

/** The longest name of a region that is read, with room for new ones. */
const LONGEST_REGION = 40;

/** An event's time; `undefined` if the event has another layout. */
export function timeIn(record: Buffer): string | undefined {
  const at = record.indexOf(TIME);
  const time = at < 0 ? "" : record.toString("latin1", at + TIME.length, at + TIME.length + TIME_LENGTH);
  return WRITTEN_TIME.test(time) ? time : undefined;
}

/**
 * The account whose trail has an event, its region, and its kind; `undefined` if the event has another layout.
 *
 * Parameters of a request can have such members too. The region is in front of them, the account and the kind are behind them.
 */
export function placeIn(
  record: Buffer,
): Pick<TrailEvent, "recipient" | "region" | "isDataEvent"> | undefined {
  const regionAt = record.indexOf(REGION, Math.max(0, record.indexOf(TIME)));
  const recipientAt = record.lastIndexOf(RECIPIENT);
  const categoryAt = record.lastIndexOf(CATEGORY);
  if (regionAt < 0 || recipientAt < 0 || categoryAt < 0) {
    return undefined;
  }
  const region = /^[a-z0-9-]+(?=")/.exec(textAt(record, regionAt + REGION.length, LONGEST_REGION))?.[0];
  const recipient = /^\d{12}(?=")/.exec(textAt(record, recipientAt + RECIPIENT.length, 13))?.[0];
  const isDataEvent = record.subarray(categoryAt, categoryAt + DATA.length).equals(DATA);
  return region === undefined || recipient === undefined ? undefined : { region, recipient, isDataEvent };
}

function textAt(record: Buffer, start: number, length: number): string {
  return record.toString("latin1", start, start + length);
}
