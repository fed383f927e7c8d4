# configparser: interpolation, converters, errors.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
import configparser, io
c = configparser.ConfigParser()
c.read_string("""
[DEFAULT]
base = /home
[a]
path = %(base)s/x
num : 42
flag yes
  multi
multi = one
   two

   three
empty =
; comment
# c2
fl = 1.5
b = off
esc = 50%%
[b]
path = ${a:path}
""".replace("flag yes\n  multi\n", "flag = yes\n"))
print(c.sections(), c["a"]["path"], c.getint("a", "num"), c.getboolean("a", "flag"), repr(c["a"]["multi"]), repr(c["a"]["empty"]), c.getfloat("a", "fl"), c["a"].getboolean("b"), c["a"]["esc"], c.get("a", "esc", raw=True))
print(dict(c["a"]), list(c), "a" in c, c.has_option("a", "BASE"), c.options("b"), c.items("b", raw=True), c.get("a", "zz", fallback="fb"), c["a"].get("zz"), c.defaults())
for f in (lambda: c.get("zz", "x"), lambda: c.get("a", "zz"), lambda: c["zz"], lambda: c["a"]["zz"], lambda: c.getint("a", "path"), lambda: c.getboolean("a", "num"), lambda: c.add_section("a"), lambda: c.add_section("DEFAULT"), lambda: c.set("zz", "a", "b"), lambda: c.set("a", "q", 5), lambda: c.set("a", "q", "%(nope)s"), lambda: c.set("a", "q", "%x"), lambda: c.remove_section("zz"), lambda: c.read_string("[x]\na=1\na=2"), lambda: c.read_string("[x]\n[x]"), lambda: c.read_string("noheader"), lambda: c.read_string("[x]\njunk line"), lambda: c.read(["/nonexistent"])):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, str(e).replace("\n", "\\n"))
c.set("a", "q", "%(num)s%(num)s"); print(c["a"]["q"]); c.read_dict({"loop": {"a": "%(b)s", "b": "%(a)s"}, "miss": {"a": "%(zz)s"}})
for s in ("loop", "miss"):
    try: c[s]["a"]
    except configparser.InterpolationError as e: print(type(e).__name__, str(e).split("\n")[0])
o = io.StringIO(); c.remove_option("a", "multi"); c.write(o); print(o.getvalue()); o = io.StringIO(); c.write(o, space_around_delimiters=False); print(o.getvalue())
e = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), allow_no_value=True, delimiters=("=",), comment_prefixes=("//",), inline_comment_prefixes=(";",), strict=False, default_section="common")
e.read_string("[common]\nr=1\n[s]\nkey\na = ${r}x ; inline\n[t]\nb=${s:a}$$\n[t]\nb=${s:a}!"); print(dict(e["s"]), e["t"]["b"])
r = configparser.RawConfigParser(); r.optionxform = str; r.read_string("[S]\nKeY=%(x)s"); print(dict(r["S"]))
class X(configparser.ConfigParser): pass
x = configparser.ConfigParser(converters={"list": lambda v: v.split(",")}); x.read_string("[a]\nl=1,2"); print(x.getlist("a", "l"), x["a"].getlist("l"), x["a"], x)
del x["a"]; print(x.sections()); x["n"] = {"p": "1"}; print(x["n"]["p"], x.popitem()); print(configparser.ConfigParser.BOOLEAN_STATES)
