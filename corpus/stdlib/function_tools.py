# Function attributes, singledispatch, weak containers, enum. [slow]
import types, functools, enum, weakref, abc, copy, collections, operator
def t(f):
    try:
        r=repr(f())
        while ' at 0x' in r:
            a,b=r.split(' at 0x',1); r=a+' ADDR'+b.lstrip('0123456789abcdef')
        print(r)
    except BaseException as e: print(type(e).__name__, e)
# function attributes
def f(x:int,/,y=2,*a,z:'s'=3,**k)->str: "doc"
@functools.wraps(f)
def w(*a): return a
t(lambda:w.__wrapped__ is f)
t(lambda:w.__name__)
t(lambda:w.__doc__)
t(lambda:w.__dict__.keys())
t(lambda:w.__annotations__)
w.q=1
t(lambda:w.q)
del w.q
t(lambda:w.q)
t(lambda:f.__kwdefaults__)
t(lambda:f.__defaults__)
t(lambda:setattr(f,'__name__',3))
t(lambda:setattr(f,'__dict__',3))
t(lambda:setattr(f,'__code__',3))
t(lambda:delattr(f,'__name__'))
t(lambda:f.__type_params__)
t(lambda:f.__module__)
t(lambda:f.__qualname__)
# singledispatch
@functools.singledispatch
def sd(x): return 'obj'
@sd.register
def _(x:int): return 'int'
@sd.register(list)
def _(x): return 'list'
@sd.register(collections.abc.Mapping)
def _(x): return 'map'
t(lambda:[sd(1),sd(True),sd([]),sd({}),sd('s')])
t(lambda:sd.registry.keys())
t(lambda:sd.dispatch(bool)(1))
t(lambda:sd())
class SM:
    @functools.singledispatchmethod
    def m(self,x): return 'o'
    @m.register
    def _(self,x:int): return 'i'
t(lambda:[SM().m(1),SM().m('')])
# weak dicts
class O: pass
wd=weakref.WeakValueDictionary()
o=O()
wd['a']=o
t(lambda:len(wd))
t(lambda:'a' in wd)
del o
t(lambda:len(wd))
wk=weakref.WeakKeyDictionary()
o=O()
wk[o]=1
t(lambda:len(wk))
del o
t(lambda:len(wk))
ws=weakref.WeakSet()
o=O()
ws.add(o)
t(lambda:len(ws))
del o
t(lambda:len(ws))
o=O()
fin=weakref.finalize(o,print,'finalized')
t(lambda:fin.alive)
del o
t(lambda:fin.alive)
class M2:
    def m(self): return 5
o=M2()
wm=weakref.WeakMethod(o.m)
t(lambda:wm()())
del o
t(lambda:wm())
# enum
class C(enum.Enum):
    R=1; G=2; B=3; A=1
class FL(enum.Flag):
    X=1; Y=2; Z=4
class IE(enum.IntEnum):
    A=enum.auto(); B=enum.auto()
class SE(enum.StrEnum):
    A=enum.auto(); BB='q'
t(lambda:list(C))
t(lambda:C.R)
t(lambda:C(2))
t(lambda:C['G'])
t(lambda:C(9))
t(lambda:C['q'])
t(lambda:C.A is C.R)
t(lambda:C.__members__)
t(lambda:FL.X|FL.Z)
t(lambda:~FL.X)
t(lambda:FL(7))
t(lambda:FL(8))
t(lambda:IE.B+1)
t(lambda:list(IE))
t(lambda:SE.A+'x')
t(lambda:str(SE.BB))
t(lambda:f'{IE.A}')
t(lambda:setattr(C,'R',3))
t(lambda:C.R.value)
t(lambda:C.R.name)
t(lambda:copy.deepcopy(C.R) is C.R)
t(lambda:len(C))
t(lambda:C.R in C)
t(lambda:type('D',(C,),{}))
t(lambda:hash(C.R)==hash('R'))
t(lambda:FL.X in FL.X|FL.Y)
t(lambda:enum.Enum('N','a b c'))
t(lambda:list(enum.Enum('N','a b c')))
t(lambda:C.R<C.G)
t(lambda:IE.A<IE.B)
t(lambda:C.R.__reduce_ex__(2))
class PL(enum.Enum):
    E=(1,2); F=(3,4)
    def __init__(self,a,b): self.a=a; self.b=b
    @property
    def s(self): return self.a+self.b
t(lambda:[p.s for p in PL])
t(lambda:PL((1,2)))
