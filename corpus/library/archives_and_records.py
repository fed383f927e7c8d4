# Archives, records of events, tokens and catalogs, as 3.12 shows them.

import atexit, shutil, io, os, sys, logging, logging.handlers, tarfile, zipfile, tokenize, gettext, locale, warnings, tempfile, time
d = tempfile.mkdtemp()
atexit.register(shutil.rmtree, d)
os.chdir(d)
# tar
for n, t in (("a.txt", "hello"), ("b.txt", "world" * 100)): open(n, "w").write(t); os.utime(n, (1e9, 1e9)); os.chmod(n, 0o640)
os.mkdir("sub"); os.symlink("a.txt", "ln"); os.utime("sub", (1e9, 1e9))
os.environ["TZ"] = "UTC"; time.tzset()
def clean(ti): ti.uid = ti.gid = 0; ti.uname = ti.gname = "root"; ti.mtime = 1e9; return ti
with tarfile.open("x.tar.gz", "w:gz") as t:
    for n in ("a.txt", "b.txt", "sub", "ln"): t.add(n, filter=clean)
    ti = tarfile.TarInfo("mem"); ti.size = 3; t.addfile(ti, io.BytesIO(b"abc"))
with tarfile.open("x.tar.gz") as t:
    t.list(); t.list(verbose=False); print(t.getnames(), t.getmember("b.txt").size, t.extractfile("mem").read())
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always"); t.extractall("out"); t.extract("mem", "out", filter="data"); print([(str(x.message), x.category.__name__, os.path.basename(x.filename)) for x in w])
    print(sorted(os.listdir("out")))
for kind, fn in (("abs", lambda: tarfile.data_filter(tarfile.TarInfo("/etc/x"), "out").name), ("out", lambda: tarfile.data_filter(tarfile.TarInfo("../x"), "out"))):
    try: print(kind, fn())
    except tarfile.FilterError as e: print(type(e).__name__, str(e).replace(d, "D"))
try: tarfile.open("a.txt")
except tarfile.ReadError as e: print(e)
print(tarfile.is_tarfile("x.tar.gz"), tarfile.__all__)
# zip
with zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.write("a.txt"); z.writestr("q/w.txt", "data"); z.writestr(zipfile.ZipInfo("i", (2020,1,2,3,4,6)), b"x"*1000, compress_type=zipfile.ZIP_STORED); z.mkdir("dd")
    print(z.infolist())
with zipfile.ZipFile("z.zip") as z:
    z.printdir() if 0 else None; print(z.namelist(), z.testzip(), z)
    with z.open("a.txt") as f: print(f, f.mode, f.read(2), f.tell(), f.seek(0), f.readlines())
    print(f, z.read("i")[:3], z.getinfo("i"))
    try: z.open("nope")
    except KeyError as e: print(e)
    p = zipfile.Path(z); print(sorted(str(x.name) for x in p.iterdir()), (p / "q" / "w.txt").read_text(), list(map(str, p.glob("**/*.txt"))), p, repr(p/"q"))
print(z, zipfile.__all__, hasattr(zipfile, "ZIP_ZSTANDARD"))
try: zipfile.ZipFile("a.txt")
except zipfile.BadZipFile as e: print(e)
try: zipfile.ZipFile("n.zip", "w", 93)
except NotImplementedError as e: print(e)
# logging
s = io.StringIO(); h = logging.StreamHandler(s); h.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s")); lg = logging.getLogger("A"); lg.addHandler(h); lg.setLevel(10)
class Nest(logging.Handler):
    def emit(self, r):
        if r.name != "inner": logging.getLogger("inner").warning("nested %s", r.getMessage())
logging.getLogger("inner").addHandler(h); logging.getLogger("inner").propagate = False
lg.addHandler(Nest()); lg.info("hi"); print(s.getvalue())
try: logging.LoggerAdapter(lg, {"a": 1}, merge_extra=True)
except TypeError as e: print(e)
ad = logging.LoggerAdapter(lg, {"a": 1}); print(ad, ad.process("m", {"extra": {"b": 2}}))
rh = logging.handlers.RotatingFileHandler("r.log", maxBytes=10, backupCount=3); rl = logging.getLogger("R"); rl.addHandler(rh); rl.propagate = False
for i in range(5): rl.error("message %d", i)
rh.close(); print({n: open(n).read() for n in sorted(os.listdir(".")) if n.startswith("r.log")})
mh = logging.handlers.MemoryHandler(3, target=h); l3 = logging.getLogger("M"); l3.addHandler(mh); l3.propagate = False; l3.warning("1"); l3.warning("2"); print("M" in s.getvalue()); l3.error("3"); print(s.getvalue()[-40:])
# tokenize
src = b'x = f"a{b!r:>{w}} {{}}" "q"\\\n  "z"\nif 1:\n    y = 2 # c\n'
toks = list(tokenize.tokenize(io.BytesIO(src).readline)); print(tokenize.untokenize(toks)); print(tokenize.untokenize([t[:2] for t in toks])); print(tokenize.__all__[-6:])
# gettext / locale
f = gettext.c2py("n != 1"); 
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); print(f(1.5)); locale.getdefaultlocale(); print([str(x.message) for x in w], [os.path.basename(x.filename) for x in w])
try: f("x")
except TypeError as e: print(e)
print(hasattr(locale, "format"), locale.format_string("%d %.2f", (1234567, 1.5), grouping=True))
warnings.simplefilter("ignore"); import uu
o = io.BytesIO(); uu.encode(io.BytesIO(b"\0\0hello"), o, "n\nm", 0o644, backtick=True); print(o.getvalue())
