import assert from "node:assert/strict";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Plugin } from "../../../../pulumi/plugins/kernel/plugin";
import { ProviderServer } from "../../../../pulumi/plugins/kernel/provider-server";
import { type Cloud, testPlugin, THING } from "./test-plugin";

/** Shows by a function what its provider was connected with. */
const plugin: Plugin<Cloud> = {
  ...testPlugin(new Map()),
  connect: ({ region }, { LOGIN }) => new Map([["connected", { region: region ?? "", login: LOGIN ?? "" }]]),
  functions: { "test:index:connected": (_args, { client }) => client.get("connected") ?? {} },
};

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

async function answer<Response>(send: (callback: Callback<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error === null) {
        resolve(response);
      } else {
        reject(error);
      }
    });
  });
}

describe("the server of a provider plugin", () => {
  let server: ProviderServer<Cloud>;
  let port: number;
  const clients: ResourceProviderClient[] = [];

  beforeEach(async () => {
    ({ port, server } = await ProviderServer.listen(plugin, { LOGIN: "of this run" }));
  });

  afterEach(() => {
    clients.splice(0).forEach((client) => {
      client.close();
    });
    server.close();
  });

  /** A provider of the engine: a connection of its own. */
  async function provider(region: string): Promise<ResourceProviderClient> {
    const options = { "grpc.use_local_subchannel_pool": 1 };
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    clients.push(client);
    const request = new messages.ConfigureRequest().setArgs(Struct.fromJavaScript({ region }));
    await answer<messages.ConfigureResponse>((callback) => client.configure(request, callback));
    return client;
  }

  async function connectedWith(client: ResourceProviderClient): Promise<unknown> {
    const request = new messages.InvokeRequest().setTok("test:index:connected");
    const response = await answer<messages.InvokeResponse>((callback) => client.invoke(request, callback));
    return response.getReturn()?.toJavaScript();
  }

  async function createWaiting(client: ResourceProviderClient): Promise<messages.CreateResponse> {
    const properties = Struct.fromJavaScript({ name: "box", secret: "wait" });
    const request = new messages.CreateRequest().setUrn(THING).setProperties(properties);
    return answer((callback) => client.create(request, callback));
  }

  it("keeps the configurations of two providers of its package apart, and gives both the same environment", async () => {
    const one = await provider("one");
    const two = await provider("two");
    assert.deepEqual(await connectedWith(one), { region: "one", login: "of this run" });
    assert.deepEqual(await connectedWith(two), { region: "two", login: "of this run" });
  });

  it("cancels only the calls of the provider that is cancelled", async () => {
    const one = await provider("one");
    const two = await provider("two");
    const waiting = createWaiting(one);
    const stopped = assert.rejects(waiting, /operation canceled/);
    await answer<Empty>((callback) => one.cancel(new Empty(), callback));
    await stopped;
    const properties = Struct.fromJavaScript({ name: "box" });
    const request = new messages.CreateRequest().setUrn(THING).setProperties(properties);
    const made = await answer<messages.CreateResponse>((callback) => two.create(request, callback));
    assert.equal(made.getId(), "box");
  });

  it("ends the calls that are under way when it closes", async () => {
    const one = await provider("one");
    const ended = assert.rejects(createWaiting(one));
    await connectedWith(one);
    server.close();
    await ended;
  });
});
