import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { LAB_ROOT } from "../../../../lab-root";

const executables = ["aws", "azuread", "azure-native"].map((name) => `dist/lab/pulumi/plugins/${name}.js`);
const ROLE = "urn:pulumi:dev::project::aws:iam/role:Role::reader";

/** Starts a plugin as the engine does, with a pipe for its input. */
async function start(executable: string): Promise<{ process: ChildProcess; port: string }> {
  const child = spawn(process.execPath, [executable, "127.0.0.1:1"], {
    cwd: LAB_ROOT,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = (await once(createInterface(child.stdout), "line")) as [string];
  return { process: child, port };
}

describe("a plugin's executable", function () {
  this.timeout(60_000);

  for (const executable of executables) {
    it(`serves on the port that it prints and ends with its engine: ${executable}`, async () => {
      const plugin = await start(executable);
      assert.match(plugin.port, /^\d+$/);
      const ended = once(plugin.process, "exit");
      plugin.process.stdin?.end();
      assert.deepEqual(await ended, [0, null]);
    });
  }

  describe("spoken to by gRPC", () => {
    let plugin: ChildProcess;
    let client: ResourceProviderClient;

    before(async () => {
      const started = await start("dist/lab/pulumi/plugins/aws.js");
      plugin = started.process;
      client = new ResourceProviderClient(`127.0.0.1:${started.port}`, credentials.createInsecure());
    });

    after(async () => {
      client.close();
      const ended = once(plugin, "exit");
      plugin.stdin?.end();
      await ended;
    });

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

    const struct = (properties: object): Struct =>
      Struct.fromJavaScript(properties as Record<string, string>);

    it("tells its version and that it takes part in previews", async () => {
      const info = await answer<PluginInfo>((callback) => client.getPluginInfo(new Empty(), callback));
      assert.match(info.getVersion(), /^\d+\.\d+\.\d+$/);
      const configured = await answer<messages.ConfigureResponse>((callback) =>
        client.configure(new messages.ConfigureRequest(), callback),
      );
      assert.equal(configured.getSupportspreview(), true);
      assert.equal(configured.getAcceptsecrets(), false);
    });

    it("checks inputs", async () => {
      const request = new messages.CheckRequest().setUrn(ROLE).setNews(struct({ path: 1 }));
      const checked = await answer<messages.CheckResponse>((callback) => client.check(request, callback));
      assert.deepEqual(
        checked.getFailuresList().map((failure) => failure.getReason()),
        [
          `Missing required argument. The argument "assume_role_policy" is required, but no definition was found.. Examine values at 'reader.assumeRolePolicy'.`,
          "expected path to be of type string, got number. Examine values at 'reader.path'.",
        ],
      );
    });

    it("tells in detail what changes", async () => {
      const request = new messages.DiffRequest().setUrn(ROLE).setId("reader");
      request.setOldInputs(struct({ path: "/", description: "a" }));
      request.setOlds(struct({ path: "/", description: "a", arn: "x" }));
      request.setNews(struct({ path: "/x/", description: "b" }));
      const diff = await answer<messages.DiffResponse>((callback) => client.diff(request, callback));
      assert.equal(diff.getChanges(), messages.DiffResponse.DiffChanges.DIFF_SOME);
      assert.deepEqual(diff.getReplacesList(), ["path"]);
      assert.deepEqual(diff.getDiffsList().sort(), ["description", "path"]);
      const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
      const details = diff.getDetaileddiffMap();
      assert.equal(details.get("path")?.getKind(), UPDATE_REPLACE);
      assert.equal(details.get("description")?.getKind(), UPDATE);
    });

    it("compares with the state, but for what the program ignores", async () => {
      const request = new messages.DiffRequest().setUrn(ROLE).setId("reader");
      request.setOldInputs(struct({ path: "/", description: "a" }));
      request.setOlds(struct({ path: "/x/", description: "c" }));
      request.setNews(struct({ path: "/x/", description: "b" }));
      const diff = await answer<messages.DiffResponse>((callback) => client.diff(request, callback));
      assert.deepEqual(diff.getDiffsList(), ["description"]);
      request.setIgnorechangesList(["description"]);
      const ignoring = await answer<messages.DiffResponse>((callback) => client.diff(request, callback));
      assert.equal(ignoring.getChanges(), messages.DiffResponse.DiffChanges.DIFF_NONE);
    });

    it("previews a creation without a cloud", async () => {
      const request = new messages.CreateRequest().setUrn(ROLE).setPreview(true);
      request.setProperties(struct({ name: "reader" }));
      const created = await answer<messages.CreateResponse>((callback) => client.create(request, callback));
      assert.equal(created.getProperties()?.toJavaScript().name, "reader");
    });

    it("reports an unknown resource type", async () => {
      const request = new messages.CheckRequest().setUrn("urn:pulumi:dev::project::aws:ec2/vpc:Vpc::v");
      await assert.rejects(
        answer<messages.CheckResponse>((callback) => client.check(request, callback)),
        /unrecognized resource type: aws:ec2\/vpc:Vpc\. Expected a type that the lab's aws plugin supports: /,
      );
    });
  });
});
