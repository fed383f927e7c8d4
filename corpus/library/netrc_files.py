# [slow] Logins from a file.
import netrc, tempfile, os

with tempfile.NamedTemporaryFile("w", delete=False) as f:
    f.write("machine h login l password p\nmacdef m\nline1\nline2\n\ndefault login anon password x\n")
n = netrc.netrc(f.name)
print(n.hosts, n.macros, n.authenticators("h"), n.authenticators("other"))
print(n)
open(f.name, "w").write("machine\n")
try:
    netrc.netrc(f.name)
except netrc.NetrcParseError as e:
    print(e.msg, e.lineno)
os.unlink(f.name)
