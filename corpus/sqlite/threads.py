"""Threads: who may use a connection, who runs while SQLite works, what stops a long statement."""
import sqlite3
import threading

ENDLESS = "with recursive r(i) as (select 1 union all select i + 1 from r) select count(*) from r"


def attempt(call):
    try:
        print("  ", call())
    except Exception as e:
        print("  ", type(e).__name__, str(e).partition(" The object")[0], getattr(e, "sqlite_errorname", ""))


def elsewhere(call):
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


con = sqlite3.connect(":memory:")
cur = con.cursor()
for call in (lambda: con.execute("select 1"), cur.fetchone, con.commit, con.close, cur.close, lambda: con.create_function("f", 0, int)):
    elsewhere(lambda: attempt(call))

shared = sqlite3.connect(":memory:", check_same_thread=False)
shared.create_function("plus", 1, lambda n: n + 1)
shared.execute("create table t(a)")
shared.executemany("insert into t values(?)", [(n,) for n in range(50)])
shared.commit()
sums = []


def add(n):
    own = sqlite3.connect(":memory:")
    shared.backup(own)
    own.create_function("plus", 1, lambda a: a + 1)
    for _ in range(5):
        sums.append(sum(a for a, in own.execute("select plus(a) from t where a < ?", (n,))))


for n in (10, 20, 30):
    elsewhere(lambda: add(n))
print(sorted(set(sums)))

ran = threading.Event()
shared.create_function("wait", 0, lambda: ran.wait(20))
threading.Timer(0.05, ran.set).start()
print(shared.execute("select wait()").fetchone())

threading.Timer(0.1, shared.interrupt).start()
attempt(lambda: shared.execute(ENDLESS).fetchone())
print(shared.execute("select 'still here'").fetchone())
