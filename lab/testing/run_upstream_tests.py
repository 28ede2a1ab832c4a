"""Runs the test functions of a file in tests/ against the MiniStack in the working directory, in this process.

A function's arguments are clients of boto3, as in MiniStack's own tests. A client asks the service's module, and no
server. Prints one line per function that fails, and ends with 1 if there is one.
"""

import asyncio
import importlib.util
import inspect
import sys
from io import BytesIO
from urllib.parse import urlsplit

sys.path.insert(0, "")

import boto3  # noqa: E402
from botocore.awsrequest import AWSResponse  # noqa: E402
from ministack import app  # noqa: E402, F401
from ministack.services import iam, sts  # noqa: E402

SERVICES = {"iam": iam, "sts": sts}


class _Raw(BytesIO):
    """A body as botocore reads it."""

    def stream(self, **_kwargs):
        yield self.read()


def client(name):
    def answer(request, **_kwargs):
        headers = {key.lower(): value.decode() if isinstance(value, bytes) else value
                   for key, value in request.headers.items()}
        body = request.body if isinstance(request.body, bytes) else (request.body or "").encode()
        status, answered, text = asyncio.run(
            SERVICES[name].handle_request(request.method, urlsplit(request.url).path, headers, body, {}))
        return AWSResponse(request.url, status, answered, _Raw(text if isinstance(text, bytes) else text.encode()))

    made = boto3.client(name, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
                        endpoint_url="http://127.0.0.1:1")
    made.meta.events.register("before-send", answer)
    return made


def main(file):
    spec = importlib.util.spec_from_file_location("tests_of_patch", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    failed = 0
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("test_"):
            continue
        try:
            function(**{each: client(each) for each in inspect.signature(function).parameters})
        except Exception as error:  # noqa: BLE001
            failed = 1
            print(f"{name}: {type(error).__name__}: {error}")
    return failed


sys.exit(main(sys.argv[1]))
