# [slow] Paths, and trees of files.
from pathlib import *
import os, tempfile, shutil, glob, fnmatch, stat

p = PurePosixPath("/a/b/../c.tar.gz")
print(
    p,
    repr(p),
    p.parts,
    p.name,
    p.stem,
    p.suffix,
    p.suffixes,
    p.parent,
    list(p.parents),
    p.root,
    p.anchor,
    p.is_absolute(),
    p.as_uri(),
    p / "x",
    "/r" / PurePosixPath("q"),
    p.with_suffix(".z"),
    p.with_name("n"),
    p.with_stem("s"),
    p.joinpath("a", "/b"),
    p.match("*.gz"),
    p.relative_to("/a"),
    p.is_relative_to("/a"),
    PurePosixPath("a/b").relative_to("a/c", walk_up=True),
)
for f in (
    lambda: p.relative_to("/z"),
    lambda: PurePosixPath("").with_name("x"),
    lambda: p.with_suffix("bad"),
    lambda: p.with_name(""),
    lambda: PurePosixPath("a").as_uri(),
    lambda: Path("/nope").read_text(),
    lambda: PurePosixPath(5),
    lambda: PurePath("a") < 5,
    lambda: Path("/nope").iterdir().__next__(),
    lambda: Path("/nope").stat(),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
w = PureWindowsPath("C:\\x\\y.txt")
print(w, w.drive, w.as_posix(), w.parts, PureWindowsPath("c:/A") == PureWindowsPath("C:/a"), w.is_absolute())
d = Path(tempfile.mkdtemp())
(d / "a" / "b").mkdir(parents=True)
(d / "a" / "f.txt").write_text("hello\n")
(d / "g.py").write_bytes(b"x")
(d / "a" / "b" / "h.py").touch()
print(
    sorted((str(x.relative_to(d)) for x in d.rglob("*"))),
    sorted((x.name for x in d.glob("*.py"))),
    sorted((x.name for x in d.glob("**/*.py"))),
    (d / "g.py").exists(),
    d.is_dir(),
    (d / "a/f.txt").is_file(),
    (d / "a/f.txt").stat().st_size,
    (d / "a/f.txt").read_text(),
    [sorted(f) for _, _, f in sorted(d.walk())],
)
for f in (
    lambda: (d / "a").mkdir(),
    lambda: (d / "a").rmdir(),
    lambda: (d / "zz").unlink(),
    lambda: (d / "zz").unlink(missing_ok=True),
    lambda: (d / "a").mkdir(exist_ok=True),
    lambda: (d / "g.py").rename(d / "r.py").name,
    lambda: (d / "l").symlink_to("r.py"),
    lambda: (d / "l").readlink(),
    lambda: (d / "l").resolve().name,
    lambda: (d / "l").is_symlink(),
    lambda: (d / "r.py").samefile(d / "l"),
    lambda: (d / "r.py").chmod(384),
    lambda: oct((d / "r.py").stat().st_mode),
    lambda: (d / "r.py").open("xb"),
):
    try:
        print(f())
    except OSError as e:
        print(type(e).__name__, e.strerror)
print(
    sorted((os.path.basename(x) for x in glob.glob(str(d / "*")))),
    glob.glob("**/*.py", root_dir=d, recursive=True)[:1] != [],
    fnmatch.filter(["a.py", "b.txt", "c.PY"], "*.py"),
    fnmatch.translate("a[!b]*?"),
    glob.escape("a[1]*"),
)
shutil.copy(d / "a/f.txt", d / "copy.txt")
shutil.copytree(d / "a", d / "tree")
shutil.move(str(d / "copy.txt"), str(d / "moved.txt"))
print(
    sorted(os.listdir(d)),
    shutil.which("sh") is not None,
    sorted(os.listdir(d / "tree")),
    shutil.make_archive(str(d / "arc"), "zip", d / "a")[-7:],
)
try:
    shutil.copytree(d / "a", d / "tree")
except FileExistsError as e:
    print(e.strerror)
print(
    os.path.join("a", "/b", "c"),
    os.path.normpath("a/./b/../c//d"),
    os.path.split("/a/b/"),
    os.path.splitext(".bashrc"),
    os.path.commonpath(["/a/b", "/a/c"]),
    os.path.commonprefix(["abc", "abd"]),
    os.path.relpath("/a/b", "/a/c"),
    os.path.expanduser("~") != "~",
    os.path.isabs("a"),
    os.path.basename("a/b"),
    os.path.dirname("a/b"),
    os.path.expandvars("$NOPE_X/y"),
)
print(
    Path("~").expanduser() == Path.home(),
    Path(".").absolute() == Path.cwd(),
    Path("a") == Path("a"),
    {Path("a"), Path("a")}.__len__(),
    sorted([Path("b"), Path("a/z")]),
    stat.filemode(33188),
    os.fspath(Path("q")),
)
shutil.rmtree(d)
print(d.exists())
