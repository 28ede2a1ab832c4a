/** The event history of CloudTrail, with the login that the AWS SDKs find. */
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { awsClient, LONG } from "../../cli/clouds/aws/aws-client";

/** More pages are not read: a page has 50 events, and an account can have millions. */
const MOST_PAGES = 40;

/** By which attribute events are looked up. */
export type EventAttribute = "AccessKeyId" | "EventName";

/** A record of CloudTrail, as far as a run reads it. */
export interface HistoryRecord {
  readonly eventName?: string;
  readonly errorCode?: string;
  readonly requestParameters?: { readonly roleArn?: string; readonly roleSessionName?: string } | null;
}

/** Reads the events of some regions. */
export class EventHistory {
  readonly #regions: readonly string[];

  /** @param regions - an older AWS CLI without a region sends requests for sessions to the global endpoint, in us-east-1 */
  constructor(regions: readonly string[]) {
    this.#regions = [...new Set(regions)];
  }

  /**
   * The records with a value of an attribute.
   *
   * @param since - the time of the first one
   * @throws Error of the first region if no region can be read
   */
  async lookUp(
    AttributeKey: EventAttribute,
    AttributeValue: string,
    since: Date,
    signal: AbortSignal,
  ): Promise<readonly HistoryRecord[]> {
    const regions = await Promise.allSettled(
      this.#regions.map(async (region) =>
        readRegion(region, { AttributeKey, AttributeValue }, since, signal),
      ),
    );
    const read = regions.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const [first] = regions;
    if (read.length === 0 && first?.status === "rejected") {
      throw first.reason;
    }
    return read.flat();
  }
}

async function readRegion(
  region: string,
  attribute: { readonly AttributeKey: EventAttribute; readonly AttributeValue: string },
  StartTime: Date,
  abortSignal: AbortSignal,
): Promise<readonly HistoryRecord[]> {
  const client = awsClient(CloudTrailClient, { region, isRegional: true, patience: LONG });
  try {
    const records: HistoryRecord[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page === 0 || (NextToken !== undefined && page < MOST_PAGES); page++) {
      const command = new LookupEventsCommand({ LookupAttributes: [attribute], StartTime, NextToken });
      const found = await client.send(command, { abortSignal });
      records.push(
        ...(found.Events ?? []).map(
          ({ CloudTrailEvent = "{}" }) => JSON.parse(CloudTrailEvent) as HistoryRecord,
        ),
      );
      ({ NextToken } = found);
    }
    return records;
  } finally {
    client.destroy();
  }
}
