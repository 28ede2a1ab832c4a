/** What the vendor's libraries make of Azure's refusals. */
import assert from "node:assert/strict";

/** A refusal: its status, the code, and the beginning of the text. */
export type Refusal = readonly [status: number, code: string, message: string];

/** Demands that a call rejects with a refusal. */
export async function refuses(call: () => Promise<unknown>, [status, code, message]: Refusal): Promise<void> {
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof Error, String(error));
    const { statusCode, code: shown } = error as { readonly statusCode?: number; readonly code?: string };
    assert.deepEqual(
      [error.name, statusCode, shown, error.message.slice(0, message.length)],
      ["RestError", status, code, message],
    );
    return true;
  });
}

/** All members of a paged list. */
export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const members: T[] = [];
  for await (const member of list) {
    members.push(member);
  }
  return members;
}

/** The number of members in each page of a list. */
export async function pageSizes(list: { byPage(): AsyncIterable<readonly unknown[]> }): Promise<number[]> {
  const pages = await all(list.byPage());
  return pages.map(({ length }) => length);
}
