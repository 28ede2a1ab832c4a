/** Tokens that Entra did not sign. */
import { createHmac, generateKeyPairSync } from "node:crypto";
import { type JWTHeaderParameters, SignJWT } from "jose";
import { SigningKey } from "../../../lab/azure";
import { askImds } from "../exploits/ask-imds";
import { Refused } from "../exploits/outcome";
import type { AttackContext, AttackGroup } from "./attack";
import { presentToken } from "./sts-call";
import { brokenLimit, type MakeToken, STS, tokenAttack } from "./token-attack";
import { assemble, genuineToken, partsOf } from "./tokens";

/** The genuine claims with the attacker's header, signed with the attacker's key. */
function ownKey(header: (key: SigningKey) => object, type: "RSA" | "EC" = "RSA"): MakeToken {
  return async (genuine) => {
    const key = await SigningKey.generate(Date.now());
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { header: genuineHeader, claims } = partsOf(genuine);
    return new SignJWT(claims)
      .setProtectedHeader({ ...genuineHeader, ...header(key) } as JWTHeaderParameters)
      .sign(type === "RSA" ? key.privateKey : elliptic.privateKey);
  };
}

/** A changed header, with the genuine signature or another string. */
function changedHeader(changes: object, signature?: string): MakeToken {
  return (genuine) => {
    const { header, claims, signature: genuineSignature } = partsOf(genuine);
    return assemble({ ...header, ...changes }, claims, signature ?? genuineSignature);
  };
}

/** Changed claims with the genuine signature. */
function changedClaims(change: (claims: string, context: AttackContext) => string): MakeToken {
  return (genuine, context) => {
    const { header, claims, signature } = partsOf(genuine);
    return assemble(header, change(JSON.stringify(claims), context), signature);
  };
}

/** The public key, which everyone can read, as the secret of an HMAC. */
function hmacWithPublicKey(secret: (context: AttackContext) => string): MakeToken {
  return (genuine, context) => {
    const { header, claims } = partsOf(genuine);
    const [head, body] = assemble({ ...header, alg: "HS256" }, claims, "").split(".");
    const mac = createHmac("sha256", secret(context)).update(`${head ?? ""}.${body ?? ""}`);
    return `${head ?? ""}.${body ?? ""}.${mac.digest("base64url")}`;
  };
}

const activeKey = ({ lab }: AttackContext) => lab.azure.tenant().keys.active;

