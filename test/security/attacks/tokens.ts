/** Tokens for attacks: genuine ones from the machine's metadata service, and the parts of which false ones are made. */
import { askImds } from "../exploits/ask-imds";
import type { AttackContext } from "./attack";

/** A token of the workload's own identity, for the audience that the role trusts unless another is given. */
export async function genuineToken(context: AttackContext, resource?: string): Promise<string> {
  const { vm, target } = context;
  return askImds(vm, target.clientId, resource ?? target.audience);
}

/** The three parts of a token, the first two decoded. */
export interface TokenParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signature: string;
}

/** Takes a token apart without a look at its signature. */
export function partsOf(token: string): TokenParts {
  const [header = "", claims = "", signature = ""] = token.split(".");
  return { header: decode(header), claims: decode(claims), signature };
}

/** Puts a token together from whatever it is to consist of. A text goes in as it is, in Base64url. */
export function assemble(header: object | string, claims: object | string, signature: string): string {
  return [encode(header), encode(claims), signature].join(".");
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
}

function encode(part: object | string): string {
  const text = typeof part === "string" ? part : JSON.stringify(part);
  return Buffer.from(text).toString("base64url");
}
