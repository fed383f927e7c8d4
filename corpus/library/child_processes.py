# [slow] Programs started, fed, timed out.
import subprocess, sys, os

py = sys.executable
r = subprocess.run(
    [py, "-c", 'import sys; print("out"); print("err", file=sys.stderr); sys.exit(3)'],
    capture_output=True,
    text=True,
)
print(r.returncode, r.stdout, r.stderr)
try:
    subprocess.run([py, "-c", "exit(2)"], check=True)
except subprocess.CalledProcessError as e:
    print(e.returncode, str(e).replace(py, "PY"))
print(
    subprocess.check_output("echo $X", shell=True, env={"X": "v"}),
    subprocess.getoutput("echo hi"),
    subprocess.getstatusoutput("exit 4"),
)
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(p.communicate("data"), p.poll(), p.args, repr(p))
try:
    subprocess.run(["nonexistent-cmd"])
except FileNotFoundError as e:
    print(e)
try:
    subprocess.run([py, "-c", "import time; time.sleep(9)"], timeout=0.2)
except subprocess.TimeoutExpired as e:
    print(type(e).__name__, e.output)
print(
    subprocess.call(["true"]),
    subprocess.check_call(["true"]),
    subprocess.run(["sh", "-c", "kill -9 $$"]).returncode,
)
p = subprocess.Popen(["sleep", "5"])
p.terminate()
print(p.wait())
print(repr(subprocess.CompletedProcess(["a"], 0, b"x")), subprocess.list2cmdline(["a b", 'c"d']))
with subprocess.Popen(["sh", "-c", "echo a; echo b"], stdout=subprocess.PIPE) as p:
    print(list(p.stdout))
print(
    subprocess.run("pwd", cwd="/", stdout=subprocess.PIPE).stdout,
    subprocess.run(["cat"], input=b"in", stdout=subprocess.PIPE).stdout,
    subprocess.run(["sh", "-c", "echo e >&2"], stderr=subprocess.STDOUT, stdout=subprocess.PIPE).stdout,
    subprocess.DEVNULL,
)
try:
    subprocess.run(["x"], stdin=1, input=b"")
except ValueError as e:
    print(e)
try:
    subprocess.run(["x"], capture_output=True, stdout=1)
except ValueError as e:
    print(e)
