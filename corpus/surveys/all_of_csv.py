# csv: dialects, quoting, sniffing, errors.  [slow]
import csv, io
rows = [["a", "b,c", 'd"e'], [1, 2.5, None], ["x\ny", "", "'q'"], [True, " sp ", "t\tt"]]
for kw in ({}, dict(delimiter=";"), dict(quoting=csv.QUOTE_ALL), dict(quoting=csv.QUOTE_NONNUMERIC), dict(quoting=csv.QUOTE_NONE, escapechar="\\"), dict(quotechar="'"), dict(doublequote=False, escapechar="!"), dict(lineterminator="|"), dict(dialect="excel-tab"), dict(dialect="unix"), dict(quoting=csv.QUOTE_STRINGS), dict(quoting=csv.QUOTE_NOTNULL)):
    f = io.StringIO(newline=""); w = csv.writer(f, **kw)
    try: print(w.writerows(rows), kw, repr(f.getvalue()))
    except csv.Error as e: print(kw, e, repr(f.getvalue()))
print(list(csv.reader(['a,b,"c ""q"" d",', "1,'2 3',\"x\ny\"", "", "a;b"])))
print(list(csv.reader(["a|b|'c|d'"], delimiter="|", quotechar="'")), list(csv.reader(["1, 2,  3"], skipinitialspace=True)), list(csv.reader(["1,'a',2.5"], quoting=csv.QUOTE_NONNUMERIC, quotechar="'")))
for kw, src in ((dict(strict=True), ['"a"b,c']), (dict(strict=True), ['"abc']), ({}, ['"abc']), (dict(delimiter=""), []), (dict(delimiter="ab"), []), (dict(quotechar=5), []), (dict(quoting=9), []), (dict(dialect="nope"), []), (dict(escapechar="\\"), ["a\\,b"]), ({}, ["a\0b"]), (dict(lineterminator=None), []), (dict(quoting=csv.QUOTE_NONNUMERIC), ["a,1"])):
    try: print(list(csv.reader(src, **kw)))
    except Exception as e: print(type(e).__name__, e)
r = csv.DictReader(io.StringIO("x,y\n1,2\n3\n4,5,6\n"), restkey="rest", restval="?"); print(r.fieldnames, list(r), r.line_num)
f = io.StringIO(); w = csv.DictWriter(f, ["a", "b"], restval="-", extrasaction="raise"); print(w.writeheader()); w.writerow({"a": 1})
try: w.writerow({"a": 1, "z": 2, "y": 1})
except ValueError as e: print(e)
csv.DictWriter(f, ["a"], extrasaction="ignore").writerow({"a": 1, "q": 2}); print(repr(f.getvalue()))
csv.register_dialect("pipe", delimiter="|", quoting=csv.QUOTE_MINIMAL); print(csv.list_dialects(), csv.get_dialect("pipe").delimiter); csv.unregister_dialect("pipe")
try: csv.get_dialect("pipe")
except csv.Error as e: print(e)
class D(csv.Dialect): delimiter = ":"; quotechar = '"'; lineterminator = "\n"; quoting = csv.QUOTE_MINIMAL
print(list(csv.reader(["a:b"], D)), csv.reader([], D).dialect.delimiter)
try:
    class Bad(csv.Dialect): delimiter = "ab"
    Bad()
except csv.Error as e: print(e)
s = csv.Sniffer(); d = s.sniff("a;b;c\n1;2;3\n4;5;6\n"); print(d.delimiter, repr(d.quotechar), s.has_header("name,age\nbob,5\nal,6\n"))
try: s.sniff("x")
except csv.Error as e: print(e)
print(csv.field_size_limit(), csv.field_size_limit(5))
try: list(csv.reader(["abcdefgh"]))
except csv.Error as e: print(e)
try: csv.writer(5)
except TypeError as e: print(e)
try: csv.writer(f).writerow(5)
except Exception as e: print(type(e), e)
