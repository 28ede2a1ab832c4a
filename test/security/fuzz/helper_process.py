"""Feeds the credential helper's own readers, one input a line, until standard input ends.

A line is JSON: {"target": "imds" | "app-service" | "sts" | "cache", …} with bytes in Base64. The answer is one line of
JSON: {"outcome": "accepted", …}, {"outcome": "refused", "message": …} or {"outcome": "crash", "where": …}.
Nothing is connected to: the answer that a service would send is there before the helper asks. The first argument is the
folder of the modules, the second what the time is to them, in seconds since the epoch: it stands still. Chance is the same
for each input, too.
"""
import base64
import http.client
import json
import os
import random
import socket
import sys
import tempfile
import time
import traceback

sys.path.append(sys.argv[1])
NOW = float(sys.argv[2])
# Otherwise the same input would come out otherwise on another day.
time.time = lambda: NOW

from azure_to_aws import app_service, checks, claims, diagnose, exchange, front, imds, options, report, sts, web  # noqa: E402
from azure_to_aws import ending as endings  # noqa: E402
from azure_to_aws import refresh, store  # noqa: E402
from azure_to_aws.failure import Failure  # noqa: E402

ARGUMENTS = sys.argv[3:]
# An attempt takes a second at most, and there is no time for a second one.
SECONDS = 1.0
IDENTITY = {"IDENTITY_ENDPOINT": "http://127.0.0.1:9/msi/token", "IDENTITY_HEADER": "8d3e-known-secret"}
STS = {"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9"}

asked = options.parse(ARGUMENTS, {})
key = front.key_of(ARGUMENTS, {})
folder = tempfile.mkdtemp(prefix="azure-to-aws-fuzz-")
answer = b""


class Answered(http.client.HTTPConnection):
    """A connection whose other side has sent everything already."""

    def connect(self):
        self.sock, self.other = socket.socketpair()
        self.other.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        # What does not fit into the buffers is cut off, as by a service that dies.
        self.other.setblocking(False)
        try:
            self.other.send(answer)
        except BlockingIOError:
            pass
        self.other.shutdown(socket.SHUT_WR)
        self.sock.settimeout(self.timeout)

    def close(self):
        http.client.HTTPConnection.close(self)
        if getattr(self, "other", None) is not None:
            self.other.close()


class Told(endings.Ending):
    """An ending that tells what it would have done."""

    def end(self, status, out=b"", message=None):
        raise Done(status, out, message)


class Done(Exception):
    pass


class NoNotes:
    """Notes of a helper that has never failed."""

    situation = ""

    def last(self):
        return None

    def add(self, kind, text):
        pass


def deadline():
    return time.monotonic() + SECONDS


def token(source, environ):
    found = source.token(asked, environ, deadline())
    read = claims.read(found)
    # What --diagnose would show of any token.
    for check in checks.judge(read, asked):
        if check.verdict == "differs":
            str(check)
    for name, value in read.shown.items():
        report._shown(name, diagnose._safe(value, found))
    checks.require(read, asked)
    name = exchange.session_name(source.host_name(environ), read.token_id)
    return {"outcome": "accepted", "token": found, "sessionName": name}


def session(request):
    read = claims.read(request["token"])
    granted = sts.assume_role(asked, read, request["token"], "vm@1", STS, deadline())
    made = exchange._session(granted, asked)
    text = front.render(made, key)
    kept = front.parse(text, key)
    if kept is None or kept.document != made.document:
        raise AssertionError("a session that was just made cannot be read from the cache")
    return {
        "outcome": "accepted",
        "document": made.document.decode("ascii"),
        "obtained": made.obtained,
        "freshUntil": made.fresh_until,
        "expires": made.expires,
    }


def kept(request):
    for name, content in ((front.file_name(key), request["file"]), (front.file_name(key) + ".lock", request["lock"])):
        file = os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(file, base64.b64decode(content))
        os.close(file)
    found = front.read(folder, key)
    state = diagnose._cache(ARGUMENTS, {}, folder)
    report._cache(state)
    ending = Told()
    ending.session = found
    ending.notes = NoNotes()
    opened = store.Store(folder, key)
    opened._lock = opened._open_lock(".lock")
    try:
        question = refresh.Question(folder, key, {}, asked, time.time())
        # Nothing outside of this folder counts.
        question.fallbacks = []
        refresh._share(opened, question, ending, None)
        ending.fail(Failure("the network is down", passing=True))
        raise AssertionError("an ending that does not end")
    except Done as done:
        status, out, message = done.args
    finally:
        os.close(opened._lock)
        os.close(opened._folder)
    if status != 0:
        return {"outcome": "refused", "message": message, "hasSession": found is not None}
    return {"outcome": "accepted", "document": base64.b64encode(out).decode("ascii"), "fresh": found.is_fresh()}


def feed(request):
    global answer
    answer = base64.b64decode(request.get("answer", ""))
    random.seed(0)
    try:
        if request["target"] == "imds":
            return token(imds, {})
        if request["target"] == "app-service":
            return token(app_service, IDENTITY)
        return session(request) if request["target"] == "sts" else kept(request)
    except Failure as failure:
        # As it is written to standard error.
        message = str(failure).encode("utf-8", "replace").decode("utf-8")
        return {"outcome": "refused", "message": message}
    except Exception as error:
        return {"outcome": "crash", "where": "".join(traceback.format_exception(type(error), error, error.__traceback__))}


web._connection = lambda endpoint, seconds, tls: Answered(endpoint.host, endpoint.port, timeout=seconds)
print(json.dumps({"key": key.decode("ascii")}), flush=True)
try:
    for line in sys.stdin:
        print(json.dumps(feed(json.loads(line))), flush=True)
finally:
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    os.rmdir(folder)
