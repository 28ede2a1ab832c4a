/** The environment in which the helper starts, and listeners at the addresses that it names. */
import { LoopbackServer } from "../../../lab/http";
import { askImds } from "../exploits/ask-imds";
import type { Attack, AttackContext, AttackGroup } from "./attack";
import { inCopiedCache } from "./copied-cache";
import { callHelper } from "./helper-call";
import { interceptTls } from "./intercepting-proxy";
import { plantedModules } from "./planted-modules";

const STS_VARIABLE = "AWS_ENDPOINT_URL_STS";
const IMDS_VARIABLE = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
const AWS_ALONE = "an https URL of AWS STS, or a loopback or link-local address";
const REDIRECT =
  "a redirect. The helper follows no redirect. Check what answers at its address [redirect-refused]";
const PLAIN_URL = "an http or https URL without user name, query, and fragment";

/** The helper records its failures in its lock files, for other calls that wait. */
const failing: Pick<Attack, "arrange" | "renews"> = {
  arrange: inCopiedCache(() => Promise.resolve()),
  renews: /\/session-[0-9a-f]{8}\.lock$/,
};

/** A variable with an address to which no token may be sent. */
function endpointAttack(
  name: string,
  variable: string,
  url: string,
  allowed: string,
  env: Readonly<Record<string, string>> = {},
): Attack {
  const shown = url.slice(url.lastIndexOf("@") + 1);
  return {
    name,
    refusal: {
      code: "exit 1",
      message: `azure-to-aws: ${variable} points to "${shown}". Expected ${allowed}: tokens are never sent elsewhere. Correct or unset ${variable} [endpoint-refused]`,
    },
    ...failing,
    attempt: (context) => callHelper(context, { env: { ...env, [variable]: url } }),
  };
}

/** Another user's listener on this machine, at the address that the variable names. */
function listenerAttack(
  name: string,
  message: string,
  variable: string,
  answer: (context: AttackContext) => Promise<readonly [status: number, headers: object, body: string]>,
): Attack {
  return {
    name,
    refusal: { code: "exit 1", message: `azure-to-aws: ${message}` },
    ...failing,
    async attempt(context) {
      const [status, headers, body] = await answer(context);
      const server = await LoopbackServer.listen((request, response) => {
        request.resume();
        response.writeHead(status, { ...headers }).end(body);
      });
      try {
        return await callHelper(context, { env: { [variable]: server.url } });
      } finally {
        await server.close();
      }
    },
  };
}

export const guestEndpoints: AttackGroup = {
  name: "guest-endpoints",
  title: "The helper's environment, set by somebody else",
  attacks: [
    endpointAttack("STS at another host", STS_VARIABLE, "https://sts.example.com", AWS_ALONE),
    endpointAttack("STS without TLS", STS_VARIABLE, "http://sts.eu-west-1.amazonaws.com", AWS_ALONE),
    endpointAttack(
      "STS at a longer host name",
      STS_VARIABLE,
      "https://sts.amazonaws.com.example.com",
      AWS_ALONE,
    ),
    endpointAttack(
      "STS at a bucket's host name",
      STS_VARIABLE,
      "https://sts.s3.eu-west-1.amazonaws.com",
      AWS_ALONE,
    ),
    endpointAttack(
      "STS as the user name in a URL",
      STS_VARIABLE,
      "https://sts.amazonaws.com@example.com",
      PLAIN_URL,
    ),
    endpointAttack(
      "metadata service at another host",
      IMDS_VARIABLE,
      "http://metadata.example.com",
      "a loopback or link-local address",
    ),
    endpointAttack(
      "identity endpoint at another host",
      "IDENTITY_ENDPOINT",
      "http://10.0.0.4/msi/token",
      "a loopback or link-local address, or one of a container network",
      { IDENTITY_HEADER: "planted" },
    ),
    endpointAttack(
      "Entra at a longer host name",
      "AZURE_AUTHORITY_HOST",
      "https://login.microsoftonline.com.example.com/",
      "an https URL of Entra, or a loopback or link-local address",
      {
        AZURE_FEDERATED_TOKEN_FILE: "/etc/hostname",
        AZURE_TENANT_ID: "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
        AZURE_CLIENT_ID: "c0ffee00-1d2e-4f3a-8b4c-5d6e7f8a9b0c",
      },
    ),
    listenerAttack(
      "local metadata service that returns another identity's token",
      'the token\'s subject (sub) differs from --subject. Expected "<principal ID>"; got "<colleague\'s principal ID>". ' +
        "Give --client-id and --subject of the same identity [token-subject-differs]",
      IMDS_VARIABLE,
      async ({ vm, strangers, target }) => {
        const token = await askImds(vm, strangers.colleague.clientId, target.audience);
        const body = {
          access_token: token,
          client_id: target.clientId,
          expires_in: "86400",
          token_type: "Bearer",
        };
        return [200, { "content-type": "application/json" }, JSON.stringify(body)];
      },
    ),
    listenerAttack(
      "local metadata service that redirects",
      `Azure's instance metadata service answered 302, ${REDIRECT}`,
      IMDS_VARIABLE,
      ({ vm }) => Promise.resolve([302, { location: `${vm.imdsUrl}/metadata/identity/oauth2/token` }, ""]),
    ),
    listenerAttack(
      "local STS that redirects the token",
      `AWS STS at 127.0.0.1 answered 307, ${REDIRECT}`,
      STS_VARIABLE,
      ({ lab }) => Promise.resolve([307, { location: lab.aws.url }, ""]),
    ),
    {
      name: "proxy with a self-signed certificate for STS",
      refusal: {
        code: "exit 1",
        message:
          "azure-to-aws: AWS STS (sts.eu-west-1.amazonaws.com:443): the certificate is not trusted (self-signed certificate). " +
          "For a private authority, set AWS_CA_BUNDLE to its file [certificate-untrusted]",
      },
      ...failing,
      attempt: async (context) => {
        const proxy = await interceptTls();
        try {
          return await callHelper(context, { env: { [STS_VARIABLE]: "", https_proxy: proxy.url } });
        } finally {
          await proxy.close();
        }
      },
    },
    ...plantedModules,
  ],
};
