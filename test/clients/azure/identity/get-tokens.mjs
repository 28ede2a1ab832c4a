// Gets tokens with @azure/identity: get-tokens.mjs REQUESTS. REQUESTS is a JSON list of { credential, options, scope }. Prints a
// JSON list with a token or an error for each.
import {
  DefaultAzureCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import console from "node:console";
import process from "node:process";

const CREDENTIALS = {
  default: ({ clientId, ...options }) =>
    new DefaultAzureCredential({
      managedIdentityClientId: clientId,
      workloadIdentityClientId: clientId,
      ...options,
    }),
  managed: (options) => new ManagedIdentityCredential(options),
  workload: (options) => new WorkloadIdentityCredential(options),
};

const answers = [];
for (const { credential, options, scope } of JSON.parse(process.argv[2])) {
  try {
    const { token, expiresOnTimestamp } = await CREDENTIALS[credential](options).getToken(scope);
    answers.push({ token, expiresOn: expiresOnTimestamp / 1000 });
  } catch ({ name, message }) {
    answers.push({ error: name, message });
  }
}
console.log(JSON.stringify(answers));
