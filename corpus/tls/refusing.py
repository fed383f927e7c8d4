"""[slow] Connections that do not come about, and what each side says of it."""
import socket
import ssl

from support.both_ends import asking, connect, pem, server, serving, told


def attempt(title, client, host="localhost", of=None):
    with server(of or serving(), lambda c: c.recv(10)) as (port, happened):
        try:
            with connect(client, port, host) as connection:
                connection.sendall(b"hello")
                print(title, "connected")
                connection.recv(10)
        except ssl.SSLCertVerificationError as e:
            print(title, *told(e), e.library, e.reason, e.verify_code, e.verify_message, e.errno)
            print(isinstance(e, ValueError), isinstance(e, OSError))
        except ssl.SSLError as e:
            print(title, *told(e), e.library, e.reason, e.errno)
    print("  server:", *happened)


attempt("trusted", asking())
attempt("self-signed", asking("authority"))
attempt("by a star", asking(), "www.example.org")
attempt("by no star", asking(), "a.b.example.org")
attempt("other host", asking(), "elsewhere.example")
attempt("address", asking(), "127.0.0.1")
attempt("other address", asking(), "127.0.0.2")
attempt("signed", asking("authority"), of=serving("signed"))
attempt("signed by somebody", asking(), of=serving("signed"))
indifferent = asking("authority")
indifferent.check_hostname = False
attempt("any host", asking(), "localhost")
indifferent.verify_mode = ssl.CERT_NONE
attempt("anybody", indifferent)
attempt("anybody, without a name", indifferent, None)

# Clients that must prove who they are.
careful = serving()
careful.load_verify_locations(pem("authority"))
careful.verify_mode = ssl.CERT_REQUIRED
careful.maximum_version = ssl.TLSVersion.TLSv1_2
with server(careful) as (port, happened):
    try:
        connect(asking(), port).recv(1)
    except OSError:
        pass
print("unproved", *happened)
proved = asking()
proved.load_cert_chain(pem("client"))
attempt("proved", proved, of=careful)
stranger = asking()
stranger.load_cert_chain(pem("own"))
attempt("a stranger", stranger, of=careful)

# No version in common.
new, old = serving(), asking()
new.minimum_version = ssl.TLSVersion.TLSv1_3
old.maximum_version = ssl.TLSVersion.TLSv1_2
attempt("versions", old, of=new)

# One side does not speak TLS at all.
def happens(plain):
    try:
        plain.recv(100)
    except ConnectionResetError:
        pass


with server(serving()) as (port, happened), socket.create_connection(("127.0.0.1", port)) as plain:
    plain.sendall(b"GET /")
    happens(plain)
print(happened)
with server(serving()) as (port, happened), socket.create_connection(("127.0.0.1", port)) as plain:
    plain.sendall(b"what?")
    happens(plain)
print(happened)
with server(serving()) as (port, happened), socket.create_connection(("127.0.0.1", port)) as plain:
    pass
print(happened)

listener = socket.create_server(("127.0.0.1", 0))
for answer in [b"220 mail.example ready\r\n", b""]:
    plain = socket.create_connection(listener.getsockname())
    other = listener.accept()[0]
    other.sendall(answer)
    other.shutdown(socket.SHUT_WR)
    try:
        asking().wrap_socket(plain, server_hostname="localhost")
    except ssl.SSLError as e:
        print(*told(e), e.reason)
    plain.close()
    other.close()

# Time that is over.
plain = socket.create_connection(listener.getsockname())
plain.settimeout(0.05)
try:
    asking().wrap_socket(plain, server_hostname="localhost")
except TimeoutError as e:
    print(repr(e))
listener.close()


# The peer goes without a word.
def leave(connection):
    connection.sendall(b"I am off")
    socket.socket(fileno=connection.detach()).close()


for ragged in [True, False]:
    with server(serving(), leave) as (port, happened), connect(asking(), port, suppress_ragged_eofs=ragged) as client:
        print(client.recv(100))
        try:
            print(client.recv(100))
        except ssl.SSLEOFError as e:
            print(*told(e), e.reason, e.errno)
