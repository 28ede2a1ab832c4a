"""Starts MiniStack as the AWS side of the lab.

Runs inside the lab's virtual environment, started by emulator.ts:

* listens on 127.0.0.1 only, on a port that the system picks and that is never
  released in between, so no other process can take it;
* prints one line of JSON, ``{"port": <number>}``, once it serves requests;
* keeps all state in memory and ends when its standard input closes, which
  also happens when the process that started it dies.

Environment: ``LAB_FRONT_SECRET`` (see ministack_gaps.web_identity),
``LAB_EMULATOR`` (JSON: partition, members, replication, lastUseDelay; see
ministack_gaps),
``MINISTACK_ACCOUNT_ID``, ``MINISTACK_REGION``, ``AWS_ACCESS_KEY_ID`` and
``AWS_SECRET_ACCESS_KEY`` (the account's root key).

The front names the address that a request came from in the header
``x-lab-source-ip``; policies see it as ``aws:SourceIp``.
"""

import asyncio
import json
import os
import signal
import socket
import sys
import threading

SERVICES = "iam,sts,s3,cloudformation,organizations"
if os.environ.get("CLOUDTRAIL_RECORDING") == "1":
    SERVICES += ",cloudtrail"
os.environ.update(AUTH="true", SERVICES=SERVICES, PERSIST_STATE="0", IOT_MTLS_ENABLED="0", SFTP_ENABLED="0")
os.environ.setdefault("LOG_LEVEL", "WARNING")

OPTIONS = json.loads(os.environ.pop("LAB_EMULATOR"))

from ministack_gaps import partitions  # noqa: E402

partitions.close(OPTIONS["partition"])

from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from ministack import app as ministack  # noqa: E402

import ministack_gaps  # noqa: E402
from ministack_gaps import session_age  # noqa: E402


async def lifespan(receive, send, port):
    """Answers the server's life-cycle events in MiniStack's place.

    MiniStack's own start-up would run init scripts of the machine, remove
    Docker containers and open further ports; none of that belongs to a lab.
    """
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
        print(json.dumps({"port": port}), flush=True)


async def refuse(send):
    """Answers MiniStack's administration paths, which AWS does not have, as S3 answers a bucket it does not know."""
    body = b"<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>"
    headers = [(b"content-type", b"application/xml"), (b"content-length", str(len(body)).encode())]
    # Evidence: inferred Administration paths of the emulator are a bucket that does not exist. Reason: AWS does not
    # have them, and S3 takes such a path for a bucket.
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def from_source(scope):
    """*scope* as from the client that the front names; it connects from this machine itself."""
    address = dict(scope["headers"]).get(b"x-lab-source-ip")
    return scope if address is None else {**scope, "client": (address.decode(), 0)}


def application(port, front_secret):
    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await lifespan(receive, send, port)
        elif scope["type"] == "http" and session_age.is_asked(scope, front_secret):
            await session_age.answer(scope, send)
        elif scope["type"] == "http" and not scope["path"].startswith(("/_ministack", "/_localstack", "/health")):
            await ministack.app(from_source(scope), receive, send)
        elif scope["type"] == "http":
            await refuse(send)

    return app


def end_with_parent():
    """Ends the process, whatever it is doing, when standard input reaches its end."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    # Ctrl-C reaches the whole process group; what is being cleaned up then still needs the emulator.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    front_secret = os.environ.pop("LAB_FRONT_SECRET")
    ministack_gaps.close_all(
        front_secret, os.environ["AWS_ACCESS_KEY_ID"], account_id=os.environ["MINISTACK_ACCOUNT_ID"],
        members=OPTIONS["members"], region=os.environ["MINISTACK_REGION"], replication=OPTIONS["replication"],
        last_use_delay=OPTIONS["lastUseDelay"])
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.loglevel = os.environ["LOG_LEVEL"]
    never = asyncio.Event()
    asyncio.run(serve(application(listener.getsockname()[1], front_secret), config, shutdown_trigger=never.wait))


if __name__ == "__main__":
    main()
