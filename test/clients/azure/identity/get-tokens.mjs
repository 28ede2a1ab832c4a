// Gets tokens with @azure/identity: get-tokens.mjs REQUESTS. REQUESTS is a JSON list of { credential, options, scope, spoiled }.
// Prints a JSON list with a token or an error for each.
import {
  ClientSecretCredential,
  DefaultAzureCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { createDefaultHttpClient } from "@azure/core-rest-pipeline";
import console from "node:console";
import process from "node:process";
import { URL } from "node:url";

const CREDENTIALS = {
  default: ({ clientId, ...options }) =>
    new DefaultAzureCredential({
      managedIdentityClientId: clientId,
      workloadIdentityClientId: clientId,
      ...options,
    }),
  managed: (options) => new ManagedIdentityCredential(options),
  secret: ({ tenantId, clientId, clientSecret, ...options }) =>
    new ClientSecretCredential(tenantId, clientId, clientSecret, options),
  workload: (options) => new WorkloadIdentityCredential(options),
};

/** Changes requests on their way: what a library that did it wrong would send. */
function spoiling({ withoutHeader, apiVersion }) {
  const client = createDefaultHttpClient();
  const sendRequest = (request) => {
    if (withoutHeader !== undefined) {
      request.headers.delete(withoutHeader);
    }
    if (apiVersion !== undefined) {
      const url = new URL(request.url);
      url.searchParams.set("api-version", apiVersion);
      request.url = url.href;
    }
    return client.sendRequest(request);
  };
  return { httpClient: { sendRequest } };
}

const answers = [];
for (const { credential, options: given, scope, spoiled } of JSON.parse(process.argv[2])) {
  const options = { ...given, ...(spoiled === undefined ? {} : spoiling(spoiled)) };
  try {
    const { token, expiresOnTimestamp } = await CREDENTIALS[credential](options).getToken(scope);
    answers.push({ token, expiresOn: expiresOnTimestamp / 1000 });
  } catch ({ name, message }) {
    answers.push({ error: name, message });
  }
}
console.log(JSON.stringify(answers));
