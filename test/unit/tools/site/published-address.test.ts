import assert from "node:assert/strict";
import { publishedAddress } from "../../../../tools/site/published-address";

describe("the address of a page on the published site", () => {
  it("is unknown while the site has no address", () => {
    assert.equal(publishedAddress("how-to/operate.md", { site: undefined }), undefined);
  });

  it("is a file below the site's root, and a folder for an index page", () => {
    const site = "https://manual.example/federation";
    const addresses = ["how-to/operate.md", "how-to/index.md", "index.md"].map((page) =>
      publishedAddress(page, { site }),
    );
    assert.deepEqual(addresses, [`${site}/how-to/operate.html`, `${site}/how-to/`, `${site}/`]);
  });
});
