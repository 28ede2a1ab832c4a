/** Writes a trail as CloudTrail delivers it to S3: the same for the same seed, of any size. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { seededRandom } from "../../seeded-random";
import { TRAIL_ACCOUNT, TRAIL_KEYS, type TrailCall, type TrailKey, type TrailSessions } from "./trail-people";
import {
  consoleEvent,
  type EventPlace,
  keyEvent,
  serviceEvent,
  sessionEvent,
  sessionId,
  startCall,
  startedSessionEvent,
  webIdentityEvent,
} from "./trail-records";

const compress = promisify(gzip);

/** The size and time of a trail. */
export interface TrailOptions {
  readonly seed: number;
  readonly events: number;
  /** The first day, in ISO 8601. */
  readonly from: string;
  readonly days: number;
  /** Default: {@link TRAIL_KEYS}. */
  readonly keys?: readonly TrailKey[];
  /** Default: eu-west-1 and us-east-1. */
  readonly regions?: readonly string[];
}

/** What a key did in a trail. */
export interface KeyFacts {
  calls: number;
  /** Calls by address. */
  readonly addresses: Record<string, number>;
  /** Calls by source and name, such as `s3.amazonaws.com GetObject`. */
  readonly actions: Record<string, number>;
  first: string;
  last: string;
  /** Calls of its sessions by source and name. They are not in `calls`. */
  readonly sessions: Record<string, number>;
}

/** What a trail holds. */
export interface TrailFacts {
  readonly events: number;
  readonly files: number;
  readonly bytes: number;
  readonly first: string;
  readonly last: string;
  readonly keys: Readonly<Record<string, KeyFacts>>;
}

/** How many of 100 events are whose. The rest are of AWS services. */
const SHARES = { keys: 12, sessions: 50, webIdentity: 12, console: 2 } as const;

/** How many events a file has at most: CloudTrail's files have a few minutes each. */
const EVENTS_PER_FILE = 20_000;

const DAY = 24 * 3_600_000;

const SESSION_CALL: TrailCall = {
  source: "s3.amazonaws.com",
  name: "GetObject",
  parameters: { bucketName: "orders-incoming", key: "incoming/#.csv" },
  resources: [{ ARN: "arn:aws:s3:::orders-incoming/incoming/#.csv", type: "AWS::S3::Object" }],
  isData: true,
};

/**
 * Writes a trail into a folder: `AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD/*.json.gz`.
 *
 * Source: AWS, CloudTrail user guide, "CloudTrail log file name format".
 */
