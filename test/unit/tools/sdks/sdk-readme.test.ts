/** How the READMEs of the SDKs say to install them. */
import assert from "node:assert/strict";
import { PUBLICATION } from "../../../../messages";
import { installation, sdkReadme } from "../../../../tools/sdks/sdk-readme";
import { committedSchema } from "../schema/committed-schema";

describe("the README of an SDK", () => {
  it("names no package of a registry before the project has published one", () => {
    const python = installation("python", "0.3.0", false);
    assert.ok(python.includes("\npip install ./azure_to_aws_federation-0.3.0-py3-none-any.whl\n"));
    assert.match(python, /^This package is in no registry yet\./);
    assert.doesNotMatch(python, /pip install azure/);
    const go = installation("go", "0.3.0", false);
    assert.match(go, /^export GOPROXY="file:\/\//m);
    assert.match(go, /\/sdk\/go\/azuretoawsfederation@v0\.3\.0$/m);
  });

  it("names the package of the registry afterwards", () => {
    assert.equal(installation("python", "0.3.0", true), "```sh\npip install azure_to_aws_federation\n```");
    assert.match(
      installation("go", "0.3.0", true),
      /^```sh\ngo get \S+\/azuretoawsfederation@v0\.3\.0\n```$/,
    );
  });

  it("has the line, as the project is published or not", () => {
    const schema = committedSchema();
    for (const language of ["python", "go"] as const) {
      const line = installation(language, schema.version, PUBLICATION.isPublished);
      assert.ok(sdkReadme(schema, language).includes(line));
    }
  });
});
