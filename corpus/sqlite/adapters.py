"""Adapters, converters, factories of rows and text."""
import datetime
import sqlite3
import warnings

warnings.simplefilter("error")


def attempt(call):
    try:
        print("  ", call())
    except Exception as e:
        print("  ", type(e).__name__, e)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return f"{self.x};{self.y}"

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


def point(text):
    return Point(*map(int, text.split(b";")))


sqlite3.register_converter("point", point)
sqlite3.register_adapter(complex, str)
con = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
con.execute("create table t(p point, n number(10), i integer)")
sqlite3.register_converter("NUMBER", lambda text: text * 2)
con.execute("insert into t values(?, ?, ?)", (Point(1, 2), 3.25, 9))
con.execute("insert into t values(null, '', 'x')")
print(con.execute("select p, n, i from t").fetchall())
cur = con.execute("""select '6;7' as "i [point]", '4;5' as "x[point]" """)
print([d[0] for d in cur.description], cur.fetchall())
print(con.execute("select ?", (1 + 2j,)).fetchone())
attempt(lambda: con.execute("select ?", (set(),)))
attempt(lambda: sqlite3.adapt(5))
attempt(lambda: sqlite3.adapt(Point(1, 1)))
attempt(lambda: sqlite3.adapt(object(), int, "other"))
attempt(lambda: sqlite3.register_converter(5, 5))

print("dates")
plain = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
plain.execute("create table d(a date, b timestamp)")
attempt(lambda: plain.execute("insert into d values(?, null)", (datetime.date(2020, 1, 2),)))
attempt(lambda: plain.execute("insert into d values(null, ?)", (datetime.datetime(2020, 1, 2, 3, 4, 5, 6),)))
warnings.simplefilter("ignore")
plain.execute("insert into d values(?, ?)", (datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5, 6)))
print(plain.execute("select * from d").fetchone())
warnings.simplefilter("error")
attempt(lambda: plain.execute("select * from d").fetchone())
attempt(lambda: plain.execute("select :a, ?", (1, 2)))
attempt(lambda: sqlite3.version)

print("text")
con = sqlite3.connect(":memory:")
for factory in (str, bytes, bytearray, lambda b: b.decode("latin-1").upper(), len):
    con.text_factory = factory
    print(con.execute("select 'aé', x'41', 5").fetchone())
con.text_factory = str
attempt(lambda: con.execute("select cast(x'ff41' as text) as col").fetchone())

print("rows")
con.row_factory = sqlite3.Row
row = con.execute("select 1 as One, 'b' as two, null as 'Drei'").fetchone()
print(len(row), list(row), tuple(row), row.keys(), row[0], row[-1], row["ONE"], row["two"], row[1:], row[::-1], 1 in row)
same = con.execute("select 1 as One, 'b' as two, null as 'Drei'").fetchone()
other = con.execute("select 1 as One, 'c' as two, null as 'Drei'").fetchone()
print(row == same, row != same, row == other, row == tuple(row), hash(row) == hash(same), dict(row), isinstance(row, tuple))
for key in (3, -4, "nope", 1.5, None, 2**70):
    attempt(lambda: row[key])
attempt(lambda: row < same)
attempt(lambda: sqlite3.Row(5, ()))
attempt(lambda: sqlite3.Row(con.cursor(), []))
attempt(lambda: {**row})
cur = con.cursor()
print(cur.row_factory is sqlite3.Row)
cur.row_factory = lambda cursor, values: {d[0]: v for d, v in zip(cursor.description, values)}
print(cur.execute("select 1 a, 2 b").fetchall())
cur.row_factory = None
print(cur.execute("select 1 a, 2 b").fetchall())


class Con(sqlite3.Connection):
    def cursor(self):
        return super().cursor(Cur)


class Cur(sqlite3.Cursor):
    def execute(self, *args):
        print("   execute", args)
        return super().execute(*args)


con = sqlite3.connect(":memory:", factory=Con)
print(type(con).__name__, type(con.execute("select 1")).__name__)
sqlite3.register_adapter(int, lambda i: -i)
print(con.execute("select ?, ?", (5, True)).fetchone())
