"""Files that several threads use: no byte is lost, lines of one write stay whole."""
import os
import tempfile
import threading

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "f")

    def run(f, count=3):
        ts = [threading.Thread(target=f, args=(n,)) for n in range(count)]
        [t.start() for t in ts]
        [t.join() for t in ts]

    with open(path, "wb", buffering=64) as out:
        def write(n):
            for i in range(100):
                out.write(b"%d:%03d\n" % (n, i))
        run(write)
    with open(path, "rb") as f:
        lines = f.read().splitlines()
    print(len(lines), sorted(lines) == sorted(b"%d:%03d" % (n, i) for n in range(3) for i in range(100)))

    taken = []
    with open(path, "rb", buffering=32) as f:
        def read(n):
            while line := f.readline():
                taken.append(line)
        run(read)
    print(sorted(taken) == sorted(l + b"\n" for l in lines))

    # A reader waits in a pipe while another thread writes.
    r, w = os.pipe()
    got = []
    with open(r) as source:
        t = threading.Thread(target=lambda: got.append(source.read()))
        t.start()
        with open(w, "w") as sink:
            for i in range(5):
                print(i, file=sink, flush=True)
        t.join()
    print(got)
