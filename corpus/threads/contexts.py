"""[slow] Each thread starts with an empty context; generators and decimal keep to theirs."""
import contextvars
import decimal
import threading

v = contextvars.ContextVar("v")
v.set("main")
log = []


def run():
    log.append(v.get("nothing"))
    v.set("thread")
    log.append(v.get())
    decimal.getcontext().prec = 5
    log.append(str(decimal.Decimal(1) / 3))


t = threading.Thread(target=run)
t.start()
t.join()
print(log, v.get(), decimal.Decimal(1) / 3)
copied = contextvars.copy_context()
t = threading.Thread(target=copied.run, args=(lambda: log.append(v.get()),))
t.start()
t.join()
print(log[-1])

entered, go = threading.Event(), threading.Event()
t = threading.Thread(target=copied.run, args=(lambda: (entered.set(), go.wait()),))
t.start()
entered.wait()
try:
    copied.run(print)
except RuntimeError as e:
    print("cannot enter context" in str(e))
go.set()
t.join()
