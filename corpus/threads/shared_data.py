"""[slow] Single operations on builtin containers are whole; nothing is lost."""
import sys
import threading

sys.setswitchinterval(1e-5)
items, table, members = [], {}, set()


def fill(n):
    for i in range(100):
        items.append((n, i))
        table[n, i] = i
        members.add((n, i))
        table.setdefault(i, []).append(n)


ts = [threading.Thread(target=fill, args=(n,)) for n in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(len(items), len(members), sum(len(table[i]) for i in range(100)), len(table))
for n in range(4):
    assert [i for m, i in items if m == n] == list(range(100))

# Sorting and iterating while another thread changes the list.
stop = False


def change():
    while not stop:
        items.append((9, 9))
        items.pop()


t = threading.Thread(target=change)
t.start()
errors = 0
for _ in range(30):
    try:
        items.sort()
    except ValueError:
        errors += 1
    sum(1 for _ in items)
stop = True
t.join()
print(len(items))

pops = []
ts = [threading.Thread(target=lambda: [pops.append(items.pop()) for _ in range(100)]) for _ in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(items, len(set(pops)))
