"""A port of this machine that answers no packet, as behind a firewall that drops them. Prints its number.

Ends with its standard input.
"""
import socket
import sys

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
# Nobody accepts: once the queue is full, the kernel drops whoever asks next.
listener.listen(0)
waiting = []
while True:
    client = socket.socket()
    client.settimeout(0.3)
    waiting.append(client)
    try:
        client.connect(listener.getsockname())
    except OSError:
        break
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
