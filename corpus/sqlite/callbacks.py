"""What SQLite calls: functions, aggregates, windows, collations, hooks, and what they raise."""
import sqlite3
import sys


def attempt(call):
    try:
        print("  ", call())
    except Exception as e:
        print("  ", type(e).__name__, e, getattr(e, "sqlite_errorname", ""))


con = sqlite3.connect(":memory:")
con.execute("create table t(g, a)")
con.executemany("insert into t values(?, ?)", [("x", 3), ("y", 1), ("x", 2), ("y", 5), ("z", None)])

print("functions")
con.create_function("typed", 1, lambda v: type(v).__name__)
print(con.execute("select typed(1), typed(1.5), typed('s'), typed(x'00'), typed(null)").fetchone())
con.create_function("join_all", -1, lambda *a: "-".join(map(str, a)), deterministic=True)
print(con.execute("select join_all(), join_all(1), join_all(1, 'b', 2.5)").fetchone())
values = {"none": None, "int": 7, "big": 2**70, "float": 0.5, "text": "ä", "bytes": b"b", "view": memoryview(b"abc"), "list": [], "surrogate": "\ud800", "bool": True}
con.create_function("give", 1, lambda name: values[name])
for name in values:
    attempt(lambda: con.execute("select give(?)", (name,)).fetchone())


def fail(kind):
    raise {"memory": MemoryError, "overflow": OverflowError, "zero": ZeroDivisionError}[kind]


con.create_function("fail", 1, fail)
for kind in ("memory", "overflow", "zero"):
    attempt(lambda: con.execute("select fail(?)", (kind,)))
con.create_function("fail", 1, None)
attempt(lambda: con.execute("select fail(1)"))
attempt(lambda: con.create_function("f", 5000, print))
attempt(lambda: con.create_function("f", 1))
con.create_function("again", 1, lambda n: con.execute("select again(?) + 1", (n - 1,)).fetchone()[0] if n else 0)
print(con.execute("select again(5)").fetchone())

print("aggregates")


class Median:
    def __init__(self):
        self.seen = []

    def step(self, value):
        if value is not None:
            self.seen.append(value)

    def inverse(self, value):
        if value is not None:
            self.seen.remove(value)

    def value(self):
        return sorted(self.seen)[len(self.seen) // 2] if self.seen else None

    finalize = value


con.create_aggregate("median", 1, Median)
print(con.execute("select g, median(a) from t group by g").fetchall(), con.execute("select median(a) from t where 0").fetchone())
con.create_window_function("moving", 1, Median)
print(con.execute("select a, moving(a) over (order by rowid rows between 1 preceding and 1 following) from t").fetchall())
for broken in ("__init__", "step", "finalize"):
    con.create_aggregate("broken", 1, type("Broken", (Median,), {broken: lambda *a: 1 / 0}))
    attempt(lambda: con.execute("select broken(a) from t").fetchall())
for missing in ("step", "finalize"):
    members = {n: lambda *a: 1 for n in ("step", "finalize") if n != missing}
    con.create_aggregate("missing", 1, type("Missing", (), members))
    attempt(lambda: con.execute("select missing(a) from t").fetchall())

print("collations")
con.create_collation("reverse", lambda a, b: (a < b) - (a > b))
print(con.execute("select g from t group by g order by g collate reverse").fetchall())
con.create_collation("odd", lambda a, b: None)
print(len(con.execute("select g from t order by g collate odd").fetchall()))
con.create_collation("odd", None)
attempt(lambda: con.execute("select g from t order by g collate odd"))
attempt(lambda: con.create_collation("odd", 5))

print("hooks")
statements = []
con.set_trace_callback(statements.append)
con.execute("select :a, :b", {"a": 1, "b": "x"})
con.set_trace_callback(None)
con.execute("select 2")
print(statements)
con.set_authorizer(lambda action, one, two, db, trigger: sqlite3.SQLITE_DENY if one == "t" and two == "a" else sqlite3.SQLITE_OK)
attempt(lambda: con.execute("select a from t"))
attempt(lambda: con.execute("select g from t").fetchone())
con.set_authorizer(lambda action, *details: sqlite3.SQLITE_IGNORE if details[1] == "a" else 0)
attempt(lambda: con.execute("select g, a from t").fetchone())
con.set_authorizer(lambda *a: 1 / 0)
attempt(lambda: con.execute("select 1"))
con.set_authorizer(None)
attempt(lambda: con.execute("select 1").fetchone())
calls = []
con.set_progress_handler(lambda: calls.append(1), 5)
con.execute("select count(*) from t, t, t").fetchall()
print(len(calls) > 3)
con.set_progress_handler(lambda: True, 1)
attempt(lambda: con.execute("select 1 union select 2").fetchall())
con.set_progress_handler(lambda: 1 / 0, 1)
attempt(lambda: con.execute("select 1 union select 2").fetchall())
con.set_progress_handler(None, 1)
attempt(lambda: con.execute("select 1 union select 2").fetchall())

print("tracebacks")
sqlite3.enable_callback_tracebacks(True)
sys.unraisablehook = lambda args: print("  unraisable", args.exc_type.__name__, args.exc_value, args.object is divide)


def divide(x):
    return 1 / x


con.create_function("divide", 1, divide)
attempt(lambda: con.execute("select divide(0)"))
sqlite3.enable_callback_tracebacks(False)
attempt(lambda: con.execute("select divide(0)"))

print("garbage")


class Callable:
    def __call__(self, *a):
        return 0

    def __del__(self):
        print("  dropped")


con.create_function("held", 0, Callable())
con.create_function("held", 0, len)
con.create_collation("held", Callable())
con.set_authorizer(Callable())
con.set_authorizer(None)
con.close()
