import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { editedBytes } from "../edited-bytes";
import { ASKED, HelperProcess } from "../helper-process";
import { httpAnswers } from "../http-answers";
import { openTarget, type Target } from "../target";
import { jwtOf, usableClaims } from "../tokens";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJIMEYCIQD";
const TIMES = [
  "2096-11-24T12:00:00Z",
  "2096-11-24T12:00:00.123Z",
  "2001-01-01T00:00:00Z",
  "0000-99-99T99:99:99Z",
  "soon",
];

const granted = fc
  .tuple(
    fc.constantFrom(...Array<string>(9).fill("ASIAIOSFODNN7EXAMPLE"), ""),
    fc.constantFrom(...Array<string | undefined>(9).fill(TIMES[0]), ...TIMES),
  )
  .map(
    ([id, expiration]) =>
      `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">` +
      `<AssumeRoleWithWebIdentityResult><Audience>${ASKED.audience}</Audience><AssumedRoleUser><Arn>` +
      `arn:aws:sts::111122223333:assumed-role/reader/vm@1</Arn></AssumedRoleUser><Credentials>` +
      `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey>` +
      `<SessionToken>${SESSION_TOKEN}</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
      `</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  );
const refused = fc
  .tuple(
    fc.constantFrom("AccessDenied", "InvalidIdentityToken", "ExpiredTokenException", "Throttling", "Odd", ""),
    fc.constantFrom(
      "Not authorized",
      "No OpenIDConnect provider found in your account for x",
      "&lt;b&gt;",
      "€\u202e",
    ),
    usableClaims.map(jwtOf),
  )
  .map(
    ([code, message, token]) =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message} ${token}</Message></Error></ErrorResponse>`,
  );
const entities = fc.constantFrom(
  '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
  '<?xml version="1.0" encoding="utf-7"?><a/>',
  '<?xml version="1.0" encoding="no-such"?><a/>',
  "<a>".repeat(20_000),
  `${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`,
  "\ufeff<a/>",
);
const bodies = fc.oneof(
  { weight: 6, arbitrary: granted.map((xml) => Buffer.from(xml)) },
  { weight: 2, arbitrary: editedBytes(granted, 1) },
  { weight: 2, arbitrary: refused.map((xml) => Buffer.from(xml)) },
  { weight: 1, arbitrary: editedBytes(refused, 1) },
  { weight: 1, arbitrary: entities.map((xml) => Buffer.from(xml)) },
);
const inputs = fc.record({ bytes: httpAnswers(bodies), token: usableClaims.map(jwtOf) });

/** Answers of AWS STS to AssumeRoleWithWebIdentity. */
export const stsAnswers: Target = {
  name: "sts-answers",
  feeds: "HTTP answers of AWS STS, to the credential helper",
  unsound:
    "credentials are served that are not in the answer, or for longer than requested, or a message contains one",
  runs: 375,
  leastAccepted: 0.05,
  open: async () => {
    const { helper } = await HelperProcess.start();
    return openTarget({
      inputs,
      ...(helper.pid === undefined ? {} : { pid: helper.pid }),
      close: () => helper.stop(),
      check: async ({ bytes, token }) => {
        const outcome = await helper.feed({ target: "sts", answer: bytes.toString("base64"), token });
        if (outcome.outcome === "refused") {
          demandSilence(outcome.message, token);
        } else {
          demandGiven(JSON.parse(String(outcome.document)) as Record<string, unknown>, bytes);
          const { obtained, freshUntil, expires } = outcome as unknown as Record<string, number>;
          if (!(Number(obtained) < Number(freshUntil) && Number(freshUntil) < Number(expires))) {
            throw new Error(`unsound: fresh until ${freshUntil}, from ${obtained} to ${expires}`);
          }
          if (Number(expires) > Number(obtained) + ASKED.duration) {
            throw new Error(`unsound: a session of ${ASKED.duration} s would be used until ${expires}`);
          }
        }
        return outcome.outcome;
      },
    });
  },
};

function demandSilence(message: string, token: string): void {
  const told = [SECRET, SESSION_TOKEN, token].find((secret) => message.includes(secret));
  if (told !== undefined) {
    throw new Error(`secret: a message repeats ${told}: ${message}`);
  }
}

/** Every credential must be in the answer, under its own name. */
function demandGiven(document: Record<string, unknown>, bytes: Buffer): void {
  const texts = textsIn(new XMLParser({ parseTagValue: false, removeNSPrefix: true }).parse(bodyOf(bytes)));
  for (const name of ["AccessKeyId", "SecretAccessKey", "SessionToken"]) {
    const value = document[name];
    if (
      typeof value !== "string" ||
      value === "" ||
      !texts.some(([own, text]) => own === name && text === value)
    ) {
      throw new Error(`unsound: ${name} ${JSON.stringify(value)} is not what the answer has`);
    }
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(document.Expiration))) {
    throw new Error(`unsound: Expiration ${JSON.stringify(document.Expiration)}`);
  }
}

function bodyOf(bytes: Buffer): string {
  const start = bytes.indexOf("<");
  return bytes.subarray(start).toString();
}

function textsIn(value: unknown, name = ""): [name: string, text: string][] {
  if (typeof value === "string") {
    return [[name, value.trim()]];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([own, item]) => textsIn(item, Array.isArray(value) ? name : own))
    : [];
}
