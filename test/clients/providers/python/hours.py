"""Lists a bucket for hours by a clock of its own: hours.py BUCKET HOURS CALLS CONTROL. Prints JSON.

The lab follows the clock: CONTROL/<seconds> lets so many seconds pass there.
"""
import http.client
import json
import sys
import time
from datetime import datetime, timezone
from urllib.parse import urlsplit

import botocore.auth
import time_machine
from azure_to_aws_provider import session

# Seconds that the lab may be behind.
LAG = 60


class Clock:
    """The time of this process, and of the lab."""

    def __init__(self, machine, control):
        self.machine, self.due = machine, 0
        self.control = http.client.HTTPConnection(urlsplit(control).netloc)

    def advance(self, seconds):
        self.machine.shift(seconds)
        self.due += seconds
        if self.due >= LAG:
            self.control.request("POST", "/%f" % self.due)
            self.control.getresponse().read()
            self.due = 0


def real_time(remove_tzinfo=True):
    found = time_machine.escape_hatch.datetime.datetime.now(timezone.utc)
    return found.replace(tzinfo=None) if remove_tzinfo else found


bucket, hours, calls, control = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
keys, failures = set(), []
with time_machine.travel(datetime.now(timezone.utc), tick=False) as machine:
    clock = Clock(machine, control)
    # A library that waits lets time pass.
    time.sleep = clock.advance
    # The emulator compares the time of a request with the machine's.
    botocore.auth.get_current_datetime = real_time
    client = session().client("s3")
    client.meta.events.register("before-send.s3", lambda request, **_: keys.add(request.headers["Authorization"].split(b"/")[0]))
    for _ in range(calls):
        try:
            client.list_objects_v2(Bucket=bucket)
        except Exception as error:
            failures.append(str(error))
        clock.advance(hours * 3600 / calls)
print(json.dumps({"calls": calls, "sessions": len(keys), "failures": failures}))
