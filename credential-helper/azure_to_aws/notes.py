"""What went wrong lately: for --diagnose, and for clients that start the helper again at once after a failure.

The notes of a question are one file next to its session, or in a fallback folder if there is no usable cache:

    azure-to-aws-notes 1
    <a hash of what was asked for>
    <when> <kind> <situation> <seconds that the attempt took> <text>
    ...

They hold no secret: an address in what was asked for may have a password. A file that is damaged, foreign or of another version counts as empty.
"""
import os
import time
from binascii import crc32
from hashlib import sha256

from . import front, private_file

HEADER = b"azure-to-aws-notes 1"
# The newest of them.
KEPT = 10
LONGEST_TEXT = 3000
# No attempt takes longer, in seconds.
LONGEST_ATTEMPT = 86400
# A warning that is repeated at every call is noted once in this time.
REPEATED_SECONDS = 300
FAILED = "failed"
OLD_SESSION = "old-session-served"
WARNING = "warning"
RECOVERED = "recovered"
# What can change the outcome of another attempt, in addition to the question itself.
SITUATION_VARIABLES = (
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "https_proxy",
    "HTTPS_PROXY",
    "no_proxy",
    "NO_PROXY",
    "IDENTITY_HEADER",
    "IDENTITY_SERVER_THUMBPRINT",
    "IMDS_ENDPOINT",
    "MSI_ENDPOINT",
    "MSI_SECRET",
    "AZUREPS_HOST_ENVIRONMENT",
)


class Note:
    """when: seconds since 1970; kind: FAILED, OLD_SESSION, WARNING or RECOVERED; took: seconds of the attempt."""

    def __init__(self, when, kind, situation, took, text):
        self.when = when
        self.kind = kind
        self.situation = situation
        self.took = took
        self.text = text

    def __bytes__(self):
        facts = "%.3f %s %s %.3f " % (self.when, self.kind, self.situation, self.took)
        return (facts + self.text.replace("\n", " ")[:LONGEST_TEXT]).encode("utf-8", "replace")

    def is_failure(self):
        return self.kind in (FAILED, OLD_SESSION)


class Notes:
    """The notes of one question. `folder` is the cache folder, or None. Trouble with them is never an error."""

    def __init__(self, folder, session_key, environ):
        self._key = sha256(session_key).hexdigest().encode("ascii")
        self._name = "notes-%s" % self._key[:8].decode("ascii")
        self._places = [(folder, False)] if folder is not None else []
        self._places += [(place, True) for place in fallbacks(environ)]
        values = [environ.get(name, "") for name in SITUATION_VARIABLES] + [_network()]
        self.situation = "%08x" % crc32(ascii(values).encode("ascii"))
        # When this process began with its attempt.
        self.began = time.monotonic()

    def all(self):
        """Oldest first."""
        found = []
        for place, _ in self._places:
            try:
                descriptor = front.open_folder(place)
            except (OSError, front.Untrusted, ValueError):
                continue
            try:
                found += self._in(descriptor)
            finally:
                os.close(descriptor)
        return sorted(found, key=lambda note: note.when)[-KEPT:]

    def last(self):
        """The newest note of an attempt, or None."""
        attempts = [note for note in self.all() if note.kind != WARNING]
        return attempts[-1] if attempts else None

    def add(self, kind, text=""):
        """Keeps a note in the first place that takes it."""
        now = time.time()
        known = self.all()
        if kind == WARNING and any(
            note.kind == kind and note.text == text and 0 <= now - note.when < REPEATED_SECONDS for note in known
        ):
            return
        note = Note(now, kind, self.situation, time.monotonic() - self.began, text)
        for place, is_fallback in self._places:
            try:
                if is_fallback and not os.path.lexists(place):
                    os.mkdir(place, 0o700)
                descriptor = front.open_folder(place)
            except (OSError, front.Untrusted, ValueError):
                continue
            try:
                lines = [HEADER, self._key] + [bytes(each) for each in (self._in(descriptor) + [note])[-KEPT:]]
                private_file.replace(descriptor, self._name, b"\n".join(lines) + b"\n", durable=False)
                return
            except OSError:
                if is_fallback:
                    _remove_empty(place)
            finally:
                os.close(descriptor)

    def add_success(self):
        """Notes a success if the last attempt failed: its failure must not be repeated to anybody."""
        last = self.last()
        if last is not None and last.is_failure():
            self.add(RECOVERED)

    def _in(self, descriptor):
        lines = front.read_file(descriptor, self._name).split(b"\n")
        if lines[:2] != [HEADER, self._key]:
            return []
        return [note for note in map(_parse, lines[2:]) if note is not None]


def _remove_empty(folder):
    try:
        os.rmdir(folder)
    except OSError:
        pass


def _parse(line):
    try:
        when, kind, situation, took, text = line.decode("utf-8", "replace").split(" ", 4)
        seconds, duration = float(when), float(took)
    except ValueError:
        return None
    # Not a number compares as neither.
    if not (0 <= seconds < front.LATEST and 0 <= duration <= LONGEST_ATTEMPT):
        return None
    # A terminal takes other letters for commands.
    return Note(seconds, kind, situation, duration, "".join(each if each.isprintable() else "?" for each in text))


def _network():
    """Which network this process is in, if the system shows it: a container of the user's may have none."""
    try:
        return os.readlink("/proc/self/ns/net")
    except OSError:
        return ""


def fallbacks(environ):
    """Folders to use where there is no usable cache: gone after a restart, and each user's own."""
    name = "azure-to-aws-%d" % os.geteuid()
    above = [environ.get("XDG_RUNTIME_DIR", ""), environ.get("TMPDIR", ""), "/dev/shm", "/tmp"]
    return [os.path.join(folder, name) for folder in above if folder.startswith("/")]
