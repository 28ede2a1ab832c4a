import assert from "node:assert/strict";
import type { PROJECT } from "../../../../messages";
import { withLinksThatLead } from "../../../../tools/packages/pages";

describe("a page in a package", () => {
  const packed = new Map([
    ["policypack/README.md", "README.md"],
    ["docs/reference/errors.md", "docs/reference/errors.md"],
  ]);
  const NOWHERE = { repository: undefined, site: undefined };
  const readme = (text: string, project: typeof PROJECT = NOWHERE) =>
    withLinksThatLead(text, { from: "policypack/README.md", to: "README.md" }, packed, project);

  it("links to a packed page from its own new place", () => {
    assert.equal(
      readme("See [`errors`](../docs/reference/errors.md#a), or [the folder](../docs/reference/)."),
      "See [`errors`](docs/reference/errors.md#a), or [the folder](docs/reference).",
    );
  });

  it("has the words of a link to a page that is not packed, without the link", () => {
    assert.equal(
      readme("See [the `lab`](../docs/lab.md) and ![a picture](../x.svg)."),
      "See the `lab` and a picture.",
    );
  });

  it("links to the site and the repository as soon as they have addresses", () => {
    assert.equal(
      readme("See [the `lab`](../docs/lab.md#a) and [a file](../x.svg).", {
        repository: "https://github.com/acme/app",
        site: "https://acme.example",
      }),
      "See [the `lab`](https://acme.example/lab.html#a) and [a file](https://github.com/acme/app/blob/HEAD/x.svg).",
    );
  });

  it("keeps addresses, links within itself, and code", () => {
    const text = "[a](https://example.com/x.md) [b](#c) `[d](e.md)`\n\n```md\n[f](g.md)\n```\n";
    assert.equal(readme(text), text);
  });
});
