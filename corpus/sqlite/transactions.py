"""Transactions: who begins and ends them, under each isolation level and autocommit."""
import sqlite3


def traced(**options):
    con = sqlite3.connect(":memory:", **options)
    con.set_trace_callback(lambda sql: print("   ", sql))
    return con


for level in ("", "deferred", "IMMEDIATE", "exclusive", None):
    con = traced(isolation_level=level)
    print(repr(con.isolation_level))
    con.execute("create table t(a)")
    con.execute("insert into t values(?)", (1,))
    print(con.in_transaction)
    con.commit()
    con.commit()
    con.execute("update t set a = 5")
    con.rollback()
    print(con.execute("select a from t").fetchall())
    con.close()

for auto in (True, False, sqlite3.LEGACY_TRANSACTION_CONTROL):
    con = traced(autocommit=auto)
    print(auto, con.autocommit, con.in_transaction)
    con.execute("create table t(a)")
    con.execute("insert into t values(1)")
    con.commit()
    con.execute("insert into t values(2)")
    con.rollback()
    print(con.execute("select a from t").fetchall(), con.in_transaction)
    con.autocommit = not auto
    print(con.autocommit, con.in_transaction)
    con.close()

con = sqlite3.connect(":memory:")
with con:
    con.execute("create table t(a unique)")
    con.execute("insert into t values(1)")
print(con.in_transaction)
try:
    with con:
        con.execute("insert into t values(2)")
        con.execute("insert into t values(1)")
except sqlite3.IntegrityError as e:
    print(e, e.sqlite_errorcode, e.sqlite_errorname)
print(con.execute("select a from t").fetchall(), con.in_transaction)
con.execute("insert into t values(3)")
con.isolation_level = None
print(con.in_transaction, con.isolation_level)
for bad in ("x", 5, "DEFERRED\0"):
    try:
        con.isolation_level = bad
    except Exception as e:
        print(type(e).__name__, e)
try:
    con.autocommit = 7
except ValueError as e:
    print(e)
try:
    del con.isolation_level
except AttributeError as e:
    print(e)

# A deferred constraint keeps a transaction from being committed.
con = sqlite3.connect(":memory:")
con.executescript("pragma foreign_keys = on; create table p(a primary key); create table c(a references p(a) deferrable initially deferred)")
try:
    with con:
        con.execute("insert into c values(1)")
except sqlite3.IntegrityError as e:
    print(e, con.in_transaction)
# Nobody asked for foreign keys to be looked at.
con = sqlite3.connect(":memory:")
print(con.execute("pragma foreign_keys").fetchone())

# Rows left unread do not keep a table from being dropped once their cursor is gone.
con.execute("create table t(a)")
con.executemany("insert into t values(?)", [(i,) for i in range(5)])
cur = con.execute("select a from t")
print(next(cur))
try:
    con.execute("drop table t")
except sqlite3.OperationalError as e:
    print(e)
del cur
con.execute("drop table t")
print(con.execute("select count(*) from sqlite_master").fetchone())
