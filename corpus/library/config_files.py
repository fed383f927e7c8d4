# [slow] Configuration files and interpolation.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import configparser, io

c = configparser.ConfigParser()
c.read_string(
    "[DEFAULT]\nbase=/x\n[a]\npath=%(base)s/y\nn = 5\nf: 1.5\nb=yes\nmulti = one\n  two\n  three\nempty=\n; comment\n# another\n[b c]\nkey with space = v ; not comment\n"
)
print(
    c.sections(),
    c["a"]["path"],
    c.getint("a", "n"),
    c.getfloat("a", "f"),
    c.getboolean("a", "b"),
    repr(c["a"]["multi"]),
    repr(c["a"]["empty"]),
    dict(c["b c"]),
    c.has_option("a", "BASE"),
    c.options("a"),
    c.get("a", "zz", fallback="fb"),
    c["a"].get("q", "d"),
    "a" in c,
    c.defaults(),
)
for f in (
    lambda: c.get("nope", "x"),
    lambda: c.get("a", "zz"),
    lambda: c.getint("a", "path"),
    lambda: c.getboolean("a", "n"),
    lambda: c["nope"],
    lambda: c["a"]["zz"],
    lambda: c.add_section("a"),
    lambda: c.add_section("DEFAULT"),
    lambda: c.set("a", "x", 5),
    lambda: c.read_string("x=1"),
    lambda: c.read_string("[a]\nx=1\nx=2"),
    lambda: c.read_string("[q]\n[q]"),
    lambda: c.read_string("[a]\njunk"),
    lambda: c.read_dict({"z": {"p": "%(undefined)s"}}) or c.get("z", "p"),
    lambda: c.read_dict({"z": {"p": "%"}}) or c.get("z", "p"),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).replace("\n", "|"))
o = io.StringIO()
c.remove_section("z")
c["new"] = {"k": "v"}
c.set("new", "k2", "v2")
c.remove_option("a", "n")
c.write(o)
print(o.getvalue())
e = configparser.ConfigParser(
    interpolation=configparser.ExtendedInterpolation(),
    allow_no_value=True,
    delimiters=("=",),
    comment_prefixes=("#",),
    default_section="common",
)
e.read_string("[common]\nhome=/h\n[x]\ndir=${home}/d\nother=${x:dir}/e\nflag\n")
print(e["x"]["other"], e["x"]["flag"], e.items("x"))
r = configparser.RawConfigParser()
r.optionxform = str
r.read_string("[S]\nKey=%(raw)s\n")
print(dict(r["S"]))
print(repr(c["a"]), c, r.get("S", "Key"), len(c), list(c))
