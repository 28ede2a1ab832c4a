/**
 * Doubles of a VM's metadata service, of AWS STS (by TLS) and of S3, for the helper's benchmarks. A process of its own,
 * since the one that measures stands still while it starts others. Tells its parent where they listen, and after each
 * order how often they were asked so far.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { LoopbackServer } from "../../lab/http";
import {
  certificateFile,
  certificateKeyFile,
  type CloudAddresses,
  type CloudOrder,
  type Requests,
  workload,
} from "./workload";

const requests = { imds: 0, instance: 0, sts: 0, s3: 0 };

/** Milliseconds that each answer takes. */
let delay = 0;

function answering(name: keyof Requests, body: (url: string) => string): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    request.resume().on("end", () => {
      const url = request.url ?? "";
      // The helper asks for the VM's name too.
      requests[url.startsWith("/metadata/instance") ? "instance" : name] += 1;
      setTimeout(() => response.end(body(url)), delay);
    });
  };
}

function token(): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { aud: workload.audience, iss: workload.issuer, sub: workload.subject, uti: "b1" };
  const payload = part({ ...claims, iat: now, nbf: now, exp: now + 86_700 });
  // Of the length that Entra's signatures have.
  return `${part({ typ: "JWT", alg: "RS256", kid: "k1" })}.${payload}.${"s".repeat(342)}`;
}

function tokenAnswer(url: string): string {
  return url.startsWith("/metadata/instance")
    ? "vm-1"
    : JSON.stringify({ access_token: token(), client_id: workload.clientId, token_type: "Bearer" });
}

function session(): string {
  const end = new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+/, "");
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId>
<Arn>arn:aws:sts::111122223333:assumed-role/reports/s</Arn></AssumedRoleUser><Credentials>
<AccessKeyId>ASIABENCH</AccessKeyId><SecretAccessKey>bench</SecretAccessKey>
<SessionToken>${"t".repeat(800)}</SessionToken><Expiration>${end}</Expiration></Credentials>
</AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;
}

const buckets = `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>1</ID></Owner>
<Buckets><Bucket><Name>reports</Name><CreationDate>2024-09-20T00:00:00.000Z</CreationDate></Bucket></Buckets>
</ListAllMyBucketsResult>`;

async function main(): Promise<void> {
  const imds = await LoopbackServer.listen(answering("imds", tokenAnswer));
  const s3 = await LoopbackServer.listen(answering("s3", () => buckets));
  const identity = { cert: readFileSync(certificateFile), key: readFileSync(certificateKeyFile) };
  const sts = createServer(identity, answering("sts", session));
  await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", resolve));
  const addresses: CloudAddresses = {
    imds: imds.url,
    sts: `https://127.0.0.1:${(sts.address() as AddressInfo).port}`,
    s3: s3.url,
  };
  process.on("message", (order: CloudOrder) => {
    delay = order === "requests" ? delay : order.delay;
    process.send?.(requests);
  });
  process.send?.(addresses);
}

void main();
