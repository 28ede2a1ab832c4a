"""The credential report, which takes a while.

MiniStack's is ready at once, and says nothing of passwords.
"""

import time
from functools import partial

from ministack.services import iam

# Evidence: documentation A report serves for four hours. Source: IAM API Reference, GenerateCredentialReport.
_AGE = 4 * 60 * 60

_reported_at = {}
_in_progress = set()


def _generate(generate, p):
    """Answers GenerateCredentialReport.

    Evidence: recorded The answer has `State`, which is `STARTED` for a new
    report, then with a `Description`, and `COMPLETE` for one that is ready. The
    report stays as it is, whatever changes. Source: radkawar/stackd
    testdata/aws/iam/credential_report.json at 9dc356f (`generate_initial`,
    `generate_poll_1`, `cached_report_after_owned_cleanup`).
    """
    account = iam.get_account_id()
    if time.time() - _reported_at.get(account, 0) < _AGE:
        _in_progress.discard(account)
        return iam._xml(200, "GenerateCredentialReportResponse",
                        "<GenerateCredentialReportResult><State>COMPLETE</State></GenerateCredentialReportResult>")
    _reported_at[account] = time.time()
    _in_progress.add(account)
    status, headers, body = generate(p)
    return status, headers, body.replace(b"<State>COMPLETE</State>", b"<State>STARTED</State>")


def _get(get, p):
    account = iam.get_account_id()
    if account not in _reported_at:
        # Evidence: recorded A report that nobody has asked for is 410 `ReportNotPresent`. Source: radkawar/stackd
        # testdata/aws/iam/credential_report.json at 9dc356f (`existing_report`).
        return iam._error(410, "ReportNotPresent", "Unknown")
    if account in _in_progress:
        _in_progress.discard(account)
        # Evidence: recorded A report that was just asked for is 404 `ReportInProgress`. Source: radkawar/stackd
        # testdata/aws/iam/credential_report.json at 9dc356f (`get_immediately_after_generate`). That it is ready for the
        # second question is the lab's choice.
        return iam._error(404, "ReportInProgress", "Unknown")
    return get(p)


def _build(build):
    """The rows.

    Evidence: recorded The row of the root user is the first. Source:
    radkawar/stackd testdata/aws/iam/credential_report.json at 9dc356f
    (`completed_report`, `root_row_index`).

    Evidence: recorded The rows of users are sorted by their names, in any case
    of the letters. Source: radkawar/stackd
    testdata/aws/iam/credential_report.json at 9dc356f
    (`cached_report_ordering`, `nonroot_names_case_insensitively_sorted`). The
    file contradicts itself: its `limitations` say that the rows are "not
    globally sorted by username". The rows of other users are not in the file.

    Evidence: recorded A user with a password has the date of its last change,
    and `no_information` for the last use of a password that was never used.
    Source: radkawar/stackd testdata/aws/iam/credential_report.json at 9dc356f
    (`completed_report`).
    """
    header, root, *rows = build().split("\n")
    return "\n".join([header, root, *sorted(map(_row, rows), key=lambda row: row.partition(",")[0].lower())])


def _row(row):
    columns = row.split(",")
    login = iam._login_profiles.get(columns[0])
    if login:
        columns[4:6] = ["no_information", login["CreateDate"]]
    return ",".join(columns)


def close():
    handlers = iam._IAM_HANDLERS
    # Evidence: recorded A credential report takes a while. Source: radkawar/stackd
    # testdata/aws/iam/credential_report.json at 9dc356f.
    handlers["GenerateCredentialReport"] = partial(_generate, handlers["GenerateCredentialReport"])
    # Evidence: recorded Before it is ready, a credential report cannot be read. Source: radkawar/stackd
    # testdata/aws/iam/credential_report.json at 9dc356f.
    handlers["GetCredentialReport"] = partial(_get, handlers["GetCredentialReport"])
    # Evidence: recorded A credential report shows the use of passwords, and is sorted. Source: radkawar/stackd
    # testdata/aws/iam/credential_report.json at 9dc356f.
    iam._build_credential_report = partial(_build, iam._build_credential_report)
