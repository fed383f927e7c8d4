# Round trips through pickle and copy. [slow]
import sys
sys.stderr = None  # CPython announces there what itertools will drop.
import pickle, copy, collections, itertools, functools, operator, enum, types, io
dumps, loads = pickle._dumps, pickle._loads
class A:
    def __init__(s): s.x=1; s.y=[s]
    def __eq__(s,o): return s.x==o.x
class S:
    __slots__=('a','b')
    def __init__(s): s.a=1; s.b=(2,)
    def __eq__(s,o): return (s.a,s.b)==(o.a,o.b)
class L(list): pass
class D(dict): pass
class E(Exception):
    def __init__(s,a,b): super().__init__(a,b); s.a=a
class C(enum.Enum): X=1
class F(enum.Flag): A=1; B=2
NT=collections.namedtuple('NT','a b')
class NE:
    def __new__(c,*a,**k): o=super().__new__(c); o.t=(a,k); return o
    def __getnewargs_ex__(s): return s.t
    def __eq__(s,o): return s.t==o.t
l=L([1,2]); l.z=3
d=D(a=1); d.q=2
objs=[1,-5,2**100,1.5,True,None,'a','é\ud800',b'x',(1,2),[1,[2]],{'a':{1:2}},{1,2},frozenset([1]),bytearray(b'q'),1j,range(5),slice(1,2,3),...,NotImplemented,len,int,A,A(),S(),l,d,E(1,2),ValueError('x'),C.X,F.A|F.B,NT(1,2),NE(1,k=2),collections.deque([1,2],5),collections.OrderedDict(a=1),collections.defaultdict(list,a=[1]),collections.Counter('aab'),functools.partial(int,base=2),operator.itemgetter(1,2),operator.attrgetter('a.b'),operator.methodcaller('x',1,k=2),types.SimpleNamespace(a=1),itertools.count(3),itertools.chain([1],[2]),itertools.repeat(1,2),iter([1,2]),iter((1,)),iter('ab'),enumerate([1]),zip([1]),map(abs,[1]),reversed([1,2]),[].append,list[int],int|str,dict.fromkeys,object.__init__,str.upper,type(None),type(...),A.__init__]
for o in objs:
    for p in range(6):
        try:
            b=dumps(o,p); r=loads(b)
            same = (r==o) if not hasattr(o,'__next__') else list(itertools.islice(r,3))
            print(type(o).__name__,p,type(r).__name__,same)
        except BaseException as e: print(type(o).__name__,p,type(e).__name__,e)
a=A(); r=loads(dumps(a,4)); print(r.y[0] is r); r=copy.deepcopy(a); print(r.y[0] is r, r.y is not a.y); r=copy.copy(a); print(r.y is a.y)
print(copy.deepcopy(l).z, copy.copy(d).q, copy.deepcopy(S()).b, copy.deepcopy(E(1,2)).args)
for bad in [lambda:0,(x for x in ()),sys,memoryview(b''),type('Z',(),{})]:
    try: dumps(bad,2); print('ok')
    except Exception as e: print(type(e).__name__)
for bad in [(x for x in ()),sys,memoryview(b'')]:
    try: copy.deepcopy(bad); print('ok')
    except Exception as e: print(type(e).__name__, e)
def deep(n):
    x=[]
    for _ in range(n): x=[x]
    return x
try: copy.deepcopy(deep(100000))
except RecursionError as e: print('RecursionError')
