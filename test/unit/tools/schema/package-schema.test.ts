import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT } from "../../../../messages";
import manifest from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { addresses } from "../../../../tools/schema/addresses";
import { withoutExamples } from "../../../../tools/schema/examples/render-examples";
import {
  type PackageSchema,
  packageSchema,
  renderPackageSchema,
} from "../../../../tools/schema/package-schema";

/** Words that mean something in one language only: its `undefined`, its imports, and calls with names in camel case. */
const ONE_LANGUAGE =
  /\b(?:undefined|null|None|nil|Promise|readonly|await|typeof)\b|^import |\brequire\(|\b[a-z]+[A-Z]\w*\(|\bnew [A-Z]\w*\(/m;

/** Source: pulumi/pulumi, pkg/codegen/schema/pulumi.json, as of August 2026. */
const METASCHEMA = [
  "name",
  "displayName",
  "version",
  "description",
  "keywords",
  "homepage",
  "license",
  "attribution",
  "repository",
  "logoUrl",
  "pluginDownloadURL",
  "publisher",
  "namespace",
  "meta",
  "config",
  "types",
  "dependencies",
  "provider",
  "resources",
  "functions",
  "language",
  "parameterization",
  "allowedPackageNames",
];

interface Described {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly items?: Described;
  readonly additionalProperties?: Described;
}

describe("the package's schema", function () {
  this.timeout(300_000); // All sources are type-checked.
  let schema: PackageSchema;
  /** Every property of every resource and type, by the place where it stands. */
  const properties = new Map<string, Described>();
  const outputs = new Map<string, Described>();

  before(() => {
    schema = packageSchema(PROJECT_ROOT);
    for (const [token, resource] of Object.entries(schema.resources)) {
      for (const [name, property] of Object.entries({ ...resource.inputProperties })) {
        properties.set(`${token}(${name})`, property);
      }
      for (const [name, property] of Object.entries({ ...resource.properties })) {
        properties.set(`${token}.${name}`, property);
        outputs.set(`${token}.${name}`, property);
      }
    }
    for (const [token, type] of Object.entries(schema.types)) {
      for (const [name, property] of Object.entries({ ...type.properties })) {
        properties.set(`${token}.${name}`, property);
      }
    }
  });

  it("is what schema.json says: after a change run npm run generate -- schema", async () => {
    const committed = await readFile(path.join(PROJECT_ROOT, "schema.json"), "utf8");
    assert.deepEqual(JSON.parse(committed), JSON.parse(renderPackageSchema(schema)));
    assert.equal(committed, renderPackageSchema(schema));
  });

  it("has the package's own name, version, words and publisher", () => {
    assert.equal(schema.name, "azure-to-aws-federation");
    assert.equal(schema.version, manifest.version);
    assert.equal(schema.displayName, "Azure to AWS federation");
    assert.equal(schema.publisher, "azure-to-aws");
    assert.equal(schema.namespace, "azure-to-aws");
    assert.equal(
      schema.attribution,
      "The components create resources of the Pulumi providers aws, azure-native, and azuread. They contain no code of these or of any other provider.",
    );
    assert.equal(schema.license, manifest.license);
    assert.deepEqual(schema.keywords, [...manifest.keywords, "category/cloud", "kind/component"]);
    assert.deepEqual(schema.dependencies, undefined, "no language needs an SDK of another provider for it");
  });

  it("has all components", () => {
    const names = Object.keys(schema.resources).map((token) => token.split(":").at(-1));
    assert.deepEqual(names, [
      "AwsOidcProvider",
      "AzureToAwsFederation",
      "AzureVirtualMachine",
      "AzureWorkload",
      "EntraAudience",
      "FederatedRole",
      "GuestInstallation",
    ]);
  });

  it("describes every component, type, argument, output and enum value, in plain text", () => {
    const texts = new Map<string, string | undefined>();
    for (const [place, { description }] of properties) {
      texts.set(place, description);
    }
    for (const [token, { description = "" }] of Object.entries(schema.resources)) {
      texts.set(token, withoutExamples(description));
    }
    for (const [token, type] of Object.entries(schema.types)) {
      texts.set(token, type.description);
      for (const { name, description } of type.enum ?? []) {
        texts.set(`${token}.${name}`, description);
      }
    }
    for (const [place, text] of texts) {
      assert.ok(text !== undefined && text.length > 10, `${place} has no description`);
      assert.doesNotMatch(text, /\{@|\[object|@example/, place);
      assert.doesNotMatch(text, /[^\n]\n[^\n*-]/, `${place} has a line break within a paragraph`);
      assert.doesNotMatch(text, ONE_LANGUAGE, place);
    }
  });

  it("has the members that Pulumi's own schema of schemas lists, and no others", () => {
    for (const member of Object.keys(schema)) {
      assert.ok(METASCHEMA.includes(member), member);
    }
    // pkg/codegen/schema/pulumi.json: the pattern of `namespace`.
    assert.match(schema.namespace, /^([a-z][a-z0-9]*)(-[a-z0-9]+)*$/);
  });

  it("has addresses of the project's own only", () => {
    const { homepage, repository, logoUrl, pluginDownloadURL } = schema;
    const own = addresses(PROJECT, schema.version);
    assert.deepEqual(
      [homepage, repository, logoUrl, pluginDownloadURL],
      [own.homepage, own.repository, own.logoUrl, own.pluginDownloadURL],
    );
    assert.deepEqual(addresses({ repository: undefined, site: undefined }, "1.2.3"), {});
    assert.deepEqual(
      addresses({ repository: "https://github.com/o/r", site: "https://docs.example/x" }, "1.2.3"),
      {
        homepage: "https://docs.example/x",
        repository: "https://github.com/o/r",
        logoUrl: "https://raw.githubusercontent.com/o/r/v1.2.3/docs/logo.svg",
        pluginDownloadURL: "github://api.github.com/o/r",
      },
    );
    assert.deepEqual(addresses({ repository: "https://git.example/o/r", site: undefined }, "1.2.3"), {
      homepage: "https://git.example/o/r",
      repository: "https://git.example/o/r",
    });
  });

  it("names the allowed values of enums as the sources do", () => {
    const form = schema.types["azure-to-aws-federation:index:AudienceForm"];
    assert.deepEqual(
      form?.enum?.map(({ name, value }) => [name, value]),
      [
        ["TenantAndName", "tenant-and-name"],
        ["ApplicationId", "application-id"],
      ],
    );
    const cloud = schema.resources["azure-to-aws-federation:index:EntraAudience"]?.inputProperties?.cloud;
    assert.deepEqual(cloud, {
      $ref: "#/types/azure-to-aws-federation:index:EntraCloud",
      description: cloud?.description,
      default: "public",
    });
  });

  it("says that numbers are whole", () => {
    const typeOf = ({ type, items, additionalProperties }: Described): (string | undefined)[] => [
      type,
      ...[items, additionalProperties].flatMap((inner) => (inner === undefined ? [] : typeOf(inner))),
    ];
    for (const [place, property] of properties) {
      assert.ok(!typeOf(property).includes("number"), place);
    }
    const { maxSessionDuration } =
      schema.resources["azure-to-aws-federation:index:FederatedRole"]?.inputProperties ?? {};
    assert.equal((maxSessionDuration as Described).type, "integer");
    assert.equal((maxSessionDuration as Described).default, 3600);
  });

  it("gives outputs no defaults and shows no private fields", () => {
    for (const [place, property] of outputs) {
      assert.equal(property.default, undefined, place);
      assert.doesNotMatch(place, /#|__/);
    }
  });
});
