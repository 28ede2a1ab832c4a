/** Sign-ins from outside as an identity of the tenant, with a planted federated identity credential. */
import { signIn } from "../exploits/entra-sign-in";
import type { Attack, AttackContext, AttackGroup, Refusal } from "./attack";
import { presentToken } from "./sts-call";
import { STS } from "./token-attack";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const SUBJECT = "repo:attacker/fork:pull_request";
const AUDIENCE = "api://AzureADTokenExchange";
const CHECK =
  "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. " +
  "https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/** Plants a credential for the attacker's job on a service principal, as anyone with write access to it can. */
export function plantedCredential(principalIdOf: (context: AttackContext) => string) {
  return (context: AttackContext): Promise<() => Promise<void>> => {
    const { federatedCredentials } = context.lab.azure.tenant();
    const principalId = principalIdOf(context);
    federatedCredentials.put(principalId, "planted", {
      issuer: context.github.url,
      subject: SUBJECT,
      audiences: [AUDIENCE],
    });
    return Promise.resolve(() => {
      federatedCredentials.remove(principalId, "planted");
      return Promise.resolve();
    });
  };
}

/** The token with which the attacker's job signs in. */
export async function proofOfJob(
  { github }: AttackContext,
  claims: object = {},
): Promise<Readonly<Record<string, string>>> {
  const assertion = await github.sign({ sub: SUBJECT, aud: AUDIENCE, ...claims });
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: assertion };
}

/** Signs in as a client with a job's token, and sends the resulting token to STS. */
async function enterAs(context: AttackContext, clientId: string, claims: object = {}): Promise<unknown> {
  const proof = await proofOfJob(context, claims);
  return presentToken(context, await signIn(context.lab, clientId, context.target.audience, proof));
}

function noMatch(code: number, claim: string, value: string): Refusal {
  return {
    code: `AADSTS${code}`,
    message: `AADSTS${code}: No matching federated identity record found for presented assertion ${claim} '${value}'. ${CHECK}`,
  };
}

const colleague = ({ strangers }: AttackContext) => strangers.colleague;

/** A sign-in with the token of a job that the credential does not name. */
function otherJob(name: string, refusal: Refusal, claims: object): Attack {
  return {
    name,
    refusal,
    arrange: plantedCredential((context) => colleague(context).principalId),
    attempt: (context) => enterAs(context, colleague(context).clientId, claims),
  };
}

export const federatedCredential: AttackGroup = {
  name: "federated-credential",
  title: "Sign-in from outside with a federated identity credential",
  attacks: [
    {
      name: "as the workload's identity, which has none",
      refusal: {
        code: "AADSTS70025",
        message: "AADSTS70025: The client '<identity>' has no configured federated identity credentials.",
      },
      attempt: (context) => enterAs(context, context.target.clientId),
    },
    {
      name: "planted on an identity that is assigned for another role",
      refusal: STS.notAuthorized,
      arrange: plantedCredential((context) => colleague(context).principalId),
      attempt: (context) => enterAs(context, colleague(context).clientId),
    },
    {
      name: "planted on an identity that is not assigned",
      refusal: {
        code: "AADSTS501051",
        message:
          "AADSTS501051: Application '<unassigned client ID>'(unassigned) is not assigned to a role for the application " +
          "'<audience>'(<application name>).",
      },
      arrange: plantedCredential(({ strangers }) => strangers.unassigned.principalId),
      attempt: (context) => enterAs(context, context.strangers.unassigned.clientId),
    },
    {
      name: "planted on the federation's own application",
      refusal: {
        code: "AADSTS501051",
        message:
          "AADSTS501051: Application '<application>'(<application name>) is not assigned to a role for the application " +
          "'<audience>'(<application name>).",
      },
      arrange: plantedCredential(({ lab, target }) => {
        const { directory } = lab.azure.tenant();
        return directory.servicePrincipal(target.applicationClientId)?.id ?? "";
      }),
      attempt: (context) => enterAs(context, context.target.applicationClientId),
    },
    otherJob(
      "planted for another job of the same issuer",
      noMatch(700213, "subject", "repo:attacker/other:pull_request"),
      { sub: "repo:attacker/other:pull_request" },
    ),
    otherJob("planted, with a job's token for another audience", noMatch(700212, "audience", "api://other"), {
      aud: "api://other",
    }),
    otherJob(
      "planted, with a token of another issuer",
      noMatch(700211, "issuer", "https://issuer.example.com"),
      { iss: "https://issuer.example.com" },
    ),
    otherJob(
      "planted, with a job's expired token",
      { code: "AADSTS700024", message: "AADSTS700024: Client assertion is not within its valid time range." },
      { exp: 1_700_000_000 },
    ),
  ],
};
