# email: messages made, parsed, changed; headers, dates, addresses.  [slow]
import email, email.policy, email.utils, email.header, email.message, datetime
from email.mime.text import MIMEText; from email.mime.multipart import MIMEMultipart; from email.mime.base import MIMEBase; from email.mime.image import MIMEImage; from email.mime.application import MIMEApplication
from email.message import EmailMessage
m = EmailMessage(); m["Subject"] = "Héllo wörld"; m["From"] = "A B <a@b.c>"; m["To"] = "x@y.z, \"Q, R\" <q@r.s>"; m.set_content("Body é\nline\n"); print(m.as_string()); print(m["to"].addresses, m["subject"], m.get_content(), m.get_content_type(), m.get_content_charset(), m.keys(), m.is_multipart(), m.get_body().get_content())
m.add_alternative("<p>h</p>", subtype="html"); m.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="f.bin"); m.set_boundary("BB"); print(m.get_content_type(), [p.get_content_type() for p in m.walk()], [a.get_filename() for a in m.iter_attachments()], m.get_body(("html",)).get_content())
t = MIMEText("plain"); t["X-H"] = "v"; t.add_header("Content-Disposition", "attachment", filename="é.txt"); print(t.as_string(), t.get_filename(), t.items()); mp = MIMEMultipart("mixed", boundary="XX"); mp.attach(t); mp.attach(MIMEText("<b>", "html", "utf-8")); mp.preamble = "pre"; print(mp.as_string())
src = "From: =?utf-8?q?J=C3=B6?= <j@x.y>\nTo: a@b.c\nSubject: long\n folded\nDate: Mon, 01 Jan 2024 10:00:00 +0200\nContent-Type: multipart/alternative; boundary=\"b1\"\n\n--b1\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nh=C3=A9llo=\n there\n--b1\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPGI+aGk8L2I+\n--b1--\n"
for pol in (email.policy.compat32, email.policy.default):
    e = email.message_from_string(src, policy=pol); print(repr(e["from"]), repr(e["subject"]), e["date"], e.get_boundary(), [p.get_payload(decode=True) for p in e.walk() if not p.is_multipart()], e.defects, e.get_params(), type(e).__name__)
print(e["date"].datetime, e["from"].addresses[0].display_name, e["from"].addresses[0].domain)
bad = email.message_from_string("Subject: x\nbroken line\n\nbody", policy=email.policy.default); print(bad.defects, bad.get_payload()); 
try: EmailMessage()["Subject"] = "a\nb"
except Exception as ex: print(type(ex).__name__, ex)
try: m["Subject"] = "again"
except ValueError as ex: print(ex)
m.replace_header("subject", "new"); del m["to"]; print(m["subject"], m["to"], m.get("nope", "d"), "from" in m); print(email.utils.parseaddr('"A, B" <a@b>'), email.utils.formataddr(("Né", "a@b.c")), email.utils.parsedate("Mon, 01 Jan 2024 10:00:00 +0200"), email.utils.parsedate_tz("1 Jan 2024 10:00 EST"), email.utils.parsedate_to_datetime("Mon, 01 Jan 2024 10:00:00 GMT"), email.utils.format_datetime(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc), usegmt=True), email.utils.formatdate(0), email.utils.getaddresses(["a@b, C <d@e>"]), email.utils.quote('a"b'), email.utils.decode_rfc2231("utf-8''%e9"), email.utils.collapse_rfc2231_value("a"))
h = email.header.Header("é" * 50, "utf-8", header_name="Subject"); print(h.encode(), str(h) == "é" * 50, email.header.decode_header("=?utf-8?b?w6k=?= x =?latin1?q?=E9?="), email.header.make_header([(b"a", None), (b"\xc3\xa9", "utf-8")]), email.message_from_bytes(b"A: \xff\n\nb")["a"])
print(m.as_bytes(policy=email.policy.SMTP)[:60], email.policy.default.clone(max_line_length=20).max_line_length, email.policy.strict.raise_on_defect)
