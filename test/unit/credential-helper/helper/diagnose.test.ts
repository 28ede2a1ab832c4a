import assert from "node:assert/strict";
import { diagnosing, verdicts } from "./diagnosing";
import { audience, clientId, issuer, roleArn, subject, tokenId } from "./facts";
import { useFixture } from "./fixture";
import { imdsError, stsError, tokenReply } from "./replies";
import { said, saidLike } from "./said";

describe("With --diagnose the credential helper", () => {
  const fixture = useFixture();
  const { diagnose, report, trusted } = diagnosing(fixture);

  it("reports what it found at each step, and prints no credentials", async () => {
    fixture.clouds.claims.roles = ["AssumeRole"];
    const run = await diagnose();
    assert.equal(run.exitCode, 0, run.stdout);
    const time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    const lines = [
      `azure-to-aws 0.2.0 for ${roleArn}`,
      "",
      "Source of the Azure token",
      `  imds at ${fixture.clouds.url}, chosen by detection`,
      "  not token-file: AZURE_FEDERATED_TOKEN_FILE is not set",
      "  not workload-identity: AZURE_FEDERATED_TOKEN_FILE and AZURE_TENANT_ID are not set",
      "  not app-service: IDENTITY_ENDPOINT and IDENTITY_HEADER are not set",
      "",
      "Token, its claims",
      `  iss       ${issuer}`,
      `  aud       ${audience}`,
      `  sub       ${subject}`,
      `  oid       ${subject}`,
      "  roles     AssumeRole",
      `  uti       ${tokenId}`,
      "  iat       TIME",
      "  nbf       TIME",
      "  exp       TIME",
      "",
      "Expected by the command line",
      `  issuer    ${issuer}`,
      `  audience  ${audience}`,
      `  clientId  ${clientId}`,
      `  subject   ${subject}`,
      "",
      "Token against the command line",
      "  ok        issuer (iss)",
      "  ok        audience (aud)",
      "  ok        subject (sub)",
      "  ok        expiry (exp)",
      "  ok        app role (roles)",
      "",
      "AWS STS, which alone knows what the role trusts",
      `  ${fixture.clouds.url} accepted the token: a session until TIME`,
      "  as arn:aws:sts::111122223333:assumed-role/r/s",
      "",
      "Cache",
      `  ${fixture.cacheFolder}: empty`,
      "",
      "Earlier calls, which may no longer apply",
      "  no failure and no warning noted",
      "",
      "Result: it works",
      "Next, on this machine:",
      "  aws sts get-caller-identity",
      "",
    ];
    assert.deepEqual(run.stdout.replaceAll(new RegExp(time, "g"), "TIME").split("\n"), lines);
  });

  it("marks every difference with its fix, and reports what AWS answers without a second explanation", async () => {
    fixture.clouds.sts.always = () =>
      stsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    const run = await diagnose(["--issuer", issuer.slice(0, -1)]);
    assert.equal(run.exitCode, 1);
    const marked = run.stdout.split("\n").filter((line) => line.startsWith("!"));
    assert.deepEqual(marked.length, 2, run.stdout);
    assert.equal(marked[0], "! differs   issuer (iss)");
    assert.match(
      marked[1] ?? "",
      new RegExp(`^! ${saidLike("sts-refused-too", { reply: ".* AccessDenied: .*" })}$`),
    );
    assert.ok(
      run.stdout.includes(
        `            ${said("token-issuer-slash", { wanted: issuer.slice(0, -1), found: issuer })}\n`,
      ),
      run.stdout,
    );
    assert.match(run.stdout, /^ {2}unchecked subject \(sub\)$/m);
    assert.match(
      run.stdout,
      /\nResult: no credentials\. The lines marked with ! say why\.\nWaiting does not help\.\n/,
    );
  });

  it("reports the same as JSON", async () => {
    const found = await report();
    assert.equal(found.works, true);
    assert.deepEqual(found.expected, {
      roleArn,
      issuer,
      audience,
      clientId,
      subject,
      region: "us-east-1",
    });
    assert.equal(found.source.name, "imds");
    assert.equal(found.token.claims?.sub, subject);
    assert.deepEqual(verdicts(found), {
      "issuer (iss)": "ok",
      "audience (aud)": "ok",
      "subject (sub)": "ok",
      "expiry (exp)": "ok",
      "app role (roles)": "unchecked",
    });
    assert.equal(found.sts.session, `vm-storage-1@${tokenId}`);
    assert.equal(found.sts.problem, null);
    assert.equal(found.cache.state, "empty");
  });

  it("does not work if a check differs, even if AWS gives a session", async () => {
    const found = await report(["--subject", "99999999-8888-4777-8666-555555555555"]);
    assert.equal(found.works, false);
    assert.equal(verdicts(found)["subject (sub)"], "differs");
    assert.equal(found.sts.problem, null);
    assert.deepEqual(found.conclusion, {
      result: "the helper refuses the token, because it differs from the command line. AWS accepts it.",
      waiting: "Waiting does not help.",
      where: "on this machine",
      command: 'grep -s credential_process "$AWS_CONFIG_FILE" ~/.aws/config /etc/azure-to-aws/config',
    });
  });

  it("names the source of other hosts, and what was skipped", async () => {
    const found = await report(trusted, fixture.clouds.appEnvironment);
    assert.equal(found.works, true);
    assert.deepEqual(found.source, {
      name: "app-service",
      foundBy: "detection",
      place: `${fixture.clouds.url}/msi/token/`,
      problem: null,
      skipped: {
        "token-file": "AZURE_FEDERATED_TOKEN_FILE is not set",
        "workload-identity": "AZURE_FEDERATED_TOKEN_FILE and AZURE_TENANT_ID are not set",
      },
    });
    const named = await report([...trusted, "--source", "imds"], fixture.clouds.appEnvironment);
    assert.equal(named.source.foundBy, "--source");
    assert.equal(named.source.name, "imds");
  });

  it("reports why it gets no token, and does not ask AWS", async () => {
    fixture.clouds.imds.always = () => imdsError(400, "invalid_request", "Identity not found");
    const found = await report();
    assert.equal(found.works, false);
    assert.match(found.token.problem ?? "", new RegExp(`^${saidLike("identity-not-on-vm")}$`));
    assert.deepEqual(found.checks, []);
    assert.equal(found.sts.asked, false);
    assert.deepEqual(fixture.clouds.sts.seen, []);
    assert.match(
      (await diagnose()).stdout,
      new RegExp(
        `\nToken\n! ${saidLike("identity-not-on-vm")}\n\n[^]*\nAWS STS, which alone knows what the role trusts\n {2}not asked: there is no token\n`,
      ),
    );
  });

  it("reports an endpoint that it may not use", async () => {
    const env = { AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://example.com" };
    const found = await report(trusted, env);
    assert.match(
      String(found.source.problem),
      new RegExp(`^${saidLike("endpoint-refused", { variable: "AZURE_POD_IDENTITY_AUTHORITY_HOST" })}`),
    );
    assert.equal(found.works, false);
  });

  it("says that a token may be older than the assignment", async () => {
    fixture.clouds.claims.iat = Math.floor(Date.now() / 1000) - 3600;
    const found = await report();
    const check = found.checks.find(({ name }) => name === "app role (roles)");
    assert.match(
      String(check?.remedy),
      /^The token was issued 60 min ago and has no app role, so it may be older/,
    );
  });

  it("shows no claim as it would harm a terminal, and none that it does not know", async () => {
    Object.assign(fixture.clouds.claims, {
      appid: "\u001b[31m",
      roles: ["x".repeat(5000)],
      secret_claim: "s3cr3t",
    });
    const run = await diagnose();
    assert.match(run.stdout, /^ {2}appid {5}\?\[31m$/m);
    assert.ok(!run.stdout.includes("s3cr3t"));
    assert.ok(run.stdout.length < 4000);
    const odd = JSON.stringify({ ...fixture.clouds.claims, nbf: 1, ver: 2 });
    const payload = odd.replace('"nbf":1', '"nbf":1e999').replace('"ver":2', '"ver":{"a":1}');
    const token = `e30.${Buffer.from(payload).toString("base64url")}.s`;
    fixture.clouds.imds.always = () => tokenReply(token);
    const claims = (await report()).token.claims;
    assert.deepEqual([claims?.nbf, claims?.ver], ["(not shown)", "(not shown)"]);
  });

  it("refuses another form of report", async () => {
    const run = await fixture.run({ args: ["--diagnose=xml"] });
    assert.deepEqual([run.exitCode, run.stdout], [2, ""]);
    assert.match(
      run.stderr,
      new RegExp(
        `^azure-to-aws: ${saidLike("helper-flag-value", { option: "--diagnose", expected: "no value, or json" })}`,
      ),
    );
  });
});
