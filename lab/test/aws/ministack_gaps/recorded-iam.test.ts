/** Answers of the real IAM, compared with the lab's. Each scenario has an account of its own. */
import assert from "node:assert/strict";
import { describeWith } from "../../../testing/describe-with";
import { compared, type Kept, RECORDED, type Row, startEmptyAccount } from "./recorded-iam";

describe("The recording of IAM", () => {
  for (const [file, { answers, leftOut }] of Object.entries(RECORDED.files)) {
    it(`has the ${answers} answers of ${file}, or the reason why not`, () => {
      const played = RECORDED.scenarios
        .filter((scenario) => scenario.file === file)
        .flatMap(({ rows }) => rows.filter(({ setup }) => !setup)).length;
      const left = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
      assert.deepEqual({ played: played + left }, { played: answers });
    });
  }

  it("names the case of each answer, and uses each call that prepares one", () => {
    for (const { title, rows } of RECORDED.scenarios) {
      assert.deepEqual(
        rows.filter((row) => row.setup !== true && row.case === undefined),
        [],
        title,
      );
      assert.equal(rows.at(-1)?.setup, undefined, title);
    }
  });
});

for (const { title, rows } of RECORDED.scenarios) {
  describeWith(`${title} of the AWS double, asked as the real IAM was`, startEmptyAccount, function (lab) {
    this.timeout(60_000);

    const kept: Kept = new Map();
    let preparing: Row[] = [];

    for (const row of rows) {
      if (row.setup) {
        preparing.push(row);
        continue;
      }
      const before = preparing;
      preparing = [];
      const { case: name = "", differs } = row;
      it(differs === undefined ? name : `${name}, otherwise: ${differs.why}`, async () => {
        for (const call of before) {
          const done = await compared(lab().iam, call, kept, call.keep);
          assert.deepEqual(done.lab, done.recorded, call.action);
        }
        const { lab: given, recorded } = await compared(lab().iam, row, kept, row.keep);
        if (differs === undefined) {
          assert.deepEqual(given, recorded);
        } else {
          assert.notDeepEqual(given, recorded, "no longer different");
          const own = await compared(lab().iam, { ...row, ...differs }, kept);
          assert.deepEqual(own.lab, own.recorded);
        }
        for (const call of [
          ...(row.after === undefined ? [] : [{ ...row.after, part: true as const }]),
          ...(row.then ?? []),
        ]) {
          const read = await compared(lab().iam, call, kept);
          assert.deepEqual(read.lab, read.recorded, call.action);
        }
      });
    }
  });
}
