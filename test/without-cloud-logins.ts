/**
 * Takes the developer's cloud logins out of the environment before any test runs. Clients that tests start inherit it, and would
 * follow an `AWS_PROFILE` or `AZURE_CLIENT_ID` of the developer.
 */
import { withoutCloudLogins } from "../lab/cloud-logins";

const kept = withoutCloudLogins(process.env);
for (const name of Object.keys(process.env)) {
  if (!(name in kept)) {
    Reflect.deleteProperty(process.env, name);
  }
}
