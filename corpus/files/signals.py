# Signals and their handlers, timers, select and subprocess.
import os
import select
import signal
import subprocess
import sys


def attempt(f, *args, **kwargs):
    try:
        print("->", f(*args, **kwargs))
    except (Exception, KeyboardInterrupt) as e:
        print(type(e).__name__, e)


seen = []
old = signal.signal(signal.SIGUSR1, lambda n, frame: seen.append((n, frame.f_code.co_name)))
print(old == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is not None)


def work():
    os.kill(os.getpid(), signal.SIGUSR1)
    return seen


print(work())
signal.raise_signal(signal.SIGUSR1)
print(len(seen))
attempt(signal.raise_signal, signal.SIGINT)
attempt(signal.signal, 0, signal.SIG_DFL)
attempt(signal.signal, 99, signal.SIG_DFL)
attempt(signal.signal, signal.SIGUSR1, "x")
attempt(signal.signal, signal.SIGKILL, signal.SIG_IGN)
attempt(signal.getsignal, -1)


class Stop(Exception):
    pass


def stop(n, frame):
    raise Stop(n)


signal.signal(signal.SIGALRM, stop)
r, w = os.pipe()
signal.setitimer(signal.ITIMER_REAL, 0.02)
attempt(os.read, r, 1)
signal.signal(signal.SIGALRM, lambda n, f: os.write(w, b"woken"))
signal.setitimer(signal.ITIMER_REAL, 0.02)
print(os.read(r, 9), signal.getitimer(signal.ITIMER_REAL), signal.alarm(0))
print(select.select([r], [w], [], 0) == ([], [w], []), os.write(w, b"x"), select.select([r], [], [], 5) == ([r], [], []))
p = select.poll()
p.register(r, select.POLLIN)
print(p.poll(0) == [(r, select.POLLIN)], p.unregister(r), p.poll(0))
attempt(p.unregister, r)
attempt(select.select, [-1], [], [])
attempt(select.select, 5, [], [])
with select.epoll() as e:
    e.register(r, select.EPOLLIN)
    print(e.poll(0) == [(r, select.EPOLLIN)], e.closed)
print(e.closed)
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.strsignal(2), signal.SIGTERM, signal.Signals(9).name)

print(subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True, text=True))
print(subprocess.run(["cat"], input=b"data", stdout=subprocess.PIPE).stdout, subprocess.check_output("echo $X", shell=True, env={"X": "1"}))
attempt(subprocess.run, ["/missing/program"])
attempt(subprocess.run, ["sh"], cwd="/missing")
attempt(subprocess.check_call, ["sh", "-c", "exit 4"])
child = subprocess.Popen(["sleep", "10"])
child.terminate()
print(child.wait(), child.returncode)
with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
    child.stdin.write("through the pipe\n")
    child.stdin.close()
    print(child.stdout.read())
print(subprocess.Popen(["sh", "-c", "echo pre"], stdout=subprocess.PIPE, preexec_fn=lambda: None).communicate())
