/** Answers of the real IAM (`iam-answers.json`), and the same questions to the lab. */
import * as sdk from "@aws-sdk/client-iam";
import { DEPLOYER } from "../../../aws/account";
import { ACCOUNT } from "../../../testing/federation";
import { type AccountLab, startAccount } from "../account-lab";
import recording from "./iam-answers.json";

/** A call, and what came of it. */
export interface Call {
  readonly action: string;
  readonly input?: object;
  /** The members that are compared: those of the answer that the row names. Whole values, unless {@link part}. */
  readonly answer?: object;
  /** Whether nested members that the row does not name are left out too. */
  readonly part?: true;
  /** The code and the text, or the code alone if no text is recorded. */
  readonly refused?: string;
}

/** A recorded call, or one that only prepares others. */
export interface Row extends Call {
  readonly case?: string;
  readonly setup?: true;
  /** Values of the answer that later rows need, by their path. */
  readonly keep?: Readonly<Record<string, string>>;
  /** What was read after the call. */
  readonly after?: Call;
  /** More calls of the same case. */
  readonly then?: readonly Call[];
  /** Where the lab answers otherwise: the reason, and the lab's answer. */
  readonly differs?: { readonly why: string; readonly answer?: object; readonly refused?: string };
}

interface Recording {
  readonly files: Readonly<
    Record<string, { readonly answers: number; readonly leftOut: Record<string, number> }>
  >;
  /** Values that rows name. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly scenarios: readonly {
    readonly title: string;
    readonly file: string;
    readonly rows: readonly Row[];
  }[];
}

/** The answers, and what is known of the recording. */
export const RECORDED = recording as unknown as Recording;

/** Starts an account without the user that the lab puts into each. */
export async function startEmptyAccount(): Promise<AccountLab> {
  const account = await startAccount();
  const { iam } = account;
  const UserName = DEPLOYER;
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${DEPLOYER}`;
  const { AccessKeyMetadata: keys = [] } = await iam.send(new sdk.ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of keys) {
    await iam.send(new sdk.DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
  await iam.send(new sdk.DetachUserPolicyCommand({ UserName, PolicyArn }));
  await iam.send(new sdk.DeletePolicyCommand({ PolicyArn }));
  await iam.send(new sdk.DeleteUserCommand({ UserName }));
  return account;
}

/** Values that rows have kept, by name. */
export type Kept = Map<string, string>;

type Outcome = { readonly answer: unknown } | { readonly refused: string };

/** What the lab answers to *call*, and what the row says, both in one form. */
export async function compared(
  iam: sdk.IAMClient,
  call: Call,
  kept: Kept,
  keep: Row["keep"] = {},
): Promise<{ readonly lab: Outcome; readonly recorded: Outcome }> {
  const recorded = filled(
    call.refused === undefined ? { answer: call.answer ?? {} } : { refused: call.refused },
    kept,
  ) as Outcome;
  const input = withTexts(filled(call.input ?? {}, kept)) as object;
  const lab = await outcome(iam, call.action, input, kept, keep);
  if ("refused" in lab) {
    const textIsRecorded = "refused" in recorded && recorded.refused.includes(": ");
    return { lab: { refused: textIsRecorded ? lab.refused : (lab.refused.split(": ")[0] ?? "") }, recorded };
  }
  return {
    lab: "answer" in recorded ? { answer: picked(lab.answer, recorded.answer, call.part) } : lab,
    recorded,
  };
}

async function outcome(
  iam: sdk.IAMClient,
  action: string,
  input: object,
  kept: Kept,
  keep: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const Command = (sdk as unknown as Record<string, new (given: object) => sdk.GetRoleCommand>)[
    `${action}Command`
  ];
  if (Command === undefined) {
    throw new Error(`no command ${action}`);
  }
  try {
    const answer: object = await iam.send(new Command(input));
    for (const [name, path] of Object.entries(keep)) {
      kept.set(name, String(path.split(".").reduce<unknown>(memberOf, answer)));
    }
    return { answer: summarized(answer) };
  } catch (error) {
    // The code as IAM sends it: the SDK has other names for some.
    const { Error: sent } = error as { readonly Error?: { readonly Code: string } };
    if (sent === undefined) {
      throw error;
    }
    return { refused: `${sent.Code}: ${(error as Error).message}` };
  }
}

function memberOf(value: unknown, key: string): unknown {
  return (value as Readonly<Record<string, unknown>> | undefined)?.[key];
}

/** Lists as the recording has them: names, or numbers. Dates, IDs, and documents in one form. */
function summarized(answer: object): object {
  const shown = plain(answer) as Record<string, unknown[]>;
  const { PolicyUsers, PolicyGroups, PolicyRoles } = shown;
  const { UserDetailList, GroupDetailList, RoleDetailList, Policies } = shown;
  if (UserDetailList !== undefined) {
    const lists = [UserDetailList, GroupDetailList, RoleDetailList, Policies];
    return { ...shown, counts: lists.map((list) => list?.length) };
  }
  if (PolicyUsers !== undefined) {
    return { counts: [PolicyUsers, PolicyGroups, PolicyRoles].map((list) => list?.length) };
  }
  return Policies === undefined
    ? shown
    : { Policies: Policies.map((policy) => (policy as { PolicyName: string }).PolicyName).sort() };
}

function plain(value: unknown, key = ""): unknown {
  if (value instanceof Date) {
    return "{date}";
  }
  if (value instanceof Uint8Array) {
    const [header, root, ...rows] = Buffer.from(value).toString().split("\n");
    // Of the row of the root user, the recording has the name and no values.
    return [header, root?.split(",")[0], ...rows].map((row) =>
      row?.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "{date}"),
    );
  }
  if (typeof value === "string") {
    if (key.endsWith("Document")) {
      return JSON.parse(decodeURIComponent(value));
    }
    return key.endsWith("Id") && /^A[A-Z0-9]{15,}$/.test(value) ? "{id}" : value;
  }
  if (Array.isArray(value)) {
    return value.map((entry) => plain(entry));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry, name)]))
    : value;
}

/** The members of *actual* that *wanted* names; nested ones too if *deep*. A description that is empty may be absent. */
function picked(actual: unknown, wanted: unknown, deep = false): unknown {
  if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) {
    return wanted === "" ? (actual ?? "") : actual;
  }
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      const found = memberOf(actual, name);
      return [name, deep ? picked(found, value, true) : found];
    }),
  );
}

/** Puts in what the data file only names: `=value`, `{account}`, kept values, repeated letters, and numbered tags. */
function filled(value: unknown, kept: Kept): unknown {
  if (typeof value === "string") {
    const named = value.startsWith("=") ? RECORDED.values[value.slice(1)] : undefined;
    if (named !== undefined) {
      return filled(named, kept);
    }
    return value.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      name === "account" ? ACCOUNT : (kept.get(name) ?? whole),
    );
  }
  if (Array.isArray(value)) {
    return value.map((entry) => filled(entry, kept));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { repeat, times, keys, names } = value as Readonly<Record<string, unknown>>;
  if (typeof repeat === "string") {
    return repeat.repeat(Number(times));
  }
  if (typeof keys === "number") {
    const numbered = Array.from({ length: keys }, (_, index) => `key${String(index).padStart(2, "0")}`);
    return names === true ? numbered : numbered.map((Key) => ({ Key, Value: "v" }));
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, filled(entry, kept)]));
}

/** Documents of a request are strings. */
function withTexts(input: unknown): unknown {
  return Object.fromEntries(
    Object.entries(input as object).map(([name, value]) => [
      name,
      name.endsWith("Document") ? JSON.stringify(value) : (value as unknown),
    ]),
  );
}
