import assert from "node:assert/strict";
import { failureExplanation as explanation } from "../../../../components/guest-installation/failed-command";
import { withCode } from "../../../../messages";

function failureExplanation(error: string, inputs: object): string | undefined {
  const message = explanation(error, { ...inputs });
  return message === undefined ? undefined : withCode(message);
}

const INPUTS = { resourceGroupName: "orders", vmName: "app-vm", timeoutInSeconds: 600 };

describe("the explanation of a Run Command that failed", () => {
  it("has the commands for a VM that has 25", () => {
    const error =
      "The maximum number of managed Run commands (max=25, current=25) has been exceeded. Use fewer Run commands and retry the request.";
    assert.equal(
      failureExplanation(error, INPUTS),
      "the VM already has 25 Run Commands, the most that Azure allows. List them: az vm run-command list --resource-group 'orders' --vm-name 'app-vm' --query [].name. Delete one that nobody needs: az vm run-command delete --resource-group 'orders' --vm-name 'app-vm' --run-command-name NAME [run-commands-too-many]",
    );
  });

  it("says what exit status -1 means", () => {
    const error = "failed to execute command: command terminated with exit status=-1";
    assert.match(
      failureExplanation(error, INPUTS) ?? "",
      /^Azure ended the script after 600 seconds \(exit status -1\)\. .* Run pulumi up again \[run-command-timeout\]$/,
    );
    assert.match(failureExplanation(error, {}) ?? "", /after its time-out of some seconds/);
  });

  it("adds nothing to a script's own failure", () => {
    for (const status of ["1", "10", "127"]) {
      assert.equal(failureExplanation(`command terminated with exit status=${status}`, INPUTS), undefined);
    }
  });
});
