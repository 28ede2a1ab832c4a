/** Places in JSON values, and what is put there to see how readers take it. */

/** A member of an object or an item of a list. */
export interface Slot {
  readonly container: Record<string, unknown>;
  readonly name: string;
}

/** Values that readers of JSON trip over, none so deep that a file with it may be refused as a whole. Each call makes new ones, since a check may change what it is given. */
export const ODD: readonly (() => unknown)[] = [
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
];

/** `__proto__` as a member like others, which an assignment would not make. */
export function set({ container, name }: Slot, value: unknown): void {
  const plain = { enumerable: true, configurable: true, writable: true };
  Object.defineProperty(container, name, { value, ...plain });
}

/** The item that a number chooses. @throws Error where there is none */
export function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) {
    throw new Error("there is nothing to choose from");
  }
  return item;
}

/** A copy by way of JSON; `null` of what JSON has no words for or nests too deeply. */
export function copyOf(value: unknown): unknown {
  if (value === undefined) {
    return null;
  }
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return null;
  }
}

/** Lists in lists. */
export function nested(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth));
}
