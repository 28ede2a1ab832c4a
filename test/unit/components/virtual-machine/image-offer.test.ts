import assert from "node:assert/strict";
import { findImage, type ImageFinding } from "../../../../components/virtual-machine/image-offer";

const DEBIAN = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };
const OFFERS = "Debian/artifacttypes/vmimage/offers";
const ARM_UBUNTU = {
  publisher: "Canonical",
  offer: "ubuntu-24_04-lts",
  sku: "server-arm64",
  version: "latest",
};

/** Looks an image up in lists by their paths; others are not there. */
async function find(
  image: typeof DEBIAN,
  lists: Readonly<Record<string, readonly string[]>>,
  size = "Standard_B1s",
): Promise<ImageFinding> {
  return findImage("westeurope", size, image, (path) => Promise.resolve(lists[path]));
}

describe("the images of a region", () => {
  const versions = `${OFFERS}/debian-12/skus/12-gen2/versions`;

  it("have the newest build where there is any, and a build that is listed", async () => {
    assert.deepEqual(await find(DEBIAN, { [`${versions}?$top=1`]: ["1"] }), {});
    assert.deepEqual(await find({ ...DEBIAN, version: "Latest" }, { [`${versions}?$top=1`]: ["1"] }), {});
    assert.deepEqual(await find({ ...DEBIAN, version: "2" }, { [versions]: ["1", "2"] }), {});
    const gone = await find({ ...DEBIAN, version: "3" }, { [versions]: ["1", "2"] });
    assert.equal(gone.problem?.path, "image.version");
  });

  it("fail only for a slip: of the variant, else of the offer", async () => {
    const variant = await find({ ...DEBIAN, sku: "12-gen3" }, { [`${OFFERS}/debian-12/skus`]: ["12-gen2"] });
    assert.equal(variant.problem?.path, "image.sku");
    assert.match(
      variant.problem.text,
      /such as "Debian:debian-12:12-gen2:latest"; got "Debian:debian-12:12-gen3/,
    );
    const offer = await find({ ...DEBIAN, offer: "debian-13" }, { [OFFERS]: ["debian-12"] });
    assert.equal(offer.problem?.path, "image.offer");
  });

  it("only raise a doubt for what may be private", async () => {
    for (const lists of [
      {},
      { [OFFERS]: ["something-else"] },
      { [`${OFFERS}/debian-12/skus`]: ["12-gen2"] },
    ]) {
      const { problem, doubt } = await find(DEBIAN, lists);
      assert.equal(problem, undefined);
      assert.match(
        doubt?.text ?? "",
        /^Azure does not list the image "Debian:debian-12:12-gen2:latest" in westeurope\./,
      );
    }
  });

  it("fail for the component's own default, which is public", async () => {
    const { problem } = await find(ARM_UBUNTU, {}, "Standard_D2ps_v6");
    assert.equal(problem?.path, "image");
    assert.match(problem.text, /^Azure has no such image in westeurope\./);
  });

  it("are asked for with their names encoded", async () => {
    const asked: string[] = [];
    await findImage("westeurope", "Standard_B1s", { ...DEBIAN, sku: "a/b?c" }, (path) => {
      asked.push(path);
      return Promise.resolve(["1"]);
    });
    assert.deepEqual(asked, [`${OFFERS}/debian-12/skus/a%2Fb%3Fc/versions?$top=1`]);
  });
});
