"""Servers on threads, for programs that talk to themselves."""

import contextlib
import os
import socket
import ssl
import threading

HERE = os.path.dirname(os.path.abspath(__file__))


def pem(name):
    return os.path.join(HERE, name + ".pem")


def serving(name="own"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem(name))
    return context


def asking(trusted="own"):
    return ssl.create_default_context(cafile=pem(trusted))


def told(e):
    """What there is to say of an exception, without the line of its source."""
    return type(e).__name__, str(e).partition(" (_ssl.c")[0]


def echo(connection):
    while data := connection.recv(1 << 16):
        connection.sendall(data)


@contextlib.contextmanager
def server(context, handle=echo, times=1):
    """A port, and what happened to the connections."""
    listener = socket.create_server(("127.0.0.1", 0))
    happened = []

    def run():
        for _ in range(times):
            plain, _ = listener.accept()
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    happened.append(handle(connection))
            except OSError as e:
                happened.append(told(e))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listener.getsockname()[1], happened
    finally:
        thread.join(20)
        listener.close()


def connect(context, port, host="localhost", **more):
    plain = socket.create_connection(("127.0.0.1", port), 10)
    return context.wrap_socket(plain, server_hostname=host, **more)
