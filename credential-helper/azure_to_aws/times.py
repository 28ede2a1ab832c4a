"""Times as AWS and JWT libraries write them."""
import time


def utc(seconds):
    """Seconds since 1970 as `2024-09-20T12:00:00Z`."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
