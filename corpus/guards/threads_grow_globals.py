# [slow] Threads add and delete globals while another one reads some.
import threading
K = 3
stop = False
def read(n):
    s = 0
    for i in range(n):
        s += K + len("ab") + abs(-1)
    return s
def grow(tag):
    g = globals(); i = 0
    while not stop:
        g[f"t{tag}_{i % 50}"] = i
        if i % 3 == 0: g.pop(f"t{tag}_{(i * 7) % 50}", None)
        i += 1
ts = [threading.Thread(target=grow, args=(t,)) for t in range(3)]
for t in ts: t.start()
ok = all(read(2000) == 2000 * 6 for _ in range(15))
stop = True
for t in ts: t.join()
print(ok)
K = 4
print(read(100))
