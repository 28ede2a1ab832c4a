"""How the helper fails: one line that says what is wrong and what to do, and never a secret."""


class Failure(Exception):
    """Why there are no credentials.

    passing: the cause goes away by itself (network, throttling, a service's trouble), so a retry makes sense.
    retry_after: seconds that the service asked to wait, or None.
    attempts: how many attempts are enough, where that is fewer than time allows.
    seconds: how long to go on with attempts, where that is shorter than time allows.
    status: the exit code.
    refused: the clouds said no, so a cached session for the same question is given up too.
    awaited: --wait may wait for this to change: a role or an assignment that was just made.
    """

    def __init__(
        self,
        message,
        passing=False,
        retry_after=None,
        attempts=None,
        seconds=None,
        status=1,
        refused=False,
        awaited=False,
    ):
        Exception.__init__(self, message)
        self.passing = passing
        self.retry_after = retry_after
        self.attempts = attempts
        self.seconds = seconds
        self.status = status
        self.refused = refused
        self.awaited = awaited


def one_line(text, secret=None, longest=1500):
    """Text of any origin as one printable line, without the secret and without anything that looks like a token."""
    import re

    if secret:
        text = text.replace(secret, "<token>")
    text = re.sub(r"eyJ[\w-]{6,}(\.[\w-]*)*", "<token>", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= longest else text[:longest] + "..."
