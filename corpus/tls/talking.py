"""[slow] A client and a server talk, and tell what they know of each other."""
import pprint
import ssl
import threading

from support.both_ends import asking, connect, server, serving, told


def polite(connection):
    facts = connection.version(), connection.cipher(), connection.server_side, connection.getpeercert()
    while data := connection.recv(1 << 16):
        connection.sendall(data)
    plain = connection.unwrap()
    plain.sendall(b"and in the open")
    plain.close()
    return facts


with server(serving(), polite) as (port, happened):
    client = connect(asking(), port)
    print(client.version(), client.cipher(), client.compression(), client.session_reused, client.server_side)
    print(client.server_hostname, client.shared_ciphers(), client.selected_alpn_protocol(), client.pending())
    pprint.pprint(client.getpeercert())
    der = client.getpeercert(binary_form=True)
    print(type(der), ssl.DER_cert_to_PEM_cert(der).splitlines()[0])
    client.sendall(b"hello")
    print(client.recv(2), client.pending(), client.recv(100))
    buffer = bytearray(8)
    client.write(memoryview(b"buffered"))
    print(client.recv_into(buffer, 5), client.recv_into(memoryview(buffer)[5:]), buffer)
    big, back = bytes(range(256)) * 4000, bytearray()
    sender = threading.Thread(target=client.sendall, args=(big,))
    sender.start()
    while len(back) < len(big):
        back += client.recv(1 << 16)
    sender.join()
    print(back == big, client.recv(0), client.send(b""))
    for call in [lambda: client.sendto(b"", ("", 0)), lambda: client.recvfrom(1), lambda: client.sendmsg([b""])]:
        try:
            call()
        except (ValueError, NotImplementedError) as e:
            print(told(e))
    plain = client.unwrap()
    print(type(plain) is type(client), plain.recv(100), client.version(), client.cipher())
    plain.close()
print(happened)

# TLS 1.2, which is asked for by either side.
for side in range(2):
    contexts = [serving(), asking()]
    contexts[side].maximum_version = ssl.TLSVersion.TLSv1_2
    with server(contexts[0], polite) as (port, happened), connect(contexts[1], port) as client:
        print(client.version(), client.cipher()[1:])
        client.sendall(b"old")
        print(client.recv(10))
        client.unwrap().close()
    print(happened[0][0])

# Somebody who is not waited for.
with server(serving(), lambda c: c.sendall(b"bye")) as (port, happened), connect(asking(), port) as client:
    print(client.recv(10))
    print(client.recv(10))
