"""One root key, whose signatures are checked.

MiniStack takes ``test``, any twelve digits and an empty key for root and does
not verify their signatures. AWS knows neither.
"""

from ministack.core import iam_evaluator
from ministack.services import sts


def close(root_key_id):
    def is_root_access_key(access_key_id):
        return access_key_id == root_key_id

    # Evidence: inferred One key is that of root. Reason: MiniStack takes several for it, and AWS knows none of them.
    iam_evaluator.is_root_access_key = is_root_access_key
    # Evidence: inferred STS knows the same key alone. Reason: MiniStack takes several for it, and AWS knows none of
    # them.
    sts.is_root_access_key = is_root_access_key
    # Used only to skip the signature check.
    # Evidence: documentation Signatures of root are checked too. Source: IAM User Guide, "AWS Signature Version 4 for
    # API requests".
    iam_evaluator._is_root_key = lambda access_key_id: False
