"""How the helper fails: one line that says what is wrong and how to fix it, and never a secret."""


class Failure(Exception):
    """Why there are no credentials: a Message, a list of them, or one that an earlier call noted as a string.

    messages: the Message objects; none of an earlier call's.
    passing: the cause goes away without action (network, throttling, an outage), so a retry makes sense.
    retry_after: seconds that the service asked to wait, or None.
    attempts: how many attempts are enough, if fewer than time allows.
    seconds: how long to go on with attempts, if shorter than time allows.
    status: the exit code.
    refused: the clouds refused, so the cached session for the same question is removed too.
    awaited: --wait may wait for this to change, such as a role or an assignment that was just created.
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
        messages = message if isinstance(message, list) else [message]
        Exception.__init__(self, "; ".join(str(each) for each in messages))
        self.messages = [each for each in messages if not isinstance(each, str)]
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
