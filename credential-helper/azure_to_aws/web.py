"""One HTTP exchange within a time limit, and retries within a deadline. Follows no redirect."""
import http.client
import random
import time

from . import VERSION
from .failure import Failure, one_line
from .messages import Message

LARGEST_BODY = 256 * 1024
# Each attempt may take this long.
ATTEMPT_SECONDS = 10.0
# The first pause is at least half and at most this long, each further one up to twice its predecessor. Microsoft's page
# on tokens for VMs asks for at least 1 s and gives 2, 4, 8 and 16 s as an example.
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 10.0
# Near by, a connection takes no time: within this the first packet was sent twice.
NEAR_CONNECT_SECONDS = 2.0
# And a service that did not answer for so long does not answer: a client may start the helper up to four times for one
# request, and should not have to wait longer than 20 s for all of them.
NEAR_SILENT_SECONDS = 8.0
# Where nothing answers at all, more attempts would only make the caller wait.
UNREACHABLE_ATTEMPTS = 4


class Answer:
    """status: HTTP status; headers: by any case; body: bytes."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body


def send(endpoint, who, method, target, headers, body=None, seconds=ATTEMPT_SECONDS, tls=None):
    """Sends one request and reads the whole answer. Any trouble on the way is a passing Failure that names `who`."""
    until = time.monotonic() + seconds
    connection = _connection(endpoint, min(seconds, NEAR_CONNECT_SECONDS) if endpoint.is_near else seconds, tls)
    try:
        sent = dict(headers)
        sent["User-Agent"] = "azure-to-aws/" + VERSION
        connection.connect()
        socket = connection.sock
        socket.settimeout(max(0.1, until - time.monotonic()))
        connection.request(method, endpoint.path + target, body, sent)
        response = connection.getresponse()
        chunks, size = [], 0
        while size <= LARGEST_BODY and not response.isclosed():
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError()
            socket.settimeout(left)
            chunk = response.read1(16384)
            if not chunk:
                break
            chunks.append(chunk)
            size += len(chunk)
        if size > LARGEST_BODY:
            too_large = Message("answer-too-large", service=who, bytes=LARGEST_BODY)
            raise Failure(too_large, passing=True, attempts=2)
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return Answer(response.status, response.headers, b"".join(chunks))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unreachable(endpoint, who, error)
    finally:
        connection.close()


def _connection(endpoint, seconds, tls):
    if endpoint.scheme == "http":
        return http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=seconds)
    if endpoint.proxy is None:
        return http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=seconds, context=tls)
    # TLS is with the endpoint itself: the proxy only passes on what it cannot read.
    connection = http.client.HTTPSConnection(endpoint.proxy.host, endpoint.proxy.port, timeout=seconds, context=tls)
    connection.set_tunnel(endpoint.host, endpoint.port, endpoint.proxy.headers)
    return connection


def retry_after(headers):
    """Seconds that a Retry-After header asks for, or None. Its other form, a date, is not read."""
    text = headers.get("Retry-After", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def retrying(attempt, deadline):
    """Calls attempt(seconds) until it succeeds, fails for good, or `deadline` (monotonic seconds) leaves no time."""
    number, began = 0, time.monotonic()
    while True:
        left = deadline - time.monotonic()
        try:
            return attempt(max(0.1, min(ATTEMPT_SECONDS, left)))
        except Failure as failure:
            number += 1
            pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (number - 1)) * random.uniform(0.5, 1)
            pause = max(pause, failure.retry_after or 0)
            enough = failure.attempts is not None and number >= failure.attempts
            end = deadline if failure.seconds is None else min(deadline, began + failure.seconds)
            if not failure.passing or enough or time.monotonic() + pause >= end:
                raise
            time.sleep(pause)


def _unreachable(endpoint, who, error):
    place = "%s (%s:%d)" % (who, endpoint.host, endpoint.port)
    seconds = NEAR_SILENT_SECONDS if endpoint.is_near else None
    message = _trouble(endpoint, place, error)
    passing = message.code != "certificate-untrusted"
    return Failure(message, passing=passing, attempts=UNREACHABLE_ATTEMPTS, seconds=seconds)


def _trouble(endpoint, place, error):
    proxy = endpoint.proxy and "%s:%d" % (endpoint.proxy.host, endpoint.proxy.port)
    via = " through the proxy " + proxy if proxy else ""
    if type(error).__name__ == "SSLCertVerificationError":
        return Message("certificate-untrusted", place=place, reason=getattr(error, "verify_message", ""))
    # The text with which http.client reports a proxy that refuses.
    if proxy and str(error).startswith("Tunnel connection failed"):
        return Message("proxy-refused", place=place, proxy=proxy, reason=one_line(str(error), longest=200))
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return Message("service-timeout", place=place, via=via)
    # The text of an HTTPException repeats what the other side sent. Its name says enough.
    if isinstance(error, http.client.HTTPException):
        return Message("service-broken-answer", place=place, via=via, reason=type(error).__name__)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Message("service-unreachable", place=place, via=via, reason=reason)
