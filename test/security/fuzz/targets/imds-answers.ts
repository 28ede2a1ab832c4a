import fc from "fast-check";
import { editedBytes } from "../edited-bytes";
import { edited } from "../edited-json";
import { ASKED, type HelperOutcome, HelperProcess, NOW } from "../helper-process";
import { httpAnswers } from "../http-answers";
import { openTarget, type Target } from "../target";
import { claimsOf, jwtOf, usableClaims } from "../tokens";

const claims = fc.oneof(
  { weight: 3, arbitrary: usableClaims },
  { weight: 3, arbitrary: edited(usableClaims, 1) },
);
const jwt = fc.oneof(
  { weight: 6, arbitrary: claims.map(jwtOf) },
  { weight: 1, arbitrary: editedBytes(usableClaims.map(jwtOf), 1).map((bytes) => bytes.toString("latin1")) },
);
const tokenAnswer = jwt.map((access_token) => ({
  access_token,
  client_id: ASKED.clientId,
  expires_in: "86399",
  expires_on: "1900000000",
  resource: ASKED.audience,
  token_type: "Bearer",
}));
/** A refusal that repeats a token, as no service should. */
const refusal = fc
  .tuple(
    fc.constantFrom(
      "invalid_request",
      "unauthorized_client",
      "AADSTS501051",
      "AADSTS90033: busy",
      "Identity not found",
    ),
    usableClaims.map(jwtOf),
  )
  .map(([error, token]) => ({ error, error_description: `${error}: for ${token}, sorry`, message: token }));
const bodies = fc.oneof(
  { weight: 4, arbitrary: tokenAnswer.map((body) => Buffer.from(JSON.stringify(body))) },
  { weight: 1, arbitrary: edited(tokenAnswer, 1).map((body) => Buffer.from(JSON.stringify(body ?? null))) },
  { weight: 1, arbitrary: refusal.map((body) => Buffer.from(JSON.stringify(body))) },
  {
    weight: 1,
    arbitrary: editedBytes(
      tokenAnswer.map((body) => JSON.stringify(body)),
      1,
    ),
  },
);
const inputs = fc.record({
  target: fc.constantFrom<"imds" | "app-service">("imds", "app-service"),
  bytes: httpAnswers(bodies),
});

/** Answers of the instance metadata service and of App Service's endpoint, with the tokens in them. */
export const imdsAnswers: Target = {
  name: "imds-answers",
  feeds: "HTTP answers of IMDS and App Service with their tokens, to the credential helper",
  unsound: "a token is used whose claims the role does not trust, or a message contains a token",
  runs: 375,
  leastAccepted: 0.05,
  open: async () => {
    const { helper } = await HelperProcess.start();
    return openTarget({
      inputs,
      ...(helper.pid === undefined ? {} : { pid: helper.pid }),
      close: () => helper.stop(),
      check: async ({ target, bytes }) => {
        const outcome = await helper.feed({ target, answer: bytes.toString("base64") });
        demandRightToken(outcome, bytes);
        return outcome.outcome;
      },
    });
  },
};

function demandRightToken(outcome: HelperOutcome, bytes: Buffer): void {
  if (outcome.outcome === "refused") {
    const [token] = /eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/.exec(bytes.toString("latin1")) ?? [];
    if (
      outcome.message.includes("8d3e-known-secret") ||
      (token !== undefined && outcome.message.includes(token))
    ) {
      throw new Error(`secret: a message repeats it: ${outcome.message}`);
    }
    return;
  }
  const { iss, aud, azp, sub, exp } = claimsOf(String(outcome.token));
  const audience = azp === undefined ? [aud].flat().includes(ASKED.audience) : equal(azp, ASKED.clientId);
  if (iss !== ASKED.issuer || !audience || !equal(sub, ASKED.subject) || Number(exp) <= NOW) {
    throw new Error(
      `unsound: the helper would use a token of ${JSON.stringify({ iss, aud, azp, sub, exp })}`,
    );
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(String(outcome.sessionName))) {
    throw new Error(`unsound: STS takes no session name ${JSON.stringify(outcome.sessionName)}`);
  }
}

function equal(found: unknown, wanted: string): boolean {
  return typeof found === "string" && found.toLowerCase() === wanted.toLowerCase();
}
