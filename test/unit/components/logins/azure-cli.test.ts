import assert from "node:assert/strict";
import { azureCliCommand } from "../../../../components/logins/azure-cli";

const ARGS = ["account", "get-access-token", "--resource", "https://management.azure.com"];

describe("azureCliCommand", () => {
  it("starts the program itself", () => {
    assert.deepEqual(azureCliCommand(ARGS, "linux", {}), { file: "az", args: ARGS, cwd: undefined });
  });

  it("starts the batch file by the shell of Windows, away from the project's folder", () => {
    assert.deepEqual(azureCliCommand(ARGS, "win32", { SystemRoot: "C:\\Windows" }), {
      file: "cmd.exe",
      args: ["/d", "/c", "az", ...ARGS],
      cwd: "C:\\Windows",
    });
  });

  for (const odd of ["a&calc", "%PATH%", "a b", 'a"b', "a|b", "a^b", "a\nb", ""]) {
    it(`refuses the argument ${JSON.stringify(odd)}, which a shell could take for more`, () => {
      assert.throws(() => azureCliCommand(["account", odd], "win32", {}), {
        message: `not an argument for the Azure CLI: ${JSON.stringify(odd)}`,
      });
    });
  }
});
