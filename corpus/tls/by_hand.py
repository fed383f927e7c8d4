"""Two ends over memory: every record is carried by hand."""
import ssl

from support.both_ends import asking, serving, told


def pair(client_context, server_context, host="localhost"):
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context.wrap_bio(down, up, server_hostname=host)
    return client, server_context.wrap_bio(up, down, server_side=True), up, down


def attempt(call, *args):
    try:
        return call(*args)
    except OSError as e:
        return told(e)


def shake(client, server):
    steps = []
    for _ in range(4):
        for end in (client, server):
            steps.append(attempt(end.do_handshake))
    return steps


client, server, up, down = pair(asking(), serving())
print(client.version(), client.cipher(), attempt(client.read), up.pending > 0, down.pending)
print(attempt(server.read), down.pending > 0)
print(*shake(client, server), sep="\n")
print(client.version(), server.version(), client.getpeercert()["serialNumber"] == "0", server.getpeercert())
print(client.write(b"x" * 40000), [len(server.read(100000)) for _ in range(3)], attempt(server.read))
print(server.write(b"answer"), client.read(3), client.pending(), client.read(3), client.pending())

# A record in pieces.
client.write(b"in pieces")
record = up.read()
for i in range(len(record)):
    up.write(record[i : i + 1])
    got = attempt(server.read, 100)
    if not isinstance(got, tuple):
        print(i == len(record) - 1, got)

# The end, one side after the other.
print(attempt(client.unwrap))
print(server.read(10), attempt(server.unwrap), attempt(client.unwrap))
print(attempt(client.write, b"late"))

# A cut, and a record that somebody has changed.
client, server, up, down = pair(asking(), serving())
shake(client, server)
down.read()
down.write_eof()
print(attempt(client.read), down.eof)
client, server, up, down = pair(asking(), serving())
shake(client, server)
client.write(b"to be changed")
record = bytearray(up.read())
record[-1] ^= 1
up.write(record)
print(attempt(server.read))

# What is spoken behind TLS.
for offered, known in [(["h2", "http/1.1"], ["http/1.1"]), (["h2"], ["h3"]), ([], ["h2"]), (["a", "b"], ["b", "a"])]:
    asker, knower = asking(), serving()
    if offered:
        asker.set_alpn_protocols(offered)
    knower.set_alpn_protocols(known)
    client, server, *_ = pair(asker, knower)
    shake(client, server)
    print(offered, known, client.selected_alpn_protocol(), server.selected_alpn_protocol())

# Who is asked for decides the context.
names = []


def choose(connection, name, context):
    names.append((name, context is first, type(connection).__name__))
    if name == "signed.example":
        connection.context = second
    if name == "forbidden.example":
        return ssl.ALERT_DESCRIPTION_ACCESS_DENIED


first, second = serving("own"), serving("signed")
first.sni_callback = choose
lenient = asking()
lenient.load_verify_locations(cadata=asking("authority").get_ca_certs(binary_form=True)[0])
want = "SSLWantReadError", "The operation did not complete (read)"
for host in ["localhost", "signed.example", "forbidden.example", "127.0.0.1"]:
    client, server, *_ = pair(lenient, first, host)
    steps = [step for step in shake(client, server) if step != want]
    cert = client.getpeercert() if client.version() else None
    print(host, steps[:2], cert and dict(x[0] for x in cert["subject"])["commonName"])
print(names)

# A session is gone on with.
context, remembering = asking(), serving()
for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
    context.maximum_version = version
    client, server, *_ = pair(context, remembering)
    shake(client, server)
    server.write(b"1")
    client.read()
    session = client.session
    print(client.session_reused, session.has_ticket or version == ssl.TLSVersion.TLSv1_2, len(session.id), session.timeout)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(down, up, server_hostname="localhost", session=session)
    server = remembering.wrap_bio(up, down, server_side=True)
    shake(client, server)
    print(client.session_reused, server.session_reused, client.version())
