import { LoopbackServer } from "../../../lab/http";
import { Refused } from "../exploits/outcome";
import type { AttackContext } from "./attack";

/** A request to the metadata service that is not as it should be. Whatever is left out is. */
export interface OddRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The query's names and values, in their order. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Where to send it. Default is the machine's metadata service. */
  readonly url?: string;
}

/** A right query for a token of the workload's identity. */
export function rightQuery({ target }: AttackContext): readonly (readonly [string, string])[] {
  return [
    ["api-version", "2018-02-01"],
    ["resource", target.audience],
    ["client_id", target.clientId],
  ];
}

/** Asks for a token. @returns the answer's body @throws Refused with the service's code or else its HTTP status */
export async function askOddly(context: AttackContext, request: OddRequest): Promise<unknown> {
  const { method = "GET", headers = { Metadata: "true" }, url = context.vm.imdsUrl } = request;
  const query = new URLSearchParams((request.query ?? rightQuery(context)) as [string, string][]);
  const response = await fetch(`${url}/metadata/identity/oauth2/token?${query.toString()}`, {
    method,
    headers,
  });
  const body = (await response.json()) as Record<string, string | undefined>;
  if (response.ok) {
    return body;
  }
  const { error = "", error_description: description } = body;
  const code = /AADSTS\d+/.exec(description ?? "")?.[0] ?? (description === undefined ? undefined : error);
  throw new Refused(code ?? String(response.status), description ?? error);
}

/** Asks for a token at the attacker's web server, which redirects to the metadata service. @throws as {@link askOddly} */
export async function askByRedirect(
  context: AttackContext,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const redirecting = await LoopbackServer.listen(({ url = "" }, response) => {
    response.writeHead(302, { location: `${context.vm.imdsUrl}${url}` }).end();
  });
  try {
    return await askOddly(context, { headers, url: redirecting.url });
  } finally {
    await redirecting.close();
  }
}