export async function generateTrail(folder: string, options: TrailOptions): Promise<TrailFacts> {
  const { seed, events, from, days, keys = TRAIL_KEYS, regions = ["eu-west-1", "us-east-1"] } = options;
  const random = seededRandom(seed);
  const begin = Date.parse(from);
  const facts = new Map<string, KeyFacts>();
  const chosen = keys.flatMap((key) => Array<TrailKey>(key.weight).fill(key));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const span = (days * DAY) / events;
  const running = new Map<string, RunningSession>();
  let serial = 0;
  let files = 0;
  let bytes = 0;

  const next = (region: string): string => {
    const share = serial / events;
    const time = `${new Date(begin + Math.floor(serial * span)).toISOString().slice(0, 19)}Z`;
    const place: EventPlace = { time, region, serial: serial++ };
    const kind = random() * 100;
    if (kind < SHARES.keys) {
      const key = pick(chosen);
      const [active, until] = key.active ?? [0, 1];
      if (share < active || share >= until) {
        return serviceEvent(place);
      }
      const address = pick(key.addresses);
      if (key.sessions !== undefined) {
        return eventOfSessions(key, key.sessions, pick(key.sessions.calls), address, place, facts, running);
      }
      const call = pick(key.calls);
      count(facts, key.keyId, call, address, time);
      return keyEvent(key, call, address, pick(key.userAgents), place);
    }
    if (kind < SHARES.keys + SHARES.sessions) {
      return sessionEvent(SESSION_CALL, "20.50.1.17", "aws-cli/2.17.9", place);
    }
    if (kind < SHARES.keys + SHARES.sessions + SHARES.webIdentity) {
      return webIdentityEvent("20.50.1.17", "Boto3/1.34.0", place);
    }
    return kind < SHARES.keys + SHARES.sessions + SHARES.webIdentity + SHARES.console
      ? consoleEvent("ada", place)
      : serviceEvent(place);
  };

  const perDay = Math.ceil(events / days);
  for (let day = 0; day < days && serial < events; day++) {
    const date = new Date(begin + day * DAY).toISOString().slice(0, 10);
    const end = Math.min(events, (day + 1) * perDay);
    for (let part = 0; serial < end; part++) {
      const region = regions[part % regions.length] ?? "eu-west-1";
      const until = Math.min(end, serial + Math.min(EVENTS_PER_FILE, Math.ceil(perDay / regions.length)));
      const records: string[] = [];
      while (serial < until) {
        records.push(next(region));
      }
      const text = `{"Records":[${records.join(",")}]}`;
      bytes += text.length;
      const within = path.join(folder, "AWSLogs", TRAIL_ACCOUNT, "CloudTrail", region, ...date.split("-"));
      await mkdir(within, { recursive: true });
      const stamp = `${date.replaceAll("-", "")}T${String(Math.floor(part / 60) % 24).padStart(2, "0")}${String(part % 60).padStart(2, "0")}Z`;
      const id = String(files++).padStart(16, "0");
      const file = path.join(within, `${TRAIL_ACCOUNT}_CloudTrail_${region}_${stamp}_${id}.json.gz`);
      await writeFile(file, await compress(text, { level: 1 }));
    }
  }
  return {
    events: serial,
    files,
    bytes,
    first: `${new Date(begin).toISOString().slice(0, 19)}Z`,
    last: `${new Date(begin + Math.floor((serial - 1) * span)).toISOString().slice(0, 19)}Z`,
    keys: Object.fromEntries(facts),
  };
}

/** A session that a key has now. */
interface RunningSession {
  sessionId: string;
  roleArn: string;
  /** How many events the key and its session have since the start. */
  made: number;
}

/** The next event of a key that works through sessions: a start, the start of a session of the session, or a call. */
function eventOfSessions(
  key: TrailKey,
  { start, roleArn = "", thenRoleArn, each }: TrailSessions,
  call: TrailCall,
  address: string,
  place: EventPlace,
  facts: Map<string, KeyFacts>,
  running: Map<string, RunningSession>,
): string {
  const [agent = ""] = key.userAgents;
  const session = running.get(key.keyId);
  const id = sessionId(place.serial);
  if (session === undefined || session.made >= each) {
    running.set(key.keyId, { sessionId: id, roleArn, made: 1 });
    const begin = startCall(start, id, roleArn);
    count(facts, key.keyId, begin, address, place.time);
    return keyEvent(key, begin, address, agent, place);
  }
  const isChain = session.made++ === 1 && thenRoleArn !== undefined;
  const made = isChain ? startCall("AssumeRole", id, thenRoleArn) : call;
  const event = startedSessionEvent(key, session.sessionId, session.roleArn, made, address, agent, place);
  const found = facts.get(key.keyId);
  if (found !== undefined) {
    const action = `${made.source} ${made.name}`;
    found.sessions[action] = (found.sessions[action] ?? 0) + 1;
    found.last = place.time;
  }
  if (isChain) {
    Object.assign(session, { sessionId: id, roleArn: thenRoleArn });
  }
  return event;
}

function count(
  facts: Map<string, KeyFacts>,
  keyId: string,
  { source, name }: TrailCall,
  address: string,
  time: string,
): void {
  const found = facts.get(keyId) ?? {
    calls: 0,
    addresses: {},
    actions: {},
    first: time,
    last: time,
    sessions: {},
  };
  const action = `${source} ${name}`;
  found.calls++;
  found.addresses[address] = (found.addresses[address] ?? 0) + 1;
  found.actions[action] = (found.actions[action] ?? 0) + 1;
  found.last = time;
  facts.set(keyId, found);
}
