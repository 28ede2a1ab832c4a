"""Reads a bucket so many times with DuckDB: read_bucket.py object|listing BUCKET TIMES SECONDS-BETWEEN.

`object` reads the only object by its name, with one secret. `listing` lists the bucket, with a new secret each time, as
docs/reference/clients.md says.
"""
import os
import sys
import time

import duckdb
import duckdb_extension_aws
import duckdb_extension_httpfs

way, bucket, times, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
database = duckdb.connect()
for name, package in (("httpfs", duckdb_extension_httpfs), ("aws", duckdb_extension_aws)):
    folder = os.path.join(os.path.dirname(package.__file__), "extensions", "v" + duckdb.__version__)
    database.execute("LOAD '%s'" % os.path.join(folder, name + ".duckdb_extension"))
scheme, _, host = os.environ["AWS_ENDPOINT_URL"].partition("://")
# Without REFRESH auto the secret stays the session of its first moment. The endpoint and what follows is for the lab.
secret = (
    "CREATE OR REPLACE SECRET (TYPE s3, PROVIDER credential_chain, CHAIN 'process', PROFILE '%s', REFRESH auto,"
    " REGION 'eu-west-1', ENDPOINT '%s', USE_SSL %s, URL_STYLE 'path')"
    % (os.environ["AWS_PROFILE"], host, scheme == "https")
)
query = {
    "object": "SELECT filename FROM read_text('s3://%s/q3.csv')",
    "listing": "SELECT file FROM glob('s3://%s/*')",
}[way] % bucket
for call in range(times):
    if call > 0:
        time.sleep(pause)
    if call == 0 or way == "listing":
        database.execute(secret)
    for (found,) in database.execute(query).fetchall():
        print(found)
