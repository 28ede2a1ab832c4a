import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { errorSections } from "../../../../messages/error-sections";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { renderArgumentPage } from "../../../../tools/schema/argument-page";
import { committedSchema } from "./committed-schema";
import { anchorsOf, rowsOf, type TableRow } from "./table-rows";

describe("docs/reference/arguments.md", function () {
  this.timeout(120_000);
  let page: string;
  let rows: readonly TableRow[];
  let argumentRows: readonly TableRow[];
  let errorRows: readonly TableRow[];

  before(() => {
    page = renderArgumentPage(committedSchema());
    rows = rowsOf(page);
    argumentRows = rows.filter(({ header }) => header[0] === "Argument");
    errorRows = rows.filter(({ header }) => header[0] === "Code" && header[1] === "Arguments");
  });

  const rowOf = (section: string, name: string): readonly string[] | undefined =>
    argumentRows.find((row) => row.section === section && row.cells[0]?.includes(`[\`${name}\`]`))?.cells;

  /** The errors of an argument: the code and the text of each. */
  const errorsOf = (section: string, name: string): (readonly [code: string, text: string])[] =>
    errorRows
      .filter((row) => row.section === section && row.cells[1]?.split(", ").includes(`\`${name}\``))
      .map(({ cells: [code = "", , text = ""] }) => [/^\[`([^`]+)`\]/.exec(code)?.[1] ?? "", text]);

  it("is what `npm run generate -- arguments` writes", () => {
    assert.equal(readFileSync(path.join(PROJECT_ROOT, "docs/reference/arguments.md"), "utf8"), page);
  });

  it("shows an argument's type, unit, default, and errors", () => {
    assert.deepEqual(rowOf("WorkloadSettings", "maxSessionDuration"), [
      '<a id="workloadsettings-maxsessionduration"></a>[`maxSessionDuration`](#workloadsettings-maxsessionduration)',
      "integer",
      "3600",
      "The maximum length of the role's sessions in seconds, 3600 to 43200. The profile requests as much, unless `guest.durationSeconds` is given. The policy pack advises against more than 3600.",
    ]);
    assert.deepEqual(errorsOf("WorkloadSettings", "maxSessionDuration"), [
      [
        "argument-out-of-range",
        "out of range. Expected a whole number of seconds from 3600 (1 hour) to 43200 (12 hours).",
      ],
    ]);
  });

  it("shows which arguments are required, and which are plain", () => {
    const marks = (section: string, name: string) => rowOf(section, name)?.slice(1, 3);
    assert.deepEqual(marks("AzureToAwsFederation", "workloads"), [
      "plain map of [`WorkloadSettings`](#workloadsettings)",
      "**required**",
    ]);
    assert.deepEqual(marks("WorkloadSettings", "suspended"), ["plain boolean", "false"]);
    assert.deepEqual(marks("FederatedRole", "subjects"), [
      "list of strings",
      "**required** unless `contract`",
    ]);
    assert.deepEqual(marks("WorkloadSettings", "conditions"), ["map of maps of lists of strings", "none"]);
    assert.deepEqual(marks("EntraAudience", "cloud"), ["[`EntraCloud`](#entracloud)", "`public`"]);
  });

  it("says for every argument that it is required, or what its default is", () => {
    assert.ok(argumentRows.length > 120, String(argumentRows.length));
    assert.deepEqual(
      argumentRows.filter(({ cells: [, , fallback = ""] }) => fallback === ""),
      [],
    );
    const required = argumentRows.filter(({ cells: [, , fallback = ""] }) =>
      fallback.startsWith("**required**"),
    );
    const { resources, types } = committedSchema();
    const inputs = Object.values(resources).flatMap(({ requiredInputs = [] }) => requiredInputs);
    const members = Object.entries(types)
      .filter(([token]) => !token.endsWith(":FederatedWorkload"))
      .flatMap(([, { required: names = [] }]) => names);
    // Those that a contract or an existing identity can replace are optional in the schema.
    assert.equal(required.length, inputs.length + members.length + 8);
  });

  it("shows what the names in a map can be, and its values", () => {
    const name =
      "Expected 1 to 40 letters, digits, hyphens, or underscores, starting and ending with a letter or digit.";
    assert.deepEqual(errorsOf("AzureToAwsFederation", "workloads"), [
      [
        "workload-name-invalid",
        "invalid name. Expected letters, digits, and hyphens, starting and ending with a letter or digit.",
      ],
    ]);
    assert.deepEqual(errorsOf("Permissions", "inlinePolicies").slice(0, 1), [
      ["entry-name-invalid", `invalid name. ${name}`],
    ]);
    assert.equal(errorsOf("Permissions", "inlinePolicies").length, 2);
    assert.deepEqual(
      errorsOf("AzureToAwsFederation", "azureTags").map(([code]) => code),
      ["azure-tag-name-invalid", "argument-too-long"],
    );
  });

  it("shows an error of every argument whose values must be more than of the right type", () => {
    const without = argumentRows.filter(
      ({ section, cells: [name = "", type = ""] }) =>
        errorsOf(section, /`([^`]+)`/.exec(name)?.[1] ?? "").length === 0 &&
        !/^(?:plain )?(?:boolean|(?:list of )?\[`\w+(?:Settings|Image)`\]|\[`Permissions`\])/.test(type),
    );
    assert.deepEqual(
      without.map(({ section, cells: [name = ""] }) => `${section} ${/`([^`]+)`/.exec(name)?.[1]}`),
      // Both are checked only together with a contract.
      ["AzureWorkload workloadName", "FederatedRole workloads"],
    );
  });

  it("gives each row a link to itself and an anchor that no other place of the page has", () => {
    const anchors = anchorsOf(page);
    assert.equal(new Set(anchors).size, anchors.length);
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    assert.deepEqual(
      links.filter((link) => !anchors.includes(link)),
      [],
    );
  });

  it("names only codes that the error catalog has", () => {
    const known = new Set(errorSections().map((section) => `${section.page}.md#${section.code}`));
    const codes = [...page.matchAll(/\]\(\.\.\/(errors\/[^)]+)\)/g)].map(([, code = ""]) => code);
    assert.ok(codes.length > 60, String(codes.length));
    assert.deepEqual(
      codes.filter((code) => !known.has(code)),
      [],
    );
  });

  it("lists the values of each enum", () => {
    const values = rows.filter(({ section }) => section === "ImdsAccess").map(({ cells }) => cells);
    assert.deepEqual(values, [
      [
        '<a id="imdsaccess-audit"></a>[`audit`](#imdsaccess-audit)',
        "The guest proxy agent logs the request and answers it.",
      ],
      ['<a id="imdsaccess-enforce"></a>[`enforce`](#imdsaccess-enforce)', "The request is refused."],
    ]);
  });
});
