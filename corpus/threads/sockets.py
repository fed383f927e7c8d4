"""An echo server in threads."""
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))


def serve(connection):
    with connection:
        while data := connection.recv(100):
            connection.sendall(data.upper())


def accept():
    for _ in range(3):
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,)).start()


acceptor = threading.Thread(target=accept)
acceptor.start()
results = {}


def talk(n):
    with socket.create_connection(server.getsockname()) as s:
        for word in ("hello", "world", str(n)):
            s.sendall(word.encode())
            results.setdefault(n, []).append(s.recv(100))


ts = [threading.Thread(target=talk, args=(n,)) for n in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
acceptor.join()
server.close()
print(sorted(results.items()))
