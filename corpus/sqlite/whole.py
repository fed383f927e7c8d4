"""A database as a whole: dumps, copies, bytes, blobs, limits, files."""
import os
import sqlite3
import tempfile


def attempt(call):
    try:
        print("  ", call())
    except Exception as e:
        print("  ", type(e).__name__, e, getattr(e, "sqlite_errorname", ""))


con = sqlite3.connect(":memory:")
con.executescript("""
    create table "odd name"(id integer primary key autoincrement, text, data blob);
    create index i on "odd name"(text);
    create view v as select text from "odd name";
    create trigger tr after insert on "odd name" begin select 1; end;
""")
con.executemany('''insert into "odd name"(text, data) values(?, ?)''', [("it's", b"\x01"), (None, None), ("ü", b"")])
con.commit()
print("\n".join(con.iterdump()))
second = sqlite3.connect(":memory:")
second.executescript("\n".join(con.iterdump()))
print(list(second.iterdump()) == list(con.iterdump()))

print("backup")
target = sqlite3.connect(":memory:")
steps = []
con.backup(target, pages=1, progress=lambda *a: steps.append(a), sleep=0.001)
print(steps[0][0], steps[-1][:2], len(steps) > 3, target.execute("select text from v").fetchall())
attempt(lambda: con.backup(con))
attempt(lambda: con.backup(5))
attempt(lambda: con.backup(target, progress=5))
attempt(lambda: con.backup(target, name="nope"))
attempt(lambda: con.backup(target, pages=1, progress=lambda *a: 1 / 0))

print("bytes")
data = con.serialize()
print(type(data), data[:15], len(data) % 4096)
third = sqlite3.connect(":memory:")
third.deserialize(data)
print(third.execute("select text from v").fetchall())
attempt(lambda: con.serialize(name="nope"))
attempt(lambda: third.deserialize(5))
third.deserialize(b"rubbish")
attempt(lambda: third.execute("select * from v"))

print("blobs")
con.execute("create table b(x)")
con.execute("insert into b values(zeroblob(10))")
blob = con.blobopen("b", "x", 1)
print(len(blob), blob.tell(), blob.read(3), blob.tell())
blob.write(b"abc")
blob[0] = 65
blob[7:9] = b"yz"
blob[1:7:3] = b".."
print(blob[0], blob[-1], blob[3:8], blob.seek(-4, 2), blob.tell(), blob.read())
for call in (lambda: blob[10], lambda: blob["a"], lambda: blob.__setitem__(0, 300), lambda: blob.__setitem__(slice(0, 2), b"a"), lambda: blob.__delitem__(0),
             lambda: blob.seek(11), lambda: blob.seek(0, 9), lambda: blob.write(b"x"), lambda: blob.write("x"), lambda: iter(blob), lambda: sqlite3.Blob(),
             lambda: con.blobopen("b", "x", 9), lambda: con.blobopen("b", "nope", 1), lambda: con.blobopen("b", "x", "1")):
    attempt(call)
with con.blobopen("b", "x", 1, readonly=True) as reader:
    print(reader.read())
    attempt(lambda: reader.write(b"x"))
attempt(reader.read)
con.execute("update b set x = 5")
attempt(blob.read)

print("limits")
print(con.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH), con.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20), con.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH))
attempt(lambda: con.execute("select 1" + " " * 50))
attempt(lambda: con.executescript("select 1" + " " * 50))
attempt(lambda: con.getlimit(1111))
print(con.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY), con.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY), con.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FKEY))
attempt(lambda: con.getconfig(0))
con.close()
attempt(lambda: blob.read())

print("files")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x.db")
    one, two = sqlite3.connect(path, timeout=0), sqlite3.connect(path, timeout=0)
    one.execute("create table t(a)")
    one.execute("insert into t values(1)")
    attempt(lambda: two.execute("insert into t values(2)"))
    one.commit()
    two.execute("insert into t values(2)")
    two.commit()
    print(one.execute("select * from t").fetchall())
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    attempt(lambda: reader.execute("insert into t values(3)"))
    attempt(lambda: sqlite3.connect(f"file:{folder}/missing.db?mode=ro", uri=True))
    for c in (one, two, reader):
        c.close()
    print(os.listdir(folder))
