import assert from "node:assert/strict";
import { OWN_APP_ROLE } from "../../../../cli/import/application";
import { mergeExports, readCloudExport } from "../../../../cli/import/exports";
import {
  assignedAppRole,
  assignmentNotes,
  assignmentProblems,
} from "../../../../cli/import/set-up-assignments";
import type { SetUpWorkload } from "../../../../cli/import/set-up-workload";
import { withCode } from "../../../../messages";

type Json = Record<string, unknown>;

const LIST =
  'Export it with az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/sp-object/appRoleAssignedTo"';
const CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#appRoleAssignments";
const EMPTY = { "@odata.context": CONTEXT, value: [] };

/** An assignment of somebody to the app role of a service principal. */
function assignmentOn(resourceId: string): Json {
  return { id: "a", appRoleId: "role", principalId: "somebody", resourceId };
}

/** Workloads with the names of their identities, and the app roles to which these are assigned. */
function workloads(assigned: Readonly<Record<string, string | undefined>>): SetUpWorkload[] {
  return Object.entries(assigned).map(([name, appRoleId]) => {
    const assignment = appRoleId === undefined ? undefined : { appRoleId };
    return { identity: { name }, assignment } as unknown as SetUpWorkload;
  });
}

/** The problems of one service principal with lists of assignments as they are printed. */
function problemsOf(
  lists: readonly Json[],
  assigned: Readonly<Record<string, string | undefined>>,
): string[] {
  const pages = lists.map((list) => readCloudExport(list) ?? assert.fail(JSON.stringify(list)));
  const exports = mergeExports([{ servicePrincipals: [{ id: "sp-object" }] }, ...pages]);
  return assignmentProblems(exports, workloads(assigned)).map(withCode);
}

describe("app-role assignments of a set-up that is imported", () => {
  it("are missed where no list was exported, with the command that makes it", () => {
    assert.deepEqual(problemsOf([], { reader: undefined }), [
      `no list of the app-role assignments. ${LIST} [import-assignments-missing]`,
    ]);
  });

  it("are missed without a service principal too, whose object ID is left open then", () => {
    assert.deepEqual(assignmentProblems(mergeExports([]), []).map(withCode), [
      'no list of the app-role assignments. Export it with az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/<object ID>/appRoleAssignedTo" [import-assignments-missing]',
    ]);
  });

  it("are missed where the list is another service principal's", () => {
    assert.deepEqual(problemsOf([{ value: [assignmentOn("another")] }], { reader: undefined }), [
      `the list of the app-role assignments is not of the exported service principal sp-object. ${LIST} [import-assignments-of-another]`,
    ]);
  });

  it("may be none, or somebody else's alone", () => {
    assert.deepEqual(problemsOf([EMPTY], { reader: undefined }), []);
    assert.deepEqual(problemsOf([{ value: [assignmentOn("sp-object")] }], { reader: undefined }), []);
  });

  it("are no export where an empty list is of something else", () => {
    assert.equal(readCloudExport({ value: [] }), undefined);
    assert.equal(
      readCloudExport({ ...EMPTY, "@odata.context": CONTEXT.replace(/#.*/, "#users") }),
      undefined,
    );
  });

  it("are missed where the list goes on and lacks an identity, until its last page is there", () => {
    const first = { value: [assignmentOn("sp-object")], "@odata.nextLink": "https://next?$skiptoken=x" };
    const last = { value: [assignmentOn("sp-object")] };
    assert.deepEqual(problemsOf([first], { reader: undefined, writer: "role", other: undefined }), [
      "the list of the app-role assignments has a further page, which may hold those of reader, other. Export it with az rest --url 'https://next?$skiptoken=x' [import-assignments-incomplete]",
    ]);
    assert.deepEqual(problemsOf([first], { writer: "role" }), []);
    assert.deepEqual(problemsOf([first, last], { reader: undefined }), []);
  });

  it("are reported if the first update creates them", () => {
    const own = { appId: "app-client", appRoles: [{ id: OWN_APP_ROLE }] };
    const theirs = { appId: "app-client", appRoles: [{ id: "theirs" }] };
    assert.deepEqual(assignmentNotes(own, workloads({ reader: OWN_APP_ROLE })), []);
    assert.deepEqual(
      assignmentNotes(own, workloads({ reader: undefined, writer: undefined })).map(withCode),
      [
        `The identities reader, writer are not assigned to the app role ${OWN_APP_ROLE} of the application app-client. The first pulumi up assigns them [import-note-unassigned]`,
      ],
    );
    assert.deepEqual(
      assignmentNotes(theirs, workloads({ reader: undefined, writer: "theirs" })).map(withCode),
      [
        "The identity reader is not assigned to the app role theirs of the application app-client. The first pulumi up assigns it [import-note-unassigned]",
      ],
    );
    assert.deepEqual(assignmentNotes(theirs, workloads({ reader: undefined })).map(withCode), [
      "The identity reader is not assigned to an app role of the application app-client. The first pulumi up assigns it. Give the ID of that app role as appRoleId, unless its value is Aws.Federate [import-note-unassigned]",
    ]);
  });

  it("name the app role of an application that is adopted", () => {
    assert.equal(assignedAppRole(workloads({ reader: undefined, writer: "theirs" })), "theirs");
    assert.equal(assignedAppRole(workloads({ reader: undefined })), undefined);
  });
});
