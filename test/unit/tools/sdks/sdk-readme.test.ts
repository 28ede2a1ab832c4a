/** How the READMEs of the SDKs say to install them. */
import assert from "node:assert/strict";
import { installation, sdkReadme } from "../../../../tools/sdks/sdk-readme";
import { committedSchema } from "../schema/committed-schema";

const REPOSITORY = "https://github.com/acme/app";

describe("the README of an SDK", () => {
  it("names no package of a registry before the project has published one", () => {
    const python = installation("python", "0.3.0", undefined);
    assert.ok(python.includes("\npip install ./azure_to_aws_federation-0.3.0-py3-none-any.whl\n"));
    assert.match(python, /^This package is in no registry yet\./);
    assert.doesNotMatch(python, /pip install azure/);
    const go = installation("go", "0.3.0", undefined);
    assert.match(go, /^export GOPROXY="file:\/\//m);
    assert.match(go, /\/sdk\/go\/azuretoawsfederation@v0\.3\.0$/m);
  });

  it("names the package of the registry afterwards", () => {
    assert.equal(
      installation("python", "0.3.0", REPOSITORY),
      "```sh\npip install azure_to_aws_federation\n```",
    );
    assert.match(installation("go", "0.3.0", REPOSITORY), /^```sh\ngo get \S+\/azuretoawsfederation\n```$/);
  });

  it("has the line", () => {
    const schema = committedSchema();
    for (const language of ["python", "go"] as const) {
      assert.ok(sdkReadme(schema, language).includes(installation(language, schema.version, undefined)));
    }
  });
});
