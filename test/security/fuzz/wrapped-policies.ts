/** Targets that find trust policies within files of one format. */
import fc from "fast-check";
import { policy } from "../../unit/trust/properties/generated-policies";
import { type Anchors, editedBeside } from "./edited-beside";
import { editedBytes } from "./edited-bytes";
import { edited } from "./edited-json";
import { judgeBytes } from "./judge-bytes";
import { labelled, rolesWith } from "./labelled-policy";
import { respaced } from "./respaced";
import { strangerIn } from "./soundness";
import { type OpenTarget, openTarget } from "./target";

/** For the table: what must not happen, the same for each of these formats. */
export const UNSOUND =
  "intact or edited file: a role is missed, an open policy is accepted, or the file passes with one; " +
  "damaged file: an open policy that was found is accepted";

/** A trust policy, and how the file holds it. */
export interface Wrapped {
  readonly policy: Record<string, unknown>;
  /** A number with which a format chooses one of its ways to hold a policy. */
  readonly way: number;
}

/** Makes files of a format. */
export interface Wrapper extends Anchors {
  /** A file with all the policies in it. */
  readonly wrap: (wrapped: readonly Wrapped[]) => unknown;
  /** The text of a file. Default is JSON. */
  readonly write?: (file: unknown) => string;
}

interface Input {
  readonly bytes: Buffer;
  /** The policies that the file holds as they were written; `undefined` where they may be damaged. */
  readonly held: readonly Wrapped[] | undefined;
  /** Whether the file may be refused as a whole, since it looks like two formats. */
  readonly isTwoFormats: boolean;
}

/**
 * A third of the inputs are intact files. Another third have edits that leave every policy where it is. In both, every
 * policy must be found, and none that the evaluator finds open may be accepted. The others have members or bytes changed
 * anywhere: whatever is accepted in them must be sound.
 */
export function wrappedPolicies({ wrap, write = JSON.stringify, ...anchors }: Wrapper): OpenTarget {
  const wrapped = fc
    .array(fc.record({ policy, way: fc.nat(99) }), { minLength: 1, maxLength: 3 })
    .map((all) => all.map((one, index) => ({ ...one, policy: labelled(one.policy, index) })));
  const file = wrapped.map(wrap);
  const damaged = (bytes: Buffer): Input => ({ bytes, held: undefined, isTwoFormats: false });
  const inputs: fc.Arbitrary<Input> = fc.oneof(
    {
      weight: 3,
      arbitrary: wrapped.map((held) => ({
        bytes: Buffer.from(write(wrap(held))),
        held,
        isTwoFormats: false,
      })),
    },
    {
      weight: 3,
      arbitrary: wrapped.chain((held) =>
        fc
          .tuple(editedBeside(fc.constant(wrap(held)), anchors), fc.nat(99))
          .map(([{ file: changed, isTwoFormats }, spacing]) => ({
            bytes: respaced(write(changed), spacing),
            held,
            isTwoFormats,
          })),
      ),
    },
    { weight: 2, arbitrary: edited(file, 1).map((value) => damaged(Buffer.from(written(value, write)))) },
    {
      weight: 1,
      arbitrary: editedBytes(
        file.map((value) => written(value, write)),
        1,
      ).map(damaged),
    },
  );
  return openTarget({ inputs, check });
}

function check({ bytes, held = [], isTwoFormats }: Input): "accepted" | "refused" {
  const { file, exitCode } = judgeBytes(bytes);
  if (file === undefined) {
    if (held.length > 0 && !isTwoFormats) {
      throw new Error(`unsound: a file with ${held.length} whole policies cannot be read`);
    }
    return "refused";
  }
  for (const [index, one] of held.entries()) {
    const roles = rolesWith(index, file.roles);
    if (roles.length === 0) {
      throw new Error(`unsound: policy ${index} of ${held.length} goes unseen: ${JSON.stringify(one)}`);
    }
    const isPassed = exitCode === 0 || roles.some(({ judgment }) => judgment.verdict === "accepted");
    if (isPassed && strangerIn(one.policy) !== undefined) {
      throw new Error(`unsound: an open policy passes: ${JSON.stringify(one)}`);
    }
  }
  return exitCode === 0 ? "accepted" : "refused";
}

/** Returns `undefined` for values that it cannot write. The functions' types say otherwise. */
type Writer = (file: unknown) => string | undefined;

/** JSON if the format's writer cannot write a changed value; nothing if JSON cannot either. */
function written(value: unknown, write: Writer): string {
  try {
    return write(value) ?? "";
  } catch {
    return (JSON.stringify as Writer)(value) ?? "";
  }
}
