"""Passes connections on: from an address of this network namespace to a socket file that is served outside of it.

relay.py ADDRESS PORT SOCKET [ADDRESS PORT SOCKET ...]; prints "ready" once all listen.
"""
import socket
import sys
import threading


def copy(source, target):
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(listener, path):
    while True:
        client, _ = listener.accept()
        outside = socket.socket(socket.AF_UNIX)
        outside.connect(path)
        for pair in ((client, outside), (outside, client)):
            threading.Thread(target=copy, args=pair, daemon=True).start()


places = sys.argv[1:]
threads = []
for address, port, path in zip(places[0::3], places[1::3], places[2::3]):
    listener = socket.create_server((address, int(port)))
    threads.append(threading.Thread(target=serve, args=(listener, path), daemon=True))
for thread in threads:
    thread.start()
print("ready", flush=True)
# Until whoever started this ends.
sys.stdin.read()
