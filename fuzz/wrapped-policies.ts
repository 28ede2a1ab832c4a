/** Targets that find trust policies within files of one format. */
import fc from "fast-check";

import { policy } from "../test/trust/properties/generated-policies";
import { edited } from "./edited-json";
import { editedBytes } from "./edited-bytes";
import { judgeBytes } from "./judge-bytes";
import { strangerIn } from "./soundness";
import { openTarget, type OpenTarget } from "./target";

/** A trust policy and how the file is to hold it. */
export interface Wrapped {
  readonly policy: Record<string, unknown>;
  /** A number by which a format chooses among the ways in which it can hold one. */
  readonly way: number;
}

/** Makes files of a format. */
export interface Wrapper {
  /** A file with all the policies in it. */
  readonly wrap: (wrapped: readonly Wrapped[]) => unknown;
  /** The text of a file. Default is JSON. */
  readonly write?: (file: unknown) => string;
}

interface Input {
  readonly bytes: Buffer;
  /** The policies that the file holds, where nothing was changed in it. */
  readonly intact: readonly Wrapped[] | undefined;
}

/**
 * Half of the inputs are files as they should be: whichever policy the evaluator finds open, the file must not pass, and
 * no policy may go unseen. The others have members or bytes changed: whatever is accepted in them must be sound.
 */
export function wrappedPolicies({ wrap, write = JSON.stringify }: Wrapper): OpenTarget {
  const wrapped = fc.array(fc.record({ policy, way: fc.nat(99) }), { minLength: 1, maxLength: 3 });
  const file = wrapped.map(wrap);
  const inputs: fc.Arbitrary<Input> = fc.oneof(
    { weight: 4, arbitrary: wrapped.map((intact) => ({ bytes: Buffer.from(write(wrap(intact))), intact })) },
    {
      weight: 3,
      arbitrary: edited(file, 1).map((value) => ({
        bytes: Buffer.from(written(value, write)),
        intact: undefined,
      })),
    },
    {
      weight: 1,
      arbitrary: editedBytes(
        file.map((value) => written(value, write)),
        1,
      ).map((bytes) => ({ bytes, intact: undefined })),
    },
  );
  return openTarget({
    inputs,
    check: ({ bytes, intact }: Input) => {
      const { file: judged, exitCode } = judgeBytes(bytes);
      if (intact !== undefined) {
        const roles = judged?.roles.length ?? 0;
        if (roles < intact.length) {
          throw new Error(`unsound: ${intact.length} policies in the file, ${roles} seen`);
        }
        const open = intact.find((one) => strangerIn(one.policy) !== undefined);
        if (open !== undefined && exitCode === 0) {
          throw new Error(`unsound: the file passes with an open policy in it: ${JSON.stringify(open)}`);
        }
      }
      return exitCode === 0 ? "accepted" : "refused";
    },
  });
}

/** Of what it has no words for, `undefined`: functions' types say otherwise. */
type Writer = (file: unknown) => string | undefined;

/** JSON where the format's own writer has no words for a changed value; nothing where JSON has none. */
function written(value: unknown, write: Writer): string {
  try {
    return write(value) ?? "";
  } catch {
    return (JSON.stringify as Writer)(value) ?? "";
  }
}
