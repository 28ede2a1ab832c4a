"""When the next session is due, and what holds until then."""
from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta, timezone
from typing import Callable

from ._errors import AzureToAwsError
from ._exchange import now

# botocore asks from 15 minutes before the end on. Of a session of less than half an hour, half is used.
MARGIN = timedelta(minutes=15)
# After a failed refresh, the old session is used so long before the next attempt.
PAUSE = timedelta(seconds=30)
# Without a valid session, a failure is repeated so long without a request: many threads may have waited for one attempt.
REPEATED = timedelta(seconds=5)

log = logging.getLogger("azure_to_aws_provider")


class Refresh:
    """What botocore calls while its session ends within 15 minutes. Keeps the session through failures."""

    def __init__(self, exchange: Callable[[], dict[str, str]], seconds: int) -> None:
        self._exchange = exchange
        self._margin = min(MARGIN, timedelta(seconds=seconds / 2))
        self._session: dict[str, str] = {}
        self._end = self._due = datetime.min.replace(tzinfo=timezone.utc)
        self._failure: AzureToAwsError | None = None
        # botocore lets in one caller at a time. Several event loops, or a task that was canceled, do not know of its lock.
        self._lock = threading.Lock()

    def __call__(self) -> dict[str, str]:
        """The session: a new one if it is due. Raises AzureToAwsError if there is none that is valid."""
        with self._lock:
            if now() >= self._due:
                self._renew()
            if self._failure is not None:
                raise AzureToAwsError(self._failure.code, self._failure.text) from self._failure.__cause__
            return self._session

    def _renew(self) -> None:
        try:
            self._session, self._failure = self._exchange(), None
            self._end = datetime.fromisoformat(self._session["expiry_time"])
            self._due = self._end - self._margin
        except AzureToAwsError as error:
            left = self._end - now()
            if left <= timedelta():
                self._failure, self._due = error, now() + REPEATED
                return
            self._due = now() + min(PAUSE, left)
            valid = f"valid for {left // timedelta(minutes=1)} min"
            log.warning("using the old session, which is %s. Its renewal failed: %s [session-not-renewed]", valid, error)
