import assert from "node:assert/strict";
import { parseFilter } from "../../../../../lab/azure/graph/filter";

const OBJECT = { displayName: "It's AWS", appId: "A1", accountEnabled: true, identifierUris: ["urn://x"] };

describe("parseFilter", () => {
  for (const filter of [
    "displayName eq 'It''s AWS'",
    "appId eq 'a1'",
    "accountEnabled eq true",
    "startswith(displayName,'it''s')",
    "identifierUris/any(p:p eq 'urn://x')",
    "appId eq 'A1' and displayName eq 'It''s AWS'",
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
  ]) {
    it(`does not find by ${filter}`, () => {
      assert.equal(parseFilter(filter)(OBJECT), false);
    });
  }

  for (const filter of ["displayName ne 'x'", "appId eq 'a' or appId eq 'b'", "appId eq 'a", ""]) {
    it(`refuses "${filter}" rather than to find too much`, () => {
      assert.throws(() => parseFilter(filter), { message: `Invalid filter clause: '${filter}'.` });
    });
  }
});
