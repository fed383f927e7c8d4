# Sockets over the loopback device and in a folder.
import os
import socket
import tempfile


def attempt(f, *args, **kwargs):
    try:
        print("->", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


a, b = socket.socketpair()
print(a.send(b"hello"), b.recv(3), b.recv(9), a.family.name, a.type.name)
buffer = bytearray(4)
a.sendall(b"wxyz")
print(b.recv_into(buffer), buffer, b.gettimeout(), b.getblocking())
b.settimeout(0.01)
attempt(b.recv, 1)
b.setblocking(False)
attempt(b.recv, 1)
a.shutdown(socket.SHUT_WR)
b.settimeout(None)
print(b.recv(1))
with a.makefile("rb") as f, b.makefile("w", encoding="utf-8") as g:
    g.write("line\n")
    g.flush()
    print(f.readline())
a.close()
b.close()
attempt(a.recv, 1)

with socket.create_server(("127.0.0.1", 0)) as server:
    host, port = server.getsockname()
    client = socket.create_connection((host, port))
    peer, address = server.accept()
    print(host, port > 0, address == client.getsockname(), peer.getpeername() == address)
    client.sendall(b"x" * 100000)
    client.close()
    print(sum(len(part) for part in iter(lambda: peer.recv(65536), b"")))
    peer.close()
attempt(socket.create_connection, ("127.0.0.1", 1))
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two:
    one.bind(("127.0.0.1", 0))
    print(two.sendto(b"datagram", one.getsockname()), one.recvfrom(20)[0])
    print(one.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_DGRAM)
    attempt(one.bind, "x")
    attempt(one.bind, ("127.0.0.1", 99999))
    attempt(one.bind, (5, 5))
folder = tempfile.mkdtemp()
path = os.path.join(folder, "s")
with socket.socket(socket.AF_UNIX) as server:
    server.bind(path)
    server.listen()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        peer, address = server.accept()
        peer.send(b"unix")
        print(client.recv(10), repr(address), client.getpeername() == path)
        peer.close()
os.unlink(path)
os.rmdir(folder)
print(socket.inet_aton("127.1"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_pton(socket.AF_INET6, "::1"), socket.htons(1), socket.ntohl(1))
attempt(socket.inet_aton, "x")
attempt(socket.inet_ntoa, b"x")
attempt(socket.htons, -1)
attempt(socket.htons, 70000)
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
attempt(socket.getaddrinfo, "127.0.0.1", "no-such-service")
