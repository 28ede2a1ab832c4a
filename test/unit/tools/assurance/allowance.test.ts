import assert from "node:assert/strict";
import { allowedMinutes } from "../../../../tools/assurance/allowance";

describe("The time that attacks, faults and fuzz may take", () => {
  it("is twelve minutes, or what ASSURANCE_MINUTES gives", () => {
    assert.equal(allowedMinutes({}), 12);
    assert.equal(allowedMinutes({ ASSURANCE_MINUTES: "20.5" }), 20.5);
  });

  for (const given of ["", "0", "-1", "Infinity", "NaN", "12 min"]) {
    it(`is refused where ASSURANCE_MINUTES is '${given}'`, () => {
      assert.throws(() => allowedMinutes({ ASSURANCE_MINUTES: given }), {
        message: `ASSURANCE_MINUTES is '${given}'; it takes a number of minutes above 0, such as 12`,
      });
    });
  }
});
