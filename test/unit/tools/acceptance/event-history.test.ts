import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { EventHistory } from "../../../../tools/acceptance/event-history";

/** A page of the history: one event, and whether another page follows. */
function page(eventName: string, NextToken?: string): string {
  return JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify({ eventName }) }], NextToken });
}

describe("the event history of some regions", () => {
  const environment = { ...process.env };
  const { signal } = new AbortController();
  let server: Server;
  let asked: object[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      const [, region = ""] =
        /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? "") ?? [];
      response.setHeader("content-type", "application/x-amz-json-1.1");
      void json(request).then((body) => {
        asked.push({ region, ...(body as object) });
        if (region === "us-east-1") {
          response.statusCode = 400;
          response.end('{"__type":"AccessDeniedException","message":"not here"}');
        } else {
          response.end("NextToken" in (body as object) ? page("second") : page("first", "more"));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "x",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env)) {
      Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, environment);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const lookUp = async (...regions: string[]) =>
    new EventHistory(regions).lookUp("AccessKeyId", "AKIAEXAMPLE", new Date(1_700_000_000_000), signal);

  it("has all pages of each region once, and does without a region that is refused", async () => {
    const records = await lookUp("eu-west-1", "us-east-1", "eu-west-1");
    assert.deepEqual(records, [{ eventName: "first" }, { eventName: "second" }]);
    const LookupAttributes = [{ AttributeKey: "AccessKeyId", AttributeValue: "AKIAEXAMPLE" }];
    const request = { LookupAttributes, StartTime: 1_700_000_000 };
    assert.deepEqual(
      asked.filter((one) => "region" in one && one.region === "eu-west-1"),
      [
        { region: "eu-west-1", ...request },
        { region: "eu-west-1", ...request, NextToken: "more" },
      ],
    );
  });

  it("cannot be read if every region refuses", async () => {
    await assert.rejects(lookUp("us-east-1"), { name: "AccessDeniedException", message: "not here" });
  });
});
