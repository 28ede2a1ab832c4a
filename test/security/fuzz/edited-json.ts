/** JSON values with something wrong in them. */
import fc from "fast-check";
import { copyOf, nested, ODD, pick, set, type Slot } from "./json-places";

/** What is put in the place of a value: also what is nested too deeply, or looks so to the reader of YAML. */
const VALUES: readonly (() => unknown)[] = [...ODD, () => "${a,'".repeat(2_000), () => nested(3_000)];

/** Names that a member can be renamed to. */
const NAMES = ["__proto__", "constructor", "toString", "", "Statement", "statement", "Ref", "Effect", "0"];

type Edit = readonly [place: number, kind: Kind, detail: number];
type Kind = "replace" | "remove" | "repeat" | "wrap" | "unwrap" | "rename" | "text" | "move";

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.nat(999),
  fc.constantFrom<Kind>("replace", "replace", "remove", "repeat", "wrap", "unwrap", "rename", "text", "move"),
  fc.nat(999),
);

/** The values of `base` with at least `least` and at most four edits each. */
export function edited(base: fc.Arbitrary<unknown>, least = 0): fc.Arbitrary<unknown> {
  return fc
    .tuple(base, fc.array(edit, { minLength: least, maxLength: 4 }))
    .map(([value, edits]) => edits.reduce(apply, value));
}

function apply(value: unknown, [place, kind, detail]: Edit): unknown {
  const holder = { value: copyOf(value) };
  const slots = slotsIn(holder);
  const slot = pick(slots, place);
  const other = pick(slots, detail);
  const { container, name } = slot;
  const old = container[name];
  switch (kind) {
    case "replace":
      set(slot, pick(VALUES, detail)());
      break;
    case "remove":
      if (Array.isArray(container)) {
        container.splice(Number(name), 1);
      } else if (container !== holder) {
        Reflect.deleteProperty(container, name);
      }
      break;
    case "repeat":
      set(slot, [old, old]);
      break;
    case "wrap":
      set(slot, { [pick(NAMES, detail)]: old });
      break;
    case "unwrap":
      set(slot, Array.isArray(old) ? old[0] : typeof old === "object" && old ? Object.values(old)[0] : [old]);
      break;
    case "rename":
      if (!Array.isArray(container) && container !== holder) {
        Reflect.deleteProperty(container, name);
        set({ container, name: pick(NAMES, detail) }, old);
      }
      break;
    case "text":
      set(
        slot,
        typeof old === "string"
          ? encodeURIComponent(Buffer.from(old.slice(0, 5_000)).toString())
          : JSON.stringify(old),
      );
      break;
    case "move":
      set(slot, copyOf(other.container[other.name]));
      break;
  }
  return holder.value;
}

/** Every place in a value that holds a value. Deep ones are left out: what is changed there matters to nobody. */
function slotsIn(holder: Record<string, unknown>): Slot[] {
  const slots: Slot[] = [];
  const open: [Record<string, unknown>, number][] = [[holder, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [container, depth] = next;
    for (const name of Object.keys(container)) {
      slots.push({ container, name });
      const inner = container[name];
      if (typeof inner === "object" && inner !== null && depth < 30) {
        open.push([inner as Record<string, unknown>, depth + 1]);
      }
    }
  }
  return slots;
}
