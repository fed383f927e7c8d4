# [slow] UUIDs, secrets and encodings of bytes.
import uuid, secrets, base64, quopri

print(
    uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"),
    uuid.uuid3(uuid.NAMESPACE_URL, "x"),
    uuid.UUID(int=5),
    uuid.UUID("{12345678-1234-5678-1234-567812345678}").fields,
    repr(uuid.UUID(int=1)),
    uuid.uuid4().version,
)
try:
    uuid.UUID("zz")
except ValueError as e:
    print(e)
print(
    len(secrets.token_hex(8)),
    secrets.compare_digest("a", "a"),
    quopri.encodestring(b"a=\xe9 \n"),
    base64.b32hexencode(b"hi"),
    base64.a85encode(b"hello"),
    base64.b85decode(base64.b85encode(b"xyz")),
)
