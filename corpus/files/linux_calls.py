# What Linux has beyond POSIX, and children that are started and waited for in other ways.
import os
import signal
import socket
import tempfile


def attempt(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__name__, e)


# Ids and scheduling.
print(os.getresuid() == (os.getuid(), os.geteuid(), os.getuid()), len(os.getresgid()))
attempt(lambda: os.setreuid(-1, -1))
attempt(lambda: os.setreuid(-2, 0))
attempt(lambda: os.setresgid("a", 0, 0))
attempt(lambda: os.setgroups(3))
attempt(lambda: os.setgroups(["a"]))
attempt(lambda: os.getgrouplist(b"root", 0))
print(os.getgid() in os.getgrouplist("root", os.getgid()))
attempt(lambda: os.sched_getscheduler(0) == os.SCHED_OTHER)
attempt(lambda: os.sched_getparam(0))
attempt(lambda: os.sched_param(sched_priority=3))
attempt(lambda: (os.sched_get_priority_min(os.SCHED_FIFO), os.sched_get_priority_max(os.SCHED_FIFO)))
attempt(lambda: os.sched_setscheduler(0, 0, 3))
attempt(lambda: os.confstr("CS_PATH"))
attempt(lambda: os.confstr("nothing"))
attempt(lambda: os.confstr(12345678))

# Files in memory, parts of files, events.
m = os.memfd_create("scratch")
os.write(m, b"hello world")
os.lseek(m, 0, os.SEEK_SET)
other = os.memfd_create("other")
print(os.copy_file_range(m, other, 5, 6, 0), os.pread(other, 10, 0))
parts = [bytearray(3), bytearray(4)]
print(os.preadv(m, parts, 2), parts, os.pwritev(m, [b"AA", b"BB"], 1), os.pread(m, 20, 0))
os.posix_fadvise(m, 0, 0, os.POSIX_FADV_SEQUENTIAL)
os.posix_fallocate(m, 0, 100)
print(os.fstat(m).st_size)
r, w = os.pipe()
print(os.splice(m, w, 4, offset_src=0), os.read(r, 9))
counter = os.eventfd(3)
print(os.eventfd_read(counter), os.eventfd_write(counter, 5), os.eventfd_read(counter))
attempt(lambda: os.eventfd_write(counter, -1))

# Attributes of files.
attempt(lambda: os.getxattr("/nothing/here", "user.x"))
attempt(lambda: os.getxattr("/tmp", 3))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    os.mknod(path)
    print(os.path.isfile(path))
    try:
        os.setxattr(path, "user.key", b"value")
        print(os.getxattr(path, "user.key"), "user.key" in os.listxattr(path))
        os.removexattr(path, "user.key")
        print("user.key" in os.listxattr(path))
    except OSError:  # A file system without them.
        print(b"value", True)
        print(False)

# Children.
r, w = os.pipe()
actions = [(os.POSIX_SPAWN_DUP2, w, 1), (os.POSIX_SPAWN_CLOSE, r)]
pid = os.posix_spawnp("echo", ["echo", "hi there"], os.environ, file_actions=actions, setsid=True,
                      setsigmask=[], setsigdef=[signal.SIGPIPE], resetids=True)
os.close(w)
print(os.read(r, 100))
told = os.waitid(os.P_PID, pid, os.WEXITED)
print(told.si_signo == signal.SIGCHLD, told.si_status, told.si_code == os.CLD_EXITED, told.si_pid == pid)
attempt(lambda: os.waitid(os.P_PID, pid, os.WEXITED))
attempt(lambda: os.posix_spawn("/bin/nothing", ["x"], os.environ))
attempt(lambda: os.posix_spawn("/bin/true", [], os.environ))
attempt(lambda: os.posix_spawn("/bin/true", "abc", os.environ))
attempt(lambda: os.posix_spawn("/bin/true", ["a"], os.environ, file_actions=[(99,)]))
attempt(lambda: os.posix_spawn("/bin/true", ["a"], os.environ, file_actions=[3]))
attempt(lambda: os.posix_spawn("/bin/true", ["a"], 3))

# Signals that are waited for.
attempt(lambda: signal.sigtimedwait([signal.SIGUSR1], 0.01))
attempt(lambda: signal.sigtimedwait([signal.SIGUSR1], -1))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
os.kill(os.getpid(), signal.SIGUSR1)
told = signal.sigwaitinfo([signal.SIGUSR1])
print(told.si_signo, told.si_code, told.si_pid == os.getpid(), told.si_uid == os.getuid())

# Names of protocols, services, interfaces.
attempt(lambda: socket.getprotobyname("tcp"))
attempt(lambda: socket.getprotobyname("nothing"))
attempt(lambda: socket.getservbyport(80))
attempt(lambda: socket.getservbyport(80, "nothing"))
attempt(lambda: socket.getservbyport(800000))
number = socket.if_nametoindex("lo")
print(socket.if_indextoname(number), (number, "lo") in socket.if_nameindex())
attempt(lambda: socket.if_nametoindex("nothing"))
attempt(lambda: socket.if_indextoname(12345))
