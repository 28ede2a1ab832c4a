"""Reads the only object of a bucket so many times with DuckDB: read_object.py BUCKET TIMES SECONDS-BETWEEN."""
import os
import sys
import time

import duckdb
import duckdb_extension_aws
import duckdb_extension_httpfs

bucket, times, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
database = duckdb.connect()
for name, package in (("httpfs", duckdb_extension_httpfs), ("aws", duckdb_extension_aws)):
    folder = os.path.join(os.path.dirname(package.__file__), "extensions", "v" + duckdb.__version__)
    database.execute("LOAD '%s'" % os.path.join(folder, name + ".duckdb_extension"))
scheme, _, host = os.environ["AWS_ENDPOINT_URL"].partition("://")
# Without REFRESH auto the secret stays the session of its first moment. The endpoint and what follows is for the lab.
database.execute(
    "CREATE SECRET (TYPE s3, PROVIDER credential_chain, CHAIN 'process', PROFILE '%s', REFRESH auto,"
    " REGION 'eu-west-1', ENDPOINT '%s', USE_SSL %s, URL_STYLE 'path')"
    % (os.environ["AWS_PROFILE"], host, scheme == "https")
)
for call in range(times):
    if call > 0:
        time.sleep(pause)
    for (found,) in database.execute("SELECT filename FROM read_text('s3://%s/q3.csv')" % bucket).fetchall():
        print(found)
