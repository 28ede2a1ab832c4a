import assert from "node:assert/strict";
import { loginProblem } from "../../../../components/logins/login-problem";

const problem = (said: string) => loginProblem("aws", "aws sso login", new Error(said));

describe("loginProblem", () => {
  for (const said of [
    "invocation of aws:index/getCallerIdentity:getCallerIdentity returned an error: operation canceled",
    "rpc error: code = Canceled desc = context canceled",
    "1 CANCELLED: Cancelled on client",
    "the resource monitor is shutting down",
    "rpc error: code = Unavailable desc = resource monitor shut down while waiting on step's done channel",
    "invocation of aws:index/getCallerIdentity:getCallerIdentity returned an error: grpc: the client connection is closing",
    "grpc: the connection is closing",
    "rpc error: code = Unavailable desc = transport is closing",
    "14 UNAVAILABLE: Channel closed before call started",
  ]) {
    it(`says nothing of a login when the call ended with: ${said}`, () => {
      assert.equal(problem(said), undefined);
    });
  }

  for (const said of [
    "No valid credential sources found. Please see https://registry.terraform.io for more information",
    "operation error STS: GetCallerIdentity, StatusCode: 403, ExpiredToken: The security token included in the request is expired",
    "api error InvalidClientTokenId: The security token included in the request is invalid.",
    "SignatureDoesNotMatch: the request signature we calculated does not match",
    "refresh cached SSO token failed, please run aws sso login",
    "unable to build authorizer for Microsoft Graph API: could not configure AzureCli Authorizer",
    "AADSTS7000215: Invalid client secret provided.",
    "clientCredentialsToken: received HTTP status 401 with response: invalid_client",
    "Please run 'az login' to setup account.",
  ]) {
    it(`says how to log in when the provider says: ${said}`, () => {
      const shown = said.length > 200 ? `${said.slice(0, 200)}…` : said;
      assert.deepEqual(problem(said), {
        path: "aws",
        isMissing: true,
        code: "login-missing",
        text: `no valid login (provider error: ${shown})`,
        next: "Log in: aws sso login",
      });
    });
  }

  for (const said of [
    "dial tcp: lookup sts.amazonaws.com: no such host",
    "unexpected status 503",
    "read tcp: connection reset by peer",
    "http: server closed idle connection",
  ]) {
    it(`says that the provider could not be asked when it says: ${said}`, () => {
      assert.deepEqual(problem(said), {
        path: "aws",
        isMissing: false,
        code: "login-not-checked",
        text: `the provider does not report who is logged in (provider error: ${said})`,
        next: "Check the network, and run the command again",
      });
    });
  }
});
