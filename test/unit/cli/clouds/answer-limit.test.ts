import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { limitAnswers, TOO_LARGE } from "../../../../cli/clouds/answer-limit";
import { sent } from "../../../../cli/clouds/aws/aws-refusal";
import { MicrosoftApi } from "../../../../cli/clouds/microsoft/microsoft-api";
import { LoopbackServer } from "../../../../lab/http";

const MOST = 1_000_000;

describe("the limit for an answer of a service", () => {
  let server: LoopbackServer;
  let asked = 0;
  let body: Buffer | "endless" = Buffer.alloc(0);
  let headers: Readonly<Record<string, string>> = {};

  beforeEach(async () => {
    asked = 0;
    headers = {};
    server = await LoopbackServer.listen((_, response) => {
      asked++;
      response.writeHead(200, headers);
      if (body !== "endless") {
        response.end(body);
        return;
      }
      const more = (): void => {
        let isTaken = true;
        while (isTaken && !response.destroyed) {
          isTaken = response.write("x".repeat(65_536));
        }
      };
      response.on("drain", more);
      more();
    });
  });

  afterEach(async () => {
    await server.close();
  });

  /** A page of a list with a number of bytes. */
  const pageOf = (bytes: number): Buffer => {
    const [head, tail] = ['{"value":[{"id":"', '"}]}'];
    return Buffer.from(`${head}${"x".repeat(bytes - head.length - tail.length)}${tail}`);
  };

  const refusal = {
    state: "failed",
    code: TOO_LARGE,
    message: `an answer has more than ${MOST} bytes`,
  };

  describe("of Microsoft's", () => {
    const list = async (): Promise<number> => {
      const api = new MicrosoftApi({
        credential: {
          getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }),
        },
        scope: "https://graph.microsoft.com",
        endpoint: server.url,
        largestAnswer: MOST,
      });
      const items: unknown[] = [];
      for await (const item of api.list("/list", "Some.Right")) {
        items.push(item);
      }
      return items.length;
    };

    it("lets an answer of this size in, and not a larger one, which is not asked for again", async () => {
      body = pageOf(MOST);
      assert.equal(await list(), 1);
      body = pageOf(MOST + 1);
      asked = 0;
      await assert.rejects(list(), refusal);
      assert.equal(asked, 1);
    });

    it("counts what an answer has when it is decompressed", async () => {
      body = gzipSync(pageOf(50 * MOST));
      assert.ok(body.length < MOST);
      headers = { "content-encoding": "gzip" };
      await assert.rejects(list(), refusal);
    });

    it("reads no further in an answer without an end", async () => {
      body = "endless";
      await assert.rejects(list(), refusal);
    });
  });

  describe("of AWS's", () => {
    const list = async (most: number): Promise<number> => {
      const iam = limitAnswers(
        new IAMClient({
          endpoint: server.url,
          region: "us-east-1",
          credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "s" },
        }),
        most,
      );
      try {
        const { Users = [] } = await sent("iam:ListUsers", () => iam.send(new ListUsersCommand({})));
        return Users.length;
      } finally {
        iam.destroy();
      }
    };
    const answer = Buffer.from(
      "<ListUsersResponse><ListUsersResult><Users><member><UserName>ada</UserName></member></Users></ListUsersResult></ListUsersResponse>",
    );

    it("lets an answer of this size in, and not a larger one, which is not asked for again", async () => {
      body = answer;
      assert.equal(await list(answer.length), 1);
      asked = 0;
      await assert.rejects(list(answer.length - 1), {
        state: "failed",
        code: TOO_LARGE,
        message: `an answer has more than ${answer.length - 1} bytes`,
      });
      assert.equal(asked, 1);
    });

    it("reads no further in an answer without an end", async () => {
      body = "endless";
      await assert.rejects(list(MOST), refusal);
    });
  });
});
