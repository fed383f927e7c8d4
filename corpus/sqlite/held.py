# [ours] What a connection holds is seen by the collector and by replacement; signals stop statements; threads share.
import gc
import signal
import sqlite3
import threading

import theseus

ENDLESS = "with recursive r(i) as (select 1 union all select i + 1 from r) select {} from r"


class Noticed(sqlite3.Connection):
    def __del__(self):
        print("gone")


loop = Noticed(":memory:")
loop.create_function("me", 0, lambda con=loop: con)
del loop
gc.collect()


def old(*given):
    return "old"


def new(*given):
    return "new"


con = sqlite3.connect(":memory:")
con.create_function("f", 0, old)
con.row_factory = old
cur = con.execute("select f()")
theseus.replace(old, new)
print(cur.fetchone(), con.execute("select 1").fetchone())
print(any(holder is con for holder in gc.get_referrers(new)))
con.row_factory = None
print(con.execute("select f()").fetchone())


def ring(*_):
    raise KeyboardInterrupt("rung")


signal.signal(signal.SIGALRM, ring)
for run in (
    lambda: con.execute(ENDLESS.format("count(*)")),
    lambda: con.execute(ENDLESS.format("i")).fetchall(),
    lambda: con.executescript("select 1;" * 3_000_000),
):
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        run()
    except KeyboardInterrupt as e:
        print(e, e.__context__)
print(con.execute("select 'still here'").fetchone())

# A function that closes its connection, one that nests without end, hooks that take themselves away.
con.create_function("nest", 0, lambda: con.execute("select nest()").fetchone())
con.create_function("shut", 0, con.close)
for sql in ("select nest()", "select shut()", "select 1"):
    try:
        print(con.execute(sql).fetchall())
    except sqlite3.Error as e:
        print(type(e).__name__, e)
con = sqlite3.connect(":memory:", check_same_thread=False)
con.set_trace_callback(lambda sql: con.set_trace_callback(print("traced", sql)))
con.execute("select 1")
con.set_progress_handler(lambda: con.set_progress_handler(None, 1), 1)
print(con.execute("select 2").fetchone())

# Threads at work with one connection, one statement and one function.
con.create_function("plus", 1, lambda n: n + 1)
con.execute("create table t(a)")
con.executemany("insert into t values(?)", [(n,) for n in range(40)])
sums = []


def add(most):
    for _ in range(4):
        sums.append(sum(a for a, in con.execute("select plus(a) from t where a < ?", (most,))))


threads = [threading.Thread(target=add, args=(n * 8,)) for n in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(sums), sorted(set(sums)))
