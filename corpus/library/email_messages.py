# [slow] Messages composed and parsed.
from email.message import EmailMessage, Message
from email import policy, message_from_string, message_from_bytes
from email.mime.text import MIMEText
from email.mime.multipart import MIMEMultipart
from email.utils import (
    parseaddr,
    formataddr,
    getaddresses,
    parsedate_to_datetime,
    format_datetime,
    formatdate,
    make_msgid,
    quote,
    unquote,
)
from email.header import Header, decode_header, make_header
import datetime

m = EmailMessage()
m["Subject"] = "Grüße"
m["From"] = "Jörg <j@example.org>"
m["To"] = 'a@b.c, "X, Y" <x@y.z>'
m.set_content("Hello\nwörld\n")
m.add_alternative("<p>hi</p>", subtype="html")
m.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="d.bin")
text = m.as_string()
import re

print(re.sub("={15}\\d+==", "BOUND", text))
p = message_from_string(text, policy=policy.default)
print(p["subject"], p["to"].addresses, p.get_content_type(), p.is_multipart())
for part in p.walk():
    print(part.get_content_type(), part.get_filename(), part.get_content_disposition())
print(p.get_body(("plain",)).get_content())
print([a.get_filename() for a in p.iter_attachments()])
print(parseaddr("John <j@x>"), formataddr(("Jöhn", "j@x.y")), getaddresses(["a <b@c>, d@e"]))
print(
    parsedate_to_datetime("Mon, 20 Nov 1995 19:12:08 -0500"),
    format_datetime(datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)),
    formatdate(0),
)
print(
    decode_header("=?utf-8?q?Gr=C3=BC=C3=9Fe?= you"),
    str(make_header(decode_header("=?iso-8859-1?b?R3L832U=?="))),
)
print(Header("Grüße aus", "utf-8").encode(), Header("plain").encode())
mm = MIMEMultipart("mixed", boundary="==b==")
mm.attach(MIMEText("body", "plain", "us-ascii"))
mm["X"] = "y"
print(mm.as_string())
print(mm.as_bytes()[:20])
l = message_from_bytes(b"A: b\nA: c\n d\n\nbody\n")
print(l.keys(), l.get_all("a"), l.get_payload(), l["missing"], l.items())
l.add_header("Content-Disposition", "attachment", filename="x.txt")
print(l["content-disposition"], l.get_param("filename", header="content-disposition"))
del l["a"]
l.replace_header("Content-Disposition", "inline")
print(l)
b = message_from_string("bad header\n\nx")
print(b.defects, b.get_payload())
