"""[slow] Modules imported by several threads at once run once, and are whole when seen."""
import os
import sys
import tempfile
import threading

with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    with open(os.path.join(folder, "slow_module.py"), "w") as f:
        f.write("import time, builtins\nbuiltins.runs = getattr(builtins, 'runs', 0) + 1\n"
                "time.sleep(0.02)\nvalue = 42\n")
    for a, b in ("ab", "ba"):
        with open(os.path.join(folder, f"circular_{a}.py"), "w") as f:
            f.write(f"import time\ntime.sleep(0.01)\nimport circular_{b}\nname = '{a}'\n")
    seen = []

    def load():
        import slow_module
        seen.append(slow_module.value)

    ts = [threading.Thread(target=load) for _ in range(6)]
    [t.start() for t in ts]
    [t.join() for t in ts]
    import builtins
    print(seen, builtins.runs)

    def circular(name):
        module = __import__(name)
        seen.append(module.name)

    del seen[:]
    ts = [threading.Thread(target=circular, args=(f"circular_{x}",)) for x in "ab"]
    [t.start() for t in ts]
    [t.join() for t in ts]
    print(sorted(seen))

    def library(name):
        seen.append(__import__(name).__name__)

    del seen[:]
    names = ["json", "textwrap", "csv", "json", "textwrap", "csv"]
    ts = [threading.Thread(target=library, args=(n,)) for n in names]
    [t.start() for t in ts]
    [t.join() for t in ts]
    print(sorted(seen))
