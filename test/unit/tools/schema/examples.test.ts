/**
 * The examples in the schema. TypeScript is type-checked, Python and YAML are parsed, and names in Go, C#, and Java are
 * compared with the schema. No compiler for C# and Java is here, so their programs are not compiled. Further tests with
 * examples: test/unit/packaging/generated-sdks.nightly.ts compiles those in Go and runs those in Python, and
 * test/engine/packaging/schema-example.test.ts previews one in YAML.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import ts from "typescript";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { COMPONENT_EXAMPLES } from "../../../../tools/schema/examples/component-examples";
import { type Example, OutputOf } from "../../../../tools/schema/examples/example";
import { pascalCase, snakeCase } from "../../../../tools/schema/examples/layout";
import {
  EXAMPLE_LANGUAGES,
  renderExample,
  withExample,
  withoutExamples,
} from "../../../../tools/schema/examples/render-examples";
import { typedExample } from "../../../../tools/schema/examples/typed-example";
import { committedSchema } from "./committed-schema";

const schema = committedSchema();
const components = Object.keys(schema.resources).map((token) => token.split(":").at(-1) ?? "");

const exampleOf = (component: string): Example => {
  const example = COMPONENT_EXAMPLES[component];
  assert.ok(example, component);
  return example;
};

/** The code of a component's example as schema.json has it. */
function codeOf(component: string, language: string): string {
  const description = schema.resources[`azure-to-aws-federation:index:${component}`]?.description ?? "";
  const code = new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, "ms").exec(description)?.[1];
  assert.ok(code !== undefined, `${component} has no example in ${language}`);
  return code;
}

describe("the examples in the schema", function () {
  this.timeout(60_000); // The SDKs' types are read.

  it("are one per component and language, in the shortcodes of the schema", () => {
    assert.deepEqual(Object.keys(COMPONENT_EXAMPLES).sort(), [...components].sort());
    for (const component of components) {
      const description = schema.resources[`azure-to-aws-federation:index:${component}`]?.description ?? "";
      const own = withoutExamples(description);
      assert.equal(description, withExample(schema, own, exampleOf(component)), component);
      assert.deepEqual(
        [...description.matchAll(/^(?:\{\{%.*%\}\}|#+ .*|```\w+)$/gm)].map(([line]) => line),
        [
          "{{% examples %}}",
          "## Example Usage",
          "{{% example %}}",
          `### ${exampleOf(component).title}`,
          ...EXAMPLE_LANGUAGES.map((language) => `\`\`\`${language}`),
          "{{% /example %}}",
          "{{% /examples %}}",
        ],
      );
    }
    assert.deepEqual(EXAMPLE_LANGUAGES, ["typescript", "python", "go", "csharp", "java", "yaml"]);
  });

  it("create the component that they are about", () => {
    for (const component of components) {
      const { resources } = exampleOf(component);
      assert.equal(resources.at(-1)?.component, component);
    }
  });

  it("are programs in TypeScript without a type error", () => {
    const programs = components.map((component) => [component, codeOf(component, "typescript")] as const);
    assert.deepEqual(typeErrors(programs), []);
    const [first] = programs;
    const wrong = [["Wrong", (first?.[1] ?? "").replace("displayName", "displayedName")] as const];
    assert.match(typeErrors(wrong).join("\n"), /'displayedName' does not exist in type 'EntraAudienceArgs'/);
  });

  it("are programs in Python", async () => {
    const programs = Object.fromEntries(components.map((name) => [name, codeOf(name, "python")]));
    const script =
      "import ast, json, sys\nfor name, code in json.load(sys.stdin).items(): ast.parse(code, name)";
    await execa("python3", ["-c", script], { input: JSON.stringify(programs) });
    const broken = { Broken: `${programs.FederatedRole ?? ""})` };
    const { stderr } = await execa("python3", ["-c", script], {
      input: JSON.stringify(broken),
      reject: false,
    });
    assert.match(stderr, /SyntaxError/);
  });

  it("are YAML with the types and properties of the schema", () => {
    for (const component of components) {
      const program = parse(codeOf(component, "yaml")) as {
        resources: Record<string, { type: string; properties: object }>;
      };
      assert.deepEqual(
        Object.values(program.resources).map(({ type, properties }) => [type, Object.keys(properties)]),
        exampleOf(component).resources.map(({ component: name, args }) => [
          `azure-to-aws-federation:${name}`,
          Object.keys(args),
        ]),
      );
    }
  });

  const FORMS = [
    { language: "go", argument: (name: string) => `${pascalCase(name)}:`, made: "federation.New" },
    { language: "csharp", argument: (name: string) => `${pascalCase(name)} = `, made: "new " },
    { language: "java", argument: (name: string) => `.${name}(`, made: "new " },
    { language: "python", argument: (name: string) => `${snakeCase(name)}=`, made: "" },
  ] as const;
  for (const { language, argument, made } of FORMS) {
    it(`name every component, argument, and output as ${language} has it`, () => {
      for (const component of components) {
        const code = codeOf(component, language);
        const { resources, exports } = typedExample(schema, exampleOf(component));
        for (const resource of resources) {
          assert.ok(code.includes(`${made}${resource.component}(`), `${component}: ${resource.component}`);
          for (const [name] of resource.args) {
            assert.ok(code.includes(argument(name)), `${component}: ${name}`);
          }
        }
        for (const [name, { output }] of Object.entries(exports)) {
          const written =
            language === "python" ? snakeCase(output) : language === "java" ? output : pascalCase(output);
          assert.ok(code.includes(`.${written}`), `${component}: ${output}`);
          assert.ok(code.includes(`"${name}"`), `${component}: ${name}`);
        }
        assert.equal(count(code, /[([{]/g), count(code, /[)\]}]/g), `${component}: brackets`);
      }
    });
  }

  it("fail for names that the schema does not have", () => {
    const example = exampleOf("EntraAudience");
    const [audience] = example.resources;
    assert.ok(audience);
    const render = (changed: Partial<Example>) => () =>
      renderExample(schema, { ...example, ...changed }, "typescript");
    assert.throws(render({ resources: [{ ...audience, args: { displayedName: "x" } }] }), {
      message: "EntraAudience has no argument displayedName",
    });
    assert.throws(render({ exports: { x: new OutputOf("audience", "arn") } }), {
      message: "EntraAudience has no output arn",
    });
    assert.throws(render({ resources: [{ ...audience, component: "AzureWorkloads" }] }), {
      message: "the schema has no component AzureWorkloads",
    });
    assert.throws(render({ resources: [{ ...audience, component: "AzureVirtualMachine", args: {} }] }), {
      message: "the example of AzureVirtualMachine lacks the argument identityIds",
    });
  });
});

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** What the compiler says of programs, which lie in memory in the project's folder. */
function typeErrors(programs: readonly (readonly [name: string, code: string])[]): string[] {
  const files = new Map(
    programs.map(([name, code]) => [path.join(PROJECT_ROOT, `example-of-${name}.ts`), code]),
  );
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (file) => files.has(file) || disk.fileExists(file);
  host.readFile = (file) => files.get(file) ?? disk.readFile(file);
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
