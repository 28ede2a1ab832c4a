/** Implements keys find --lookup-days: the calls of keys from the CloudTrail event history. */
import type * as CloudTrailSdk from "@aws-sdk/client-cloudtrail";
import { coded } from "../../../messages";
import { awsClient, LONG } from "../../clouds/aws/aws-client";
import { demandLogin } from "../../clouds/aws/aws-refusal";
import { IamError } from "../../clouds/aws/iam-error";
import { loadSdks } from "../../clouds/sdks";
import { CommandError } from "../../command";
import { readTrailEvent, type TrailEvent } from "./trail-event";

/** More pages of one key than this are not read. A page has 50 events. */
const MOST_PAGES = 200;

/** Which events are asked for. */
export interface Lookup {
  readonly keys: readonly string[];
  readonly days: number;
  readonly now: Date;
  readonly profile: string | undefined;
  /** The regions whose history is read; that of the login if there is none. */
  readonly regions: readonly string[];
}

/** What was looked up. */
export interface LookupSummary {
  readonly events: number;
  readonly requests: number;
  /** Keys with more events than are read. */
  readonly cut: readonly string[];
}

/**
 * Asks the event history for the calls of keys: management events of up to 90 days, one region at a time.
 *
 * @throws {CommandError} If the SDK is not installed, there is no login, or AWS refuses the request.
 */
export async function lookupEvents(
  { keys, days, now, profile, regions }: Lookup,
  take: (event: TrailEvent) => void,
): Promise<LookupSummary> {
  const { cloudtrail: sdk } = await loadSdks("cloudtrail");
  const cut = new Set<string>();
  let events = 0;
  let requests = 0;
  for (const region of regions.length === 0 ? [undefined] : regions) {
    const client = awsClient(sdk.CloudTrailClient, {
      profile,
      region,
      isRegional: true,
      patience: LONG,
    });
    try {
      await demandLogin(client);
      for (const key of keys) {
        let NextToken: string | undefined;
        for (let page = 0; page === 0 || NextToken !== undefined; page++) {
          if (page === MOST_PAGES) {
            cut.add(key);
            break;
          }
          const found = await send(
            client,
            new sdk.LookupEventsCommand({
              LookupAttributes: [{ AttributeKey: "AccessKeyId", AttributeValue: key }],
              StartTime: new Date(now.getTime() - days * 24 * 3_600_000),
              EndTime: now,
              MaxResults: 50,
              NextToken,
            }),
          );
          requests++;
          for (const { CloudTrailEvent } of found.Events ?? []) {
            const event = parsed(CloudTrailEvent);
            if (event !== undefined) {
              events++;
              take(event);
            }
          }
          ({ NextToken } = found);
        }
      }
    } finally {
      client.destroy();
    }
  }
  return { events, requests, cut: [...cut] };
}

async function send(
  client: CloudTrailSdk.CloudTrailClient,
  command: CloudTrailSdk.LookupEventsCommand,
): Promise<CloudTrailSdk.LookupEventsCommandOutput> {
  try {
    return await client.send(command);
  } catch (error) {
    const reason = IamError.from(error, "cloudtrail:LookupEvents", '"*"').message;
    throw new CommandError(coded("events-not-looked-up", `CloudTrail did not return its events. ${reason}`));
  }
}

function parsed(text: string | undefined): TrailEvent | undefined {
  try {
    return readTrailEvent(JSON.parse(text ?? ""));
  } catch {
    return undefined;
  }
}
