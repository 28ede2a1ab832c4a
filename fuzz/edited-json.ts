/** JSON values with something wrong in them. */
import fc from "fast-check";

/** Values that readers of JSON trip over. Each call makes new ones, since a check may change what it is given. */
const ODD: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => "",
  () => "*",
  () => "\0",
  () => "\ud800",
  () => "__proto__",
  () => "\ue0000\ue001",
  () => "${",
  () => "%7B%",
  () => "{".repeat(50),
  () => "*".repeat(5_000),
  () => "${a,'".repeat(2_000),
  () => [],
  () => [[]],
  () => [null],
  () => ({}),
  () => JSON.parse('{"__proto__":{"Effect":"Allow"}}') as unknown,
  () => ({ toString: 1, valueOf: 1 }),
  () => ({ hasOwnProperty: 1, length: 3 }),
  () => ({ Ref: "P" }),
  () => ({ "Fn::Sub": "${P}-x" }),
  () => ({ "Fn::If": ["C", "a", "b"] }),
  () => ({ "Fn::Transform": { Name: "T" } }),
  () => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }),
  () => nested(40),
  () => nested(3_000),
];

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
  const holder = { value: structuredCopy(value) };
  const slots = slotsIn(holder);
  const slot = pick(slots, place);
  const other = pick(slots, detail);
  const { container, name } = slot;
  const old = container[name];
  switch (kind) {
    case "replace":
      set(slot, pick(ODD, detail)());
      break;
    case "remove":
      if (Array.isArray(container)) container.splice(Number(name), 1);
      else if (container !== holder) Reflect.deleteProperty(container, name);
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
      set(slot, structuredCopy(other.container[other.name]));
      break;
  }
  return holder.value;
}

interface Slot {
  readonly container: Record<string, unknown>;
  readonly name: string;
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

/** `__proto__` as a member like others, which an assignment would not make. */
function set({ container, name }: Slot, value: unknown): void {
  const plain = { enumerable: true, configurable: true, writable: true };
  Object.defineProperty(container, name, { value, ...plain });
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) {
    throw new Error("there is nothing to choose from");
  }
  return item;
}

/** A copy by way of JSON. Of values nested so deep that this fails, the value: nothing can change it either. */
function structuredCopy(value: unknown): unknown {
  if (value === undefined) {
    return null;
  }
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return null;
  }
}

function nested(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth));
}
