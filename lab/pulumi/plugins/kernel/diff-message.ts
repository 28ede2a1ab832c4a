/** The outcome of a comparison as a gRPC message. */
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { PropertyChange } from "./diff";
import type { DiffOutcome } from "./kernel";

const kinds = {
  add: [messages.PropertyDiff.Kind.ADD, messages.PropertyDiff.Kind.ADD_REPLACE],
  delete: [messages.PropertyDiff.Kind.DELETE, messages.PropertyDiff.Kind.DELETE_REPLACE],
  update: [messages.PropertyDiff.Kind.UPDATE, messages.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

/** The message to the engine with the properties that change, and those that cannot change in place. */
export function toDiffResponse({ changes, deleteBeforeReplace }: DiffOutcome): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(topLevel(changes))
    .setReplacesList(topLevel(changes.filter(({ replaces }) => replaces)))
    .setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  const details = response.getDetaileddiffMap();
  for (const { path, kind, replaces } of changes) {
    const detail = new messages.PropertyDiff().setKind(kinds[kind][replaces ? 1 : 0]);
    details.set(path, detail.setInputdiff(true));
  }
  return response;
}

function topLevel(changes: readonly PropertyChange[]): string[] {
  return [...new Set(changes.map(({ path }) => /^[^.[]+/.exec(path)?.[0] ?? path))];
}
