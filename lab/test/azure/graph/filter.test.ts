import assert from "node:assert/strict";
import { parseFilter } from "../../../azure/graph/filter";

const OBJECT = {
  displayName: "It's AWS",
  appId: "A1",
  accountEnabled: true,
  identifierUris: ["urn://x"],
  resourceId: "6da92b97-dfd5-4c2c-94b7-455470c73f4d",
};

describe("parseFilter", () => {
  for (const filter of [
    "displayName eq 'It''s AWS'",
    "appId eq 'a1'",
    "accountEnabled eq true",
    "startswith(displayName,'it''s')",
    "identifierUris/any(p:p eq 'urn://x')",
    "appId eq 'A1' and displayName eq 'It''s AWS'",
    "displayName in ('other','It''s AWS')",
    "resourceId eq 6DA92B97-dfd5-4c2c-94b7-455470c73f4d",
  ]) {
    it(`finds by ${filter}`, () => {
      assert.equal(parseFilter(filter)(OBJECT), true);
    });
  }

  for (const filter of [
    "displayName eq 'aws'",
    "accountEnabled eq false",
    "identifierUris/any(p:p eq 'urn://y')",
    "appId eq 'A1' and displayName eq 'a and b'",
    "missing eq 'x'",
    "displayName in ('other')",
    "resourceId eq 6da92b97-dfd5-4c2c-94b7-455470c73f4e",
  ]) {
    it(`does not find by ${filter}`, () => {
      assert.equal(parseFilter(filter)(OBJECT), false);
    });
  }

  for (const filter of ["appId eq 'a' or appId eq 'b'", "appId eq 'a", ""]) {
    it(`refuses "${filter}" rather than to find too much`, () => {
      assert.throws(() => parseFilter(filter), { message: `Invalid filter clause: '${filter}'.` });
    });
  }

  it("takes ne in an advanced query alone", () => {
    assert.equal(parseFilter("appId ne 'A1'", true)(OBJECT), false);
    assert.equal(parseFilter("appId ne 'A2'", true)(OBJECT), true);
    assert.throws(() => parseFilter("appId ne 'A2'"), {
      code: "Request_UnsupportedQuery",
      message: "Filter operator 'NotEqualsMatch' is not supported.",
    });
  });
});
