import assert from "node:assert/strict";
import { demandSound } from "./demand-sound";

const STATEMENT = { Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" };

describe("the demand on an accepted policy", () => {
  it("is met by one that lets nobody in", () => {
    demandSound({ Statement: { ...STATEMENT, Principal: { Service: "ec2.amazonaws.com" } } }, []);
  });

  it("is not met by one that lets anybody in", () => {
    assert.throws(() => {
      demandSound({ Statement: { ...STATEMENT, Principal: "*" } }, []);
    }, /^Error: unsound: accepted, and lets in /);
  });

  it("is not met by one that the evaluator has no words for", () => {
    assert.throws(() => {
      demandSound({ Statement: { ...STATEMENT, Principal: null } }, []);
    }, TypeError);
  });
});
