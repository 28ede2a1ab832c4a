import { table } from "../markdown/table";
import { type Evidence, type Grade, GRADES } from "./evidence";
import { SERVICE_NAMES, serviceOf } from "./services";

/**
 * Renders docs/reference/lab-evidence.md.
 *
 * @returns Markdown with a line break at its end.
 */
export function renderEvidencePage(evidence: readonly Evidence[]): string {
  const ofService = (name: string): readonly Evidence[] =>
    evidence.filter(({ path }) => serviceOf(path) === name).sort(byPlace);
  const services = SERVICE_NAMES.map((name) => ({ name, rows: ofService(name) })).filter(
    ({ rows }) => rows.length > 0,
  );
  const summary = table([
    ["Service", ...GRADES, "All"],
    ...services.map(({ name, rows }) => [`[${name}](#${anchor(name)})`, ...counts(rows)]),
    ["All", ...counts(evidence)],
  ]);
  return `${[INTRODUCTION, summary, RECORDINGS, ...services.map(section)].join("\n\n")}\n`;
}

/** The numbers of behaviors by grade, and of all. */
function counts(rows: readonly Evidence[]): readonly string[] {
  const ofGrade = (wanted: Grade): number => rows.filter(({ grade }) => grade === wanted).length;
  return [...GRADES.map(ofGrade), rows.length].map(String);
}

function byPlace(one: Evidence, other: Evidence): number {
  return one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1;
}

function section({ name, rows }: { readonly name: string; readonly rows: readonly Evidence[] }): string {
  // Columns are not padded: a table as wide as its longest cell would be hard to read as text.
  const lines = rows.map(
    ({ behavior, grade, source, path }) =>
      `| ${cell(behavior)} | ${grade} | ${cell(source)} | ${cell(path.replace(/^lab\//, ""))} |`,
  );
  return [
    `## ${name}`,
    "",
    "<!-- prettier-ignore -->",
    "| Behavior | Grade | Source, or reason | In `lab/` |",
    "| --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** Text of a cell. A bar would end it; other markup is code in backquotes already. */
function cell(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[<>*_]/g, "\\$&")))
    .join("")
    .replaceAll("|", "\\|");
}

function anchor(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

const INTRODUCTION = `<!-- Generated from the tags \`@evidence\` in lab/azure and lab/aws by \`npm run generate -- evidence\`. -->

# Evidence for the lab

What the lab's doubles do, and how it is known that the real service does it. Each row is next to the behavior in the code.
Nothing here was run against a cloud. A test fails in three cases: a refusal, a route, a resource type, or an operation of IAM has no row;
no row names a member of an answer; or a source cannot be followed as its grade demands.
[lab.md](lab.md#what-the-lab-cannot-prove) lists what that leaves open.

- **recorded**: captured HTTP traffic, or a snapshot that was validated against the real service. Repository, file, and commit.
- **source**: the source code of what runs on the real side, of a client that depends on the behavior, or of an emulator
  whose authors took the text from the real service. Repository and file.
- **log**: an answer of the real service in a log or an issue. Repository and number, or file.
- **documentation**: the vendor's documentation, by the title of the page.
- **report**: an answer that was seen in public logs, captures, or questions when the behavior was written, and whose places were
  not noted. Nobody can follow it, so it proves only what we remember. "Public logs" stands for such places.
- **inferred**: nothing states it. The row gives the reason for the choice.

If sources disagree, the lab follows the strongest one, or the stricter one where the row says so. A source proves a behavior,
not all of its text: what a row calls inferred, shorter, or the lab's is not in the source. Refusals with the code
\`NotInTheLab\` are not listed: they say what the lab does not do, and no cloud answers them.`;

const RECORDINGS = `## Recordings that tests replay

A test asks the lab the same as somebody asked the real service, and compares the answers. It lists every difference with a reason, and fails
when a difference is gone. Each data file has the outcomes alone: which case, and whether it was accepted, or which code and text came.

- **STS**: \`lab/test/aws/sts/sts-answers.json\`, 186 answers of \`AssumeRoleWithWebIdentity\` of 11 September 2026, from radkawar/stackd
  at 9dc356f (Apache-2.0).
  - The test signs each token itself and shifts the clock. The data file has no token: the recording replaced the account in some and signed
    them again.
  - 17 answers are refusals of a role that was just created. The lab plays them as an option, and the test does not repeat them.
  - 37 answers were not read one by one. They are those that the recording's README and verifier state, and the file marks them. 31 of them
    are about the claim \`https://aws.amazon.com/roles\`, which no token of Entra has.
  - The lab answers 167 of 169 alike. It gives no source identity, which two answers have.
  - Left out: \`PackedPolicySize\`, which the lab does not give, and IDs.
- **Trust policies**: \`lab/test/aws/ministack_gaps/trust-write-answers.json\`, 324 answers of \`UpdateAssumeRolePolicy\` of the same
  day and repository, about the issuers that many customers share.
  - The lab answers all alike.
  - Recorded are Cognito, GitHub, GitLab, Terraform, Google, Amazon, and Facebook. The rules of the other shared issuers are from AWS's
    documentation. AWS has none for Entra, but for the tenant of Microsoft Sentinel.
- **Roles, OIDC providers, tags, policies, credential report, details and counts of an account**:
  \`lab/test/aws/ministack_gaps/iam-answers.json\`, 189 answers of IAM of 11 and 12 September 2026, of the same repository.
  - They are in nine files, with 280 answers. The data file counts those that are left out of each, with the reason: refusals of the AWS
    CLI itself, and what the lab does not have. It also names the files of other subjects.
  - The lab answers 188 alike. It lists tags in the order of their creation; AWS has another, which it does not document.
  - Accounts have other names and fewer users in the test, so pages are shorter.
- **Conditions**: \`test/unit/agreement/condition-answers.json\`, 263 conditions of the same repository, and whether they
  held. Somebody tried them on 12 September 2026: most in an Allow and in a Deny, some in the policy simulator.
  - They hold in the lab as recorded, and 153 of them, which compare texts, also in the model of the laws and in \`explain\`.
  - Three kinds differ there. Without case, the model also folds letters beyond U+FFFF. Without a set operator, it compares any value of a
    list, and it puts the first one in for a variable. \`explain\` answers that such lists depend.
  - The data file names what is left out.`;
