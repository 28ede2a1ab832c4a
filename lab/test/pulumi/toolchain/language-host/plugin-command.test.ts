import assert from "node:assert/strict";
import { ProgramInfo, RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import { pluginCommand } from "../../../../pulumi/toolchain/language-host/plugin-command";

const request = (kind: string) =>
  new RunPluginRequest()
    .setInfo(new ProgramInfo().setProgramDirectory(__dirname))
    .setKind(kind)
    .setPwd("/work")
    .setArgsList(["127.0.0.1:2"])
    .setEnvList(["PATH=/bin", "EMPTY=", "EQUATION=a=b"]);

const environment = { PATH: "/bin", EMPTY: "", EQUATION: "a=b" };

describe("pluginCommand", () => {
  it("runs a policy pack in its own folder", () => {
    assert.deepEqual(pluginCommand(request("analyzer")), {
      args: [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:2", __dirname],
      environment,
      cwd: __dirname,
    });
  });

  it("runs a provider plugin in the folder that the engine names", () => {
    assert.deepEqual(pluginCommand(request("resource")), {
      args: [require.resolve("@pulumi/pulumi/cmd/run-plugin"), __dirname, "127.0.0.1:2"],
      environment,
      cwd: "/work",
    });
  });
});
