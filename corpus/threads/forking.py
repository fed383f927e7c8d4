"""fork in a process with threads: the child has the forking thread only."""
import os
import threading
import warnings

warnings.simplefilter("ignore")
stop = threading.Event()
held = threading.Lock()


def hold():
    with held:
        ready.set()
        stop.wait()


ready = threading.Event()
other = threading.Thread(target=hold)
other.start()
ready.wait()
log = []
os.register_at_fork(before=lambda: log.append("before"), after_in_parent=lambda: log.append("parent"),
                    after_in_child=lambda: log.append("child"))


def child_of(run):
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(w, repr(run()).encode())
        os._exit(7)
    os.close(w)
    with open(r) as f:
        text = f.read()
    return text, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def look():
    made = []
    t = threading.Thread(target=made.append, args=("new thread in the child",))
    t.start()
    t.join()
    return (threading.active_count(), other.is_alive(), held.locked(), made, log,
            threading.current_thread() is threading.main_thread())


print(child_of(look))
print(log)

# From a thread: it is the child's main thread.
results = []
t = threading.Thread(target=lambda: results.append(child_of(look)))
t.start()
t.join()
print(results)

# A child that ends by itself has its own exit code.
pid = os.fork()
if pid == 0:
    raise SystemExit(5)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
stop.set()
other.join()
