"""Reads a bucket so many times: list_bucket.py obstore|polars|delta-rs BUCKET TIMES SECONDS-BETWEEN.

The libraries are told nothing of credentials. They find the endpoint by its variables, and the lab's S3 by AWS_ENDPOINT_URL.
"""
import os
import sys
import time

way, bucket, times, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
# The lab's S3 is without TLS.
os.environ["AWS_ALLOW_HTTP"] = "true"


def by_obstore():
    import obstore
    from obstore.store import S3Store

    store = S3Store(bucket)
    return lambda: [found["path"] for found in obstore.list(store).collect()]


def by_polars():
    import polars

    def read():
        table = polars.scan_csv("s3://%s/q3.csv" % bucket).collect()
        return ["q3.csv"] if table.columns == ["region", "revenue"] else table.columns

    return read


def by_delta_rs():
    from deltalake import DeltaTable

    # There is no table in the bucket. Without credentials, the question raises an error.
    return lambda: ["q3.csv" if DeltaTable.is_deltatable("s3://" + bucket) is False else "a table"]


read = {"obstore": by_obstore, "polars": by_polars, "delta-rs": by_delta_rs}[way]()
for call in range(times):
    if call > 0:
        time.sleep(pause)
    for name in read():
        print(name)
