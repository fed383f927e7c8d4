# os: files, folders, links, times, processes, environment.
import errno
import os
import stat
import tempfile

folder = tempfile.mkdtemp()
os.chdir(folder)


def attempt(f, *args, **kwargs):
    try:
        print(f.__name__, "->", repr(f(*args, **kwargs)))
    except Exception as e:
        print(f.__name__, type(e).__name__, str(e).replace(folder, "FOLDER"))


fd = os.open("f", os.O_RDWR | os.O_CREAT, 0o640)
print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.read(fd, 2), os.pread(fd, 3, 0), os.pwrite(fd, b"J", 0))
print(os.fstat(fd).st_size, stat.filemode(os.fstat(fd).st_mode), os.get_inheritable(fd), os.get_blocking(fd))
os.ftruncate(fd, 3)
other = os.dup(fd)
print(other != fd, os.lseek(other, 0, 2), os.isatty(fd))
os.fsync(fd)
os.close(fd)
os.close(other)
attempt(os.close, fd)
attempt(os.read, fd, 1)
attempt(os.stat, "missing")
attempt(os.stat, 1.5)
attempt(os.stat, "a\0b")
attempt(os.open, "missing", os.O_RDONLY)
attempt(os.listdir, "missing")
attempt(os.mkdir, "f")
attempt(os.rmdir, "f")
attempt(os.unlink, "missing")
attempt(os.rename, "missing", "x")
attempt(os.readlink, "f")
attempt(os.chdir, "f")
attempt(os.link, "missing", "x")
attempt(os.symlink, "a", "f")
attempt(os.truncate, "missing", 1)
attempt(os.utime, "f", (1, 2), ns=(1, 2))
attempt(os.utime, "f", 5)
attempt(os.execv, "/missing", ["a"])
attempt(os.execv, "/missing", [])
attempt(os.kill, 99999999, 0)
attempt(os.urandom, -1)
attempt(os.sysconf, "SC_NOPE")
attempt(os.fspath, 1)
attempt(os.stat, 1, follow_symlinks=False)
attempt(os.waitpid, 99999999, 0)
os.mkdir("d", 0o700)
os.makedirs("d/e/g", exist_ok=True)
os.symlink("../f", "d/link")
os.link("f", "d/hard")
print(sorted(os.listdir("d")), os.readlink("d/link"), os.path.islink("d/link"), os.path.samefile("f", "d/hard"))
print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.stat().st_size > 0) for e in os.scandir("d") if e.name != "e"))
with os.scandir(b"d") as it:
    print(sorted(e.path for e in it), repr(next(os.scandir("d/e"))))
print(os.lstat("d/link").st_mode != os.stat("d/link").st_mode, os.stat("f").st_nlink)
os.utime("f", (10, 20.5))
s = os.stat("f")
print(s.st_atime, s.st_mtime, s.st_mtime_ns, s[7:9], s.st_size, len(s), s.n_fields, s.n_sequence_fields)
os.utime("f", ns=(3, 4))
print(os.stat("f").st_atime_ns, os.stat("f").st_mtime_ns)
os.chmod("f", 0o600)
print(oct(os.stat("f").st_mode), os.access("f", os.R_OK), os.access("missing", os.F_OK))
os.replace("f", "h")
print([(r, sorted(ds), sorted(fs)) for r, ds, fs in os.walk(".")])
dfd = os.open("d", os.O_RDONLY)
print(os.stat("hard", dir_fd=dfd).st_size, sorted(os.listdir(dfd)))
os.close(dfd)
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, b"from the child")
    os._exit(7)
got, status = os.waitpid(pid, 0)
print(got == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status), os.read(r, 50))
os.environ["THESEUS_IO"] = "value"
print(os.system('test "$THESEUS_IO" = value'), os.waitstatus_to_exitcode(os.system("exit 5")))
del os.environ["THESEUS_IO"]
print(os.getenv("THESEUS_IO"), os.strerror(2), errno.errorcode[2], errno.ENOENT, os.getpid() == os.getppid())
print(os.umask(0o22) >= 0, os.terminal_size((80, 24)), len(os.urandom(5)), os.fsencode("\udcff"), ascii(os.fsdecode(b"\xff")))
print(type(os.uname()).__name__, type(os.times()).__name__, os.cpu_count() > 0, os.path.normpath("a//b/../c/."))
os.chdir("/")
for root, dirs, files in os.walk(folder, topdown=False):
    for name in files:
        os.unlink(os.path.join(root, name))
    for name in dirs:
        os.rmdir(os.path.join(root, name))
os.rmdir(folder)
