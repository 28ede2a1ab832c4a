import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSdks } from "../../../../../cli/clouds/sdks";
import { AwsSession } from "../../../../../cli/preflight/readers/aws-session";

describe("the region that signs requests to AWS", () => {
  const before = { ...process.env };
  let directory: string;
  let server: Server;
  let signature: string | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "aws-session-"));
    server = createServer((request, response) => {
      signature = request.headers.authorization;
      response.writeHead(403).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const own = `aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n`;
    const file = path.join(directory, "config");
    await writeFile(file, `[profile gov]\nregion = us-gov-west-1\n${own}[profile bare]\n${own}`);
    for (const name of Object.keys(process.env).filter((one) => one.startsWith("AWS_"))) {
      Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_CONFIG_FILE: file,
      AWS_SHARED_CREDENTIALS_FILE: path.join(directory, "none"),
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env).filter((one) => one.startsWith("AWS_"))) {
      Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  });

  for (const [title, profile, given, expected] of [
    ["is that of the profile", "gov", undefined, "us-gov-west-1"],
    ["is the given one before that of the profile", "gov", "us-gov-east-1", "us-gov-east-1"],
    ["is us-east-1 where none is configured", "bare", undefined, "us-east-1"],
  ] as const) {
    it(title, async () => {
      await new AwsSession(await loadSdks("iam", "sts"), { profile, region: given }).identity();
      assert.match(
        signature ?? "",
        new RegExp(`^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/\\d+/${expected}/sts/`),
      );
    });
  }
});
