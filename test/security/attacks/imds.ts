/** Requests to the VM's metadata service from a web application under an attacker's influence, or through a proxy. */
import type { Attack, AttackContext, AttackGroup, Refusal } from "./attack";
import { askByRedirect, askOddly, type OddRequest, rightQuery } from "./imds-request";

const NO_HEADER: Refusal = {
  code: "bad_request_102",
  message: "Required metadata header not specified",
};

const OLD_VERSION: Refusal = {
  code: "400",
  message:
    "Bad request. api-version is invalid or was not specified in the request. " +
    "For more information refer to aka.ms/azureimds",
};

function imdsAttack(name: string, refusal: Refusal, request: (context: AttackContext) => OddRequest): Attack {
  return { name, refusal, attempt: (context) => askOddly(context, request(context)) };
}

/** The correct query with other values, or without one. */
function changedQuery(
  context: AttackContext,
  changes: Readonly<Record<string, string | undefined>>,
): OddRequest {
  const all = { ...Object.fromEntries(rightQuery(context)), ...changes };
  const query = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { query };
}

export const imds: AttackGroup = {
  name: "imds",
  title: "The VM's metadata service, called by others",
  attacks: [
    imdsAttack(
      "through a proxy, which adds `X-Forwarded-For`",
      {
        code: "invalid_request",
        message: "Requests must not contain an X-Forwarded-For header",
        wordingIsTheLabs: true,
      },
      () => ({ headers: { Metadata: "true", "X-Forwarded-For": "203.0.113.7" } }),
    ),
    imdsAttack("without the header `Metadata`, as a link does", NO_HEADER, () => ({ headers: {} })),
    {
      name: "through a redirect that a program follows without the header",
      refusal: NO_HEADER,
      attempt: (context) => askByRedirect(context, {}),
    },
    imdsAttack("with the header's value in capitals", NO_HEADER, () => ({ headers: { Metadata: "TRUE" } })),
    imdsAttack("with the header in the query", NO_HEADER, (context) => ({
      headers: {},
      query: [...rightQuery(context), ["Metadata", "true"]],
    })),
    imdsAttack("with POST, as a form does", { code: "405", message: "Method Not Allowed" }, () => ({
      method: "POST",
    })),
    imdsAttack("without an API version", OLD_VERSION, (context) =>
      changedQuery(context, { "api-version": undefined }),
    ),
    imdsAttack("with an API version that predates tokens", OLD_VERSION, (context) =>
      changedQuery(context, { "api-version": "2017-12-01" }),
    ),
    imdsAttack(
      "without a client ID, on a VM with several identities",
      {
        code: "invalid_request",
        message:
          "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the " +
          "token request",
      },
      (context) => changedQuery(context, { client_id: undefined }),
    ),
    imdsAttack(
      "with two client IDs",
      {
        code: "invalid_request",
        message: "Query parameter 'client_id' is specified more than once",
        wordingIsTheLabs: true,
      },
      (context) => ({
        query: [["client_id", context.strangers.unassigned.clientId], ...rightQuery(context)],
      }),
    ),
    imdsAttack(
      "with the client ID of one identity and the object ID of another",
      { code: "invalid_request", message: "Identity not found" },
      (context) => changedQuery(context, { object_id: context.strangers.colleague.principalId }),
    ),
    imdsAttack(
      "with the client ID of an identity that is not attached to the VM",
      { code: "invalid_request", message: "Identity not found" },
      (context) => changedQuery(context, { client_id: context.target.applicationClientId }),
    ),
    imdsAttack(
      "for an audience that does not exist",
      {
        code: "AADSTS500011",
        message:
          "AADSTS500011: The resource principal named <audience>-2 was not found in the tenant named <tenant>. This can " +
          "happen if the application has not been installed by the administrator of the tenant or consented to by any " +
          "user in the tenant. You might have sent your authentication request to the wrong tenant.",
      },
      (context) => changedQuery(context, { resource: `${context.target.audience}-2` }),
    ),
  ],
};
