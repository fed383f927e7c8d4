"""What a context takes and refuses, and what it says of itself."""
import os
import ssl
import tempfile

from support.both_ends import asking, pem, serving, told


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as e:
        more = [getattr(e, name, "none") for name in ("library", "reason")] if isinstance(e, ssl.SSLError) else []
        return *told(e), *more


client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
for context in client, server:
    print(context.protocol, context.verify_mode, context.check_hostname, context.verify_flags, context.options)
    print(context.minimum_version, context.maximum_version, context.security_level, context.num_tickets)
    print(context.cert_store_stats(), context.session_stats(), context.get_ca_certs(), context.keylog_filename)
    print(context.hostname_checks_common_name, context.post_handshake_auth, context.sni_callback)

load = client.load_verify_locations
for args, kwargs in [
    ((), {}),
    (("/there/is/no/such.pem",), {}),
    ((3,), {}),
    ((None, 3), {}),
    ((__file__,), {}),
    ((os.devnull,), {}),
    ((None, "/there/is/no/such/folder"), {}),
    ((), {"cadata": 3}),
    ((), {"cadata": ""}),
    ((), {"cadata": "no PEM"}),
    ((), {"cadata": b"no DER"}),
    ((), {"cadata": "\xe9"}),
    ((pem("authority"),), {}),
    ((pem("own"),), {}),
    ((pem("authority"),), {}),
]:
    print(attempt(load, *args, **kwargs))
print(client.cert_store_stats(), [c["version"] for c in client.get_ca_certs()])
der = client.get_ca_certs(binary_form=True)
print(ssl.DER_cert_to_PEM_cert(der[0]).strip() == open(pem("authority")).read().strip())
again = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
again.load_verify_locations(cadata=der[0] * 2)
again.load_verify_locations(cadata=open(pem("own")).read())
print(again.cert_store_stats())

load = server.load_cert_chain
for args, kwargs in [
    (("/there/is/no/such.pem",), {}),
    ((3,), {}),
    ((pem("own"), "/there/is/no/such.pem"), {}),
    ((pem("client"), pem("signed")), {}),
    ((pem("authority"),), {}),
    ((os.devnull,), {}),
    ((pem("locked"), None, "wrong"), {}),
    ((pem("locked"), None, 5), {}),
    ((pem("locked"), None, lambda: 5), {}),
    ((pem("locked"), None, "x" * 1025), {}),
    ((pem("locked"), None, lambda: 1 / 0), {}),
    ((pem("locked"),), {"password": "secret"}),
    ((pem("locked"),), {"password": lambda: b"secret"}),
    ((pem("locked_old"),), {"password": bytearray(b"secret")}),
    ((pem("own"),), {"password": lambda: 1 / 0}),
    ((pem("own"),), {}),
]:
    print(attempt(load, *args, **kwargs))

for name, value in [
    ("verify_mode", 9),
    ("verify_mode", "x"),
    ("verify_mode", ssl.CERT_NONE),
    ("verify_flags", "x"),
    ("options", -1),
    ("minimum_version", 1),
    ("maximum_version", "x"),
    ("sni_callback", None),
    ("num_tickets", 1),
    ("keylog_filename", "/there/is/no/such/file"),
]:
    print(name, attempt(setattr, client, name, value))
print(attempt(setattr, server, "num_tickets", -1), attempt(setattr, server, "sni_callback", 3))
client.check_hostname = False
client.verify_mode = ssl.CERT_NONE
client.check_hostname = True
print(client.verify_mode)
client.minimum_version = ssl.TLSVersion.TLSv1_3
client.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
print(client.minimum_version, client.maximum_version)
client.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
print(client.verify_flags)

print(attempt(client.set_ciphers, "nothing of the kind"), attempt(client.set_ciphers, 3))
client.set_ciphers("ECDHE+AESGCM:!aRSA")
for cipher in client.get_ciphers():
    print(cipher)
print(attempt(client.set_alpn_protocols, [""]), attempt(client.set_alpn_protocols, ["h2"]))
print(attempt(client.set_ecdh_curve, "no curve"), attempt(client.set_ecdh_curve, "prime256v1"))

one, two = ssl.MemoryBIO(), ssl.MemoryBIO()
for args in [(client, {}), (client, {"server_hostname": ""}), (client, {"server_side": True}), (server, {})]:
    made = attempt(args[0].wrap_bio, one, two, **args[1])
    print(made if isinstance(made, tuple) else type(made))
print(type(server.wrap_bio(one, two, True, server_hostname="x")))
made = asking().wrap_bio(one, two, server_hostname="localhost")
print(attempt(made.getpeercert), attempt(made.unwrap), made.get_channel_binding(), made.session, made.version())
print(attempt(made.get_channel_binding, "other"), attempt(setattr, made, "session", 3), made.selected_alpn_protocol())

print(one.write(b"some bytes"), one.pending, one.eof, one.read(4), one.write_eof(), one.read(), one.eof, one.read())
print(attempt(one.write, b"more"), attempt(two.write, "text"), attempt(ssl.MemoryBIO, 1))

print(attempt(ssl.RAND_bytes, -1), len(ssl.RAND_bytes(9)), ssl.RAND_status(), ssl.RAND_add(b"salt", 1.0))
print(ssl.Purpose.SERVER_AUTH, ssl.Purpose.CLIENT_AUTH.longname)
for name in ["1.3.6.1.5.5.7.3.1", "serverAuth", "1.2.3.4.5"]:
    print(attempt(ssl._txt2obj, name), attempt(ssl._txt2obj, name, name=True))
print(ssl._nid2obj(13), attempt(ssl._nid2obj, -1), attempt(ssl._nid2obj, 100000))
print(ssl._ssl._test_decode_cert(pem("client"))["subject"])
shown = ssl._ssl._test_decode_cert(pem("signed"))
for key in "subjectAltName", "OCSP", "caIssuers", "crlDistributionPoints", "version":
    print(key, shown[key])
print(attempt(ssl._ssl._test_decode_cert, os.devnull))

for e in [ssl.SSLError(1, "words"), ssl.SSLError("words"), ssl.SSLCertVerificationError(1, "words")]:
    print(repr(e), e, type(e).__mro__[1:3], e.errno, e.strerror)
for name in "SSLZeroReturnError", "SSLWantReadError", "SSLWantWriteError", "SSLSyscallError", "SSLEOFError":
    print(getattr(ssl, name), getattr(ssl, name).__base__)
print(ssl.OPENSSL_VERSION_INFO >= (3, 0), ssl.OPENSSL_VERSION.startswith("OpenSSL 3"), ssl.HAS_TLSv1_3, ssl.HAS_SNI)

# Secrets of connections are written to a file.
with tempfile.TemporaryDirectory() as folder:
    context = asking()
    context.keylog_filename = os.path.join(folder, "secrets")
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = context.wrap_bio(down, up, server_hostname="localhost"), serving().wrap_bio(up, down, True)
    for _ in range(3):
        for end in ends:
            attempt(end.do_handshake)
    lines = open(context.keylog_filename).read().splitlines()
    print(lines[0][:26], sorted({line.split()[0] for line in lines[1:]} - {"EXPORTER_SECRET"}))
