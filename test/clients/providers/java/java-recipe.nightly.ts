/** The recipe for Java: a real process with Azure Identity and the AWS SDK. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { execa } from "execa";
import type { InjectedFault } from "../../../../lab/http";
import { describeWith } from "../../../../lab/testing/describe-with";
import { type Host, IdentityLab } from "../../azure/identity/identity-lab";
import type { Command } from "../../client";
import { codeBlock } from "../../code-block";
import { BUCKET, OBJECT } from "../../facts";
import { PAGE, programOfPage } from "./program-of-page";

const STS = /^AssumeRoleWithWebIdentity$/;
/** A proxy where nobody listens: what goes to a metadata service must not leave this machine. */
const NOWHERE = "http://127.0.0.1:1";

/** The metadata service for MSAL for Java, which begins a path with two slashes if its address is not the usual one. */
async function serveMetadata(imdsUrl: string): Promise<Server> {
  const server = createServer((incoming, response) => {
    const target = `${imdsUrl}${(incoming.url ?? "").replace(/^\/+/, "/")}`;
    fetch(target, { headers: { metadata: String(incoming.headers.metadata) } })
      .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
      .catch(() => response.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("The page on Java", () => {
  it("names the dependencies with which its program is compiled", async () => {
    const block = codeBlock(await readFile(PAGE, "utf8"), "xml").trimEnd();
    const pom = await readFile(path.join(__dirname, "pom.xml"), "utf8");
    const inOneLine = (text: string): string => text.replace(/\s+/g, "");
    for (const [dependency] of block.matchAll(/<dependency>.*?<\/dependency>/gs)) {
      assert.ok(inOneLine(pom).includes(inOneLine(dependency)), dependency);
    }
  });
});

describeWith(
  "The program of the page on Java",
  () => IdentityLab.start(),
  (lab) => {
    let program: string;
    let imds: Server;

    before(async function () {
      this.timeout("20m"); // On a machine's first run, Maven fetches and compiles.
      program = await programOfPage();
      imds = await serveMetadata(lab().azure.vm("vm1").imdsUrl);
    });
    after(() => imds.close());

    const run = async (host: Host, command: Command, changes: Readonly<Record<string, string>> = {}) => {
      const { federations, workload } = lab();
      return lab().run(host, command, {
        AWS_ROLE_ARN: federations[1].roleArn,
        AWS_REGION: "eu-west-1",
        AZURE_CLIENT_ID: workload.clientId,
        ...(host === "virtual machine" ? { AZURE_POD_IDENTITY_AUTHORITY_HOST: addressOf(imds) } : {}),
        AZURE_TO_AWS_AUDIENCE: federations[1].uri,
        AZURE_TOKEN_CREDENTIALS: host.startsWith("pod")
          ? "WorkloadIdentityCredential"
          : "ManagedIdentityCredential",
        HTTP_PROXY: NOWHERE,
        NO_PROXY: "127.0.0.1,localhost",
        ...changes,
      });
    };
    const list = (): Command => [program, BUCKET];

    for (const host of ["virtual machine", "App Service"] as const) {
      it(`lists a bucket on the ${host}`, async () => {
        const { exitCode, stdout, stderr } = await run(host, list());
        assert.equal(exitCode, 0, stderr);
        assert.equal(stdout, `${OBJECT}\n`);
      });
    }

    it("lists a bucket in a pod of AKS", async () => {
      const { entra, folder } = lab();
      const trusted = path.join(folder, "trusted.p12");
      const store = ["-keystore", trusted, "-storetype", "PKCS12", "-storepass", "changeit"];
      await execa("keytool", ["-importcert", "-noprompt", "-file", entra.caFile, "-alias", "lab", ...store]);
      const proxy = new URL(entra.proxy);
      const { exitCode, stdout, stderr } = await run("pod of trusted", list(), {
        // Java has its own settings for authorities and proxies.
        JAVA_TOOL_OPTIONS: [
          `-Djavax.net.ssl.trustStore=${trusted} -Djavax.net.ssl.trustStorePassword=changeit`,
          `-Dhttps.proxyHost=${proxy.hostname} -Dhttps.proxyPort=${proxy.port}`,
        ].join(" "),
      });
      assert.equal(exitCode, 0, stderr);
      assert.equal(stdout, `${OBJECT}\n`);
    });

    it("gets no session for another identity", async () => {
      const { exitCode, stderr } = await run("virtual machine", list(), {
        AZURE_CLIENT_ID: lab().stranger.clientId,
      });
      assert.notEqual(exitCode, 0);
      assert.match(stderr, /AADSTS501051/);
    });

    /** Lists twice with the credentials of the page, with three seconds in between. */
    const listTwice = async (): Promise<void> => {
      const classes = path.join(path.dirname(program), "../lib/*");
      const command: Command = ["java", "-cp", classes, "ListTwice", BUCKET, "3"];
      const { exitCode, stdout, stderr } = await run("virtual machine", command);
      assert.equal(exitCode, 0, stderr);
      assert.equal(stdout, "1\n1\n");
    };
    /** Sessions that end so many seconds after they begin. */
    const sessionsOf = (seconds: number, count = Infinity): InjectedFault =>
      lab().aws.faults.add({
        route: STS,
        count,
        fault: {
          kind: "wrong-body",
          change: (body) => {
            const end = new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+/, "");
            return body.replace(/<Expiration>[^<]*</, `<Expiration>${end}<`);
          },
        },
      });

    it("asks Azure for a token again when a session ends", async () => {
      // Azure Identity replaces a token that ends in less than five minutes, and the SDK a session that ends in one minute.
      const tokens = lab().azure.faults.add({
        route: /^GET \/metadata\/identity\//,
        fault: {
          kind: "wrong-body",
          change: (body) =>
            body
              .replace(/"expires_in":"\d+"/, '"expires_in":"60"')
              .replace(/"expires_on":"\d+"/, `"expires_on":"${Math.floor(Date.now() / 1000) + 60}"`),
        },
      });
      const sessions = sessionsOf(62);
      await listTwice();
      assert.deepEqual([tokens.struck.length, sessions.struck.length], [2, 2]);
    });

    it("goes on with its session while STS fails", async () => {
      sessionsOf(120, 1);
      const failed = lab().aws.faults.add({ route: STS, fault: { kind: "answer", answer: { status: 503 } } });
      await listTwice();
      assert.ok(failed.struck.length > 0);
    });

    afterEach(() => {
      lab().aws.faults.clear();
      lab().azure.faults.clear();
    });
  },
);
