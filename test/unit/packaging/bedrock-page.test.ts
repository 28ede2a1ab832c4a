/** The program of docs/how-to/bedrock.md against the component's types, and its policy. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { compileErrors } from "../compile-errors";

const PAGE = readFileSync(path.join(PROJECT_ROOT, "docs/how-to/bedrock.md"), "utf8");

describe("the program of docs/how-to/bedrock.md", function () {
  this.timeout(60_000); // The SDKs' types are read.
  const [[, program = ""] = [], ...others] = [...PAGE.matchAll(/^```ts\n(.*?)^```$/gms)];

  it("compiles, and not with a misspelled argument", () => {
    assert.deepEqual(others, []);
    const complete = (text: string): string => `declare const sshPublicKey: string;\n${text}export {};\n`;
    const misspelled = program.replace("inlinePolicies", "inlinePolicy");
    assert.notEqual(misspelled, program);
    const { right, wrong } = compileErrors({ right: complete(program), wrong: complete(misspelled) });
    assert.deepEqual(right, []);
    assert.match(wrong?.join("\n") ?? "", /'inlinePolicy' does not exist/);
  });

  it("allows only to invoke the models that it names", () => {
    const { outputText } = ts.transpileModule(program.replace(/^import .*$/gm, ""), {
      compilerOptions: { target: ts.ScriptTarget.ES2022 },
    });
    interface Arguments {
      readonly workloads: Readonly<
        Record<string, { readonly permissions: { readonly inlinePolicies: Record<string, string> } }>
      >;
    }
    const made: Arguments[] = [];
    function AzureToAwsFederation(_name: string, args: Arguments): void {
      made.push(args);
    }
    runInNewContext(outputText.replace(/^export /gm, ""), { AzureToAwsFederation, sshPublicKey: "" });
    const policies = made.flatMap(({ workloads }) =>
      Object.values(workloads).flatMap(({ permissions }) => Object.values(permissions.inlinePolicies)),
    );
    const [{ Statement: [statement] } = { Statement: [] }] = policies.map(
      (text) => JSON.parse(text) as { Statement: { Action: string[]; Resource: string }[] },
    );
    assert.equal(policies.length, 1);
    assert.deepEqual(statement?.Action, ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]);
    assert.match(statement.Resource, /^arn:aws:bedrock:[a-z\d-]+::foundation-model\/[^*]+$/);
  });
});
