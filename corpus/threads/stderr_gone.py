# A thread's report goes to the stderr that there was when it was made, if there is none any more.
import io
import sys
import threading

kept = sys.stderr = io.StringIO()
go = threading.Event()


def fail():
    go.wait()
    1 / 0


thread = threading.Thread(target=fail, name="worker")
thread.start()
sys.stderr = None
go.set()
thread.join()
sys.stderr = sys.__stderr__
lines = kept.getvalue().splitlines()
print(lines[0], lines[1], lines[-1], sep="\n")
