import assert from "node:assert/strict";
import { BlockList } from "node:net";
import fc from "fast-check";
import { isPrivate, readIpAddress, readNetwork } from "../../../../../cli/keys/service-tags/ip-address";
import { daysTooOld, ServiceTags } from "../../../../../cli/keys/service-tags/service-tags";
import { TRAIL_SERVICE_TAGS } from "../../../../../lab/aws";
import { UnreadableError } from "../../../../../policy-sources";

function tagsOf(content: unknown, name = "ServiceTags_Public_20261123.json"): ServiceTags {
  const tags = new ServiceTags();
  tags.add(name, content);
  return tags;
}

function find(tags: ServiceTags, text: string) {
  const address = readIpAddress(text);
  assert.ok(address !== undefined, text);
  return tags.find(address);
}

describe("Azure's service tags", () => {
  it("say the most specific tag of an address, its region, and its service", () => {
    const tags = tagsOf(TRAIL_SERVICE_TAGS);
    const cloud = "Public";
    for (const [address, place] of [
      ["20.50.1.17", { tag: "AzureCloud.westeurope", region: "westeurope", service: "", cloud }],
      ["20.50.127.255", { tag: "AzureCloud.westeurope", region: "westeurope", service: "", cloud }],
      ["20.50.128.0", { tag: "AzureCloud.northeurope", region: "northeurope", service: "", cloud }],
      ["20.105.0.1", { tag: "AzureCloud", region: "", service: "", cloud }],
      [
        "20.105.216.31",
        { tag: "AppService.WestEurope", region: "westeurope", service: "AzureAppService", cloud },
      ],
      ["20.105.216.32", { tag: "AzureCloud.westeurope", region: "westeurope", service: "", cloud }],
      [
        "2603:1020:206:4::9",
        { tag: "AppService.WestEurope", region: "westeurope", service: "AzureAppService", cloud },
      ],
      ["2603:1020:2ff::1", { tag: "AzureCloud", region: "", service: "", cloud }],
      ["::ffff:20.50.1.17", { tag: "AzureCloud.westeurope", region: "westeurope", service: "", cloud }],
      ["20.51.0.0", undefined],
      ["20.49.255.255", undefined],
      ["2603:1020:300::", undefined],
    ] as const) {
      assert.deepEqual(find(tags, address), place, address);
    }
  });

  it("find the networks that Node's own list of networks finds", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const address = fc.oneof(
      fc.tuple(fc.constantFrom(20, 10), byte, byte, byte).map((bytes) => bytes.join(".")),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
        .map(([, , ...groups]) => ["2603", "1020", ...groups.map((group) => group.toString(16))].join(":")),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(address, fc.integer({ min: 8, max: 128 })), { minLength: 1 }),
        address,
        (nets, wanted) => {
          const list = new BlockList();
          const prefixes = nets.map(([net, length]) => {
            const bits = net.includes(":") ? length : Math.min(32, length);
            list.addSubnet(net, bits, net.includes(":") ? "ipv6" : "ipv4");
            return `${net}/${bits}`;
          });
          const tags = tagsOf({ values: [{ name: "T", properties: { addressPrefixes: prefixes } }] });
          const expected = list.check(wanted, wanted.includes(":") ? "ipv6" : "ipv4");
          assert.equal(find(tags, wanted) !== undefined, expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keep the file's cloud, change number, date, and number of networks", () => {
    assert.deepEqual(tagsOf(TRAIL_SERVICE_TAGS).files, [
      { cloud: "Public", changeNumber: 312, published: "2026-11-23", networks: 10 },
    ]);
    assert.equal(tagsOf(TRAIL_SERVICE_TAGS, "tags.json").files[0]?.published, undefined);
  });

  it("are too old after 30 days, unless nobody knows their date", () => {
    const [file] = tagsOf(TRAIL_SERVICE_TAGS).files;
    assert.ok(file !== undefined);
    const day = 24 * 3_600_000;
    const published = Date.parse("2026-11-23");
    assert.equal(daysTooOld(file, published + 30 * day), undefined);
    assert.equal(daysTooOld(file, published + 31 * day), 31);
    assert.equal(daysTooOld({ ...file, published: undefined }, published + 999 * day), undefined);
  });

  it("are no other file", () => {
    for (const other of [
      {},
      [],
      { values: [] },
      { values: [{ properties: { addressPrefixes: ["x", "1.2.3.4/33"] } }] },
    ]) {
      assert.throws(() => tagsOf(other), UnreadableError);
    }
  });
});

describe("an address", () => {
  it("is an IPv4 or IPv6 address in any form, and nothing else", () => {
    for (const [text, value] of [
      ["0.0.0.1", 1n],
      ["255.255.255.255", 0xffffffffn],
      ["::", 0n],
      ["1::", 1n << 112n],
      ["::1.2.3.4", 0x01020304n],
      ["1:2:3:4:5:6:7:8", 0x00010002000300040005000600070008n],
    ] as const) {
      assert.equal(readIpAddress(text)?.value, value, text);
    }
    for (const text of [
      "",
      "1.2.3",
      "1.2.3.256",
      "s3.amazonaws.com",
      "AWS Internal",
      "fe80::1%eth0",
      "1:2",
    ]) {
      assert.equal(readIpAddress(text), undefined, text);
    }
    for (const text of ["1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/", "1.2.3.4/8/8", "::/129"]) {
      assert.equal(readNetwork(text), undefined, text);
    }
  });

  it("is private if nobody has it on the Internet", () => {
    for (const [text, expected] of [
      ["10.255.255.255", true],
      ["172.16.0.1", true],
      ["172.32.0.1", false],
      ["192.168.1.1", true],
      ["100.64.0.1", true],
      ["fd00::1", true],
      ["2603:1020::1", false],
      ["11.0.0.0", false],
    ] as const) {
      const address = readIpAddress(text);
      assert.ok(address !== undefined);
      assert.equal(isPrivate(address), expected, text);
    }
  });
});
