# [ours] Programs that run out of a limited address space get MemoryError, whatever they were at; all of them start.
import resource
import subprocess
import sys

PROGRAMS = {
    "nothing": "raise MemoryError",
    "json": "import json; l = [1]\nwhile 1: l = l + l; json.loads(json.dumps(l))",
    "marshal": "import marshal; l = [1]\nwhile 1: l = l + [str(len(l))] * len(l); marshal.loads(marshal.dumps(l))",
    "zlib": "import zlib; b = b'abc'\nwhile 1: b += b; zlib.decompress(zlib.compress(b, 1))",
    "array": "import array; a = array.array('q', [1])\nwhile 1: a += a",
    "shift": "x = 1\nwhile 1: x <<= x.bit_length()",
}


def limited(megabytes):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20,) * 2)


for name, program in PROGRAMS.items():
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited(300))
    print(name, ended.returncode, *ended.stderr.splitlines()[-1:])

for megabytes in 100, 200, 300, 350, 400, 700:
    command = [sys.executable, "-c", "print(1)"]
    print(megabytes, subprocess.run(command, capture_output=True, preexec_fn=limited(megabytes)).stdout)
