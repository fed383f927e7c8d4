# Readers, writers and dialects of the module csv.
import _csv, csv
class F:
    def __init__(s): s.v=[]
    def write(s,x): s.v.append(x); return len(x)
    def getvalue(s): return ''.join(s.v)
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
print([n for n in dir(_csv.Dialect) if n[0]!='_'],[getattr(_csv.Dialect(),n) for n in dir(_csv.Dialect) if n[0]!='_'])
for k,v in (('delimiter',''),('delimiter','ab'),('delimiter',3),('delimiter',None),('quotechar',3),('quotechar','ab'),('quotechar',''),('quotechar',None),('escapechar',''),('escapechar',3),('escapechar','\\'),('lineterminator',3),('lineterminator',None),('quoting','x'),('quoting',9),('quoting',-1),('quoting',None),('quoting',5),('doublequote',0),('strict','x'),('skipinitialspace',1),('xx',1),('dialect','nope')):
    print(k,repr(v),t(lambda:[getattr(_csv.Dialect(**{k:v}),n) for n in dir(_csv.Dialect) if n[0]!='_']))
print(t(setattr,_csv.Dialect(),'delimiter','x'))
def r(lines,**k): return t(lambda: list(_csv.reader(lines,**k)))
for s in (['a,b,c'],['"a,b",c\r\n','d'],['"a""b",c'],['a"b,c'],['"ab"c,d'],['"abc'],['"a\n','b",c\n'],[''],['',''],['\n'],['a,,'],[','],['a\rb'],['a\r\nb'],[' a, b'],['"a" ,b'],['a\0b'],['1,"2",3.5'],['a\\,b,c'],['"a\\"b"'],['a\\'],['\\\n','x'],[3],[b'x'],['"a"b"c",d'],['é,😀'],["'a,b',c"],['a;b;c'],['x,"y\n']):
    print(s,r(s),r(s,strict=True),r(s,quoting=_csv.QUOTE_NONNUMERIC),r(s,quoting=_csv.QUOTE_NONE),r(s,escapechar='\\'),r(s,skipinitialspace=True),r(s,delimiter=';',quotechar="'"),r(s,doublequote=False))
print(r('abc'),r(3),t(_csv.reader),t(_csv.reader,[],1,2),t(_csv.reader,[],'nope'),t(_csv.reader,[],foo=1))
rd=_csv.reader(['a','"b\n','c"']); print(next(rd),rd.line_num,next(rd),rd.line_num,rd.dialect.delimiter,t(next,rd),type(rd),t(type(rd)),iter(rd) is rd)
print(_csv.field_size_limit(),_csv.field_size_limit(5),r(['abcdef,x']),r(['abcde,x']),_csv.field_size_limit(131072),t(_csv.field_size_limit,'x'),t(_csv.field_size_limit,1,2))
def w(rows,**k):
    f=F()
    x=t(lambda: [_csv.writer(f,**k).writerow(row) for row in rows]); return x,f.getvalue()
for row in (['a','b'],['a,b','c"d'],[1,2.5,None,True],[''],[None],[],['a\nb','c\rd','\r\n'],[' x',''],'abc',3,None,['é'],('',''),['\\','"'],["it's"],[1e300,10**30],[[1,2]]):
    print(repr(row),w([row]),w([row],quoting=_csv.QUOTE_ALL),w([row],quoting=_csv.QUOTE_NONNUMERIC),w([row],quoting=_csv.QUOTE_NONE),w([row],quoting=_csv.QUOTE_NONE,escapechar='\\'),w([row],doublequote=False),w([row],doublequote=False,escapechar='\\'),w([row],lineterminator='\n',delimiter='\t'),w([row],quoting=_csv.QUOTE_STRINGS),w([row],quoting=_csv.QUOTE_NOTNULL),w([row],quotechar="'"),w([row],delimiter=' ',skipinitialspace=True),w([row],escapechar='\\'))
print(t(_csv.register_dialect, "x", delimiter="|"), _csv.get_dialect("x").delimiter, "x" in _csv.list_dialects())
print(t(_csv.unregister_dialect, "x"), t(_csv.unregister_dialect, "x"), t(_csv.get_dialect, "x"))
print(t(_csv.register_dialect, 3), t(_csv.register_dialect), t(_csv.register_dialect, "y", "x"))


class D(csv.excel):
    delimiter = ";"


print(r(["a;b"], dialect=D), r(["a;b"], dialect=D()), r(["a;b,c"], dialect=D, delimiter=","))