export const tokenForgery: AttackGroup = {
  name: "token-forgery",
  title: "Tokens that Entra did not sign",
  attacks: [
    tokenAttack(
      "signature of another key, with the ID of the right key",
      STS.notValidated,
      (genuine, { lab }) => lab.azure.forger().signWithUnknownKey(genuine),
    ),
    tokenAttack("signature stripped", STS.notAToken, changedHeader({}, "")),
    tokenAttack("signature of one byte", STS.notValidated, changedHeader({}, "AA")),
    tokenAttack("signature of another token of the workload", STS.notValidated, async (genuine, context) => {
      const other = await genuineToken(context, context.strangers.otherAudience);
      return assemble(partsOf(genuine).header, partsOf(genuine).claims, partsOf(other).signature);
    }),
    tokenAttack("`alg: none`, without a signature", STS.notAToken, changedHeader({ alg: "none" }, "")),
    tokenAttack("`alg: none`, with the genuine signature", STS.notAToken, changedHeader({ alg: "none" })),
    tokenAttack("`alg: nOnE`", STS.notAToken, changedHeader({ alg: "nOnE" }, "AA")),
    tokenAttack("no `alg`", STS.notAToken, changedHeader({ alg: undefined })),
    tokenAttack("`alg: PS256`, which STS does not accept", STS.notAToken, changedHeader({ alg: "PS256" })),
    tokenAttack(
      "`alg: HS256` with the public key in PEM as the secret",
      STS.notAToken,
      hmacWithPublicKey((context) =>
        activeKey(context).publicKey.export({ format: "pem", type: "spki" }).toString(),
      ),
    ),
    tokenAttack(
      "`alg: HS256` with the certificate as the secret",
      STS.notAToken,
      hmacWithPublicKey((context) => activeKey(context).published.x5c[0]),
    ),
    tokenAttack(
      "unpublished key ID",
      STS.noKey,
      ownKey(({ kid }) => ({ kid, x5t: kid })),
    ),
    tokenAttack(
      "no key ID",
      STS.noKey,
      ownKey(() => ({ kid: undefined })),
    ),
    tokenAttack(
      "key ID that is a path",
      STS.noKey,
      ownKey(() => ({ kid: "../../../../dev/null" })),
    ),
    tokenAttack(
      "key ID that is a query",
      STS.noKey,
      ownKey(() => ({ kid: "' UNION SELECT 'AA" })),
    ),
    {
      name: "key that a rotation removed",
      refusal: STS.noKey,
      async arrange({ lab }) {
        const { tokenCache } = lab.azure.tenant();
        return Promise.resolve(() => {
          tokenCache.clear();
          return Promise.resolve();
        });
      },
      async attempt(context) {
        const token = await genuineToken(context);
        const { keys } = context.lab.azure.tenant();
        keys.withdraw(await keys.rotate());
        // STS caches keys for a while. A token with an unknown key ID makes it fetch them again.
        const unknown = await ownKey(({ kid }) => ({ kid }))(token, context);
        await presentToken(context, unknown).catch((error: unknown) => {
          if (!(error instanceof Refused)) {
            throw error;
          }
        });
        return presentToken(context, token);
      },
    },
    tokenAttack(
      "attacker's key in the header (`jwk`)",
      STS.notValidated,
      ownKey((key) => ({ jwk: key.publicKey.export({ format: "jwk" }) })),
    ),
    tokenAttack(
      "address of the attacker's keys in the header (`jku`, `x5u`)",
      STS.notValidated,
      ownKey(() => ({ jku: "https://example.com/keys", x5u: "https://example.com/certificate" })),
    ),
    tokenAttack(
      "attacker's certificate in the header (`x5c`)",
      STS.notValidated,
      ownKey(({ published }) => ({ x5c: published.x5c })),
    ),
    tokenAttack(
      "header that names a claim as critical (`crit`)",
      STS.notAToken,
      changedHeader({ crit: ["exp"] }),
    ),
    tokenAttack(
      "`alg: ES256` with the ID of an RSA key",
      STS.noKey,
      ownKey(() => ({ alg: "ES256" }), "EC"),
    ),
    tokenAttack(
      "subject changed",
      STS.notValidated,
      changedClaims((claims, { target, strangers }) =>
        claims.replaceAll(target.principalId, strangers.colleague.principalId),
      ),
    ),
    tokenAttack(
      "expiry extended",
      STS.notValidated,
      changedClaims((claims) => claims.replace(/"exp":\d+/, '"exp":4102444800')),
    ),
    tokenAttack(
      "colleague's token with the workload's subject added after its own",
      STS.notValidated,
      async (_genuine, context) => {
        const { strangers, target, vm } = context;
        const theirs = await askImds(vm, strangers.colleague.clientId, target.audience);
        const { header, claims, signature } = partsOf(theirs);
        const twice = JSON.stringify(claims).replace(/}$/, `,"sub":"${target.principalId}"}`);
        return assemble(header, twice, signature);
      },
    ),
    tokenAttack("five parts, as an encrypted token has", STS.notAToken, (genuine) => `${genuine}.AA.AA`),
    tokenAttack("JSON instead of the compact form", STS.notAToken, (genuine) => {
      const [head, payload, signature] = genuine.split(".");
      return JSON.stringify({ protected: head, payload, signature });
    }),
    tokenAttack("padding after the signature", STS.notAToken, (genuine) => `${genuine}=`),
    tokenAttack("line break after the signature", STS.notAToken, (genuine) => `${genuine}\n`),
    tokenAttack(
      "more than 20,000 characters",
      brokenLimit("webIdentityToken", "Member must have length less than or equal to 20000"),
      (_genuine, { lab }) => lab.azure.tenant().sign({ filling: "x".repeat(20_000) }, 1),
    ),
    tokenAttack(
      "fewer than 4 characters",
      brokenLimit("webIdentityToken", "Member must have length greater than or equal to 4"),
      () => "a.b",
    ),
  ],
};
