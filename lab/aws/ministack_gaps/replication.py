"""IAM's eventual consistency: what was just created is not there for STS at once.

AWS says that changes in IAM "must be replicated" and that a caller "might not
be able to" use them at once (IAM User Guide, "Changes that I make are not
always immediately visible"). Here a role refuses its first calls, in a number
that a seed decides, so that a test that fails can be run again.
"""

import random


# Evidence: documentation A role that was just created may not be there for STS. Source: IAM User Guide, "Changes that
# I make are not always immediately visible"; the number of refusals is the lab's.
class Replication:
    """Counts how often each role still refuses."""

    def __init__(self, seed, most):
        """most: the highest number of refusals of one role; 0 for none at all"""
        self._seed, self._most, self._left = seed, most, {}

    def has_arrived(self, role):
        """Whether STS knows *role* by now. Asking counts as a call."""
        if self._most == 0:
            return True
        role_id = role["RoleId"]
        # By name: IDs differ from run to run.
        drawn = random.Random(f"{self._seed}/{role['RoleName']}").randint(1, self._most)
        left = self._left.setdefault(role_id, drawn)
        self._left[role_id] = max(0, left - 1)
        return left == 0
