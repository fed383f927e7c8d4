# What objects give to copy and pickle, by protocol. [slow]
import sys
sys.stderr = None  # CPython announces there what itertools will drop.
import copyreg, copy, collections, functools, itertools, types, operator, datetime as _d
def shape(x):
    if isinstance(x, tuple) and type(x) is tuple: return tuple(map(shape,x))
    if isinstance(x,(int,str,float,bytes,list,dict,type(None),set,frozenset,complex)) and type(x).__module__=='builtins': return x
    if isinstance(x,type): return x.__name__
    if hasattr(x,'__name__'): return 'f:'+x.__name__
    return '<'+type(x).__name__+'>'
class P: pass
class Q:
    __slots__=('a','__b')
    def __init__(self): self.a=1; self.__b=2
class R(Q): pass
class L(list): pass
class D(dict): pass
class T(tuple): pass
class I(int): pass
class S(str): pass
class NA:
    def __getnewargs__(self): return (1,)
class NX:
    def __getnewargs_ex__(self): return (1,),{'k':2}
class NB:
    def __getnewargs__(self): return 1
class GS:
    def __getstate__(self): return 'st'
class RD:
    def __reduce__(self): return 'name'
class RX:
    def __reduce_ex__(self,p): return ('p',p)
class E(Exception): pass
p=P(); p.x=1; r=R(); r.z=3; l=L([1]); l.y=2; e=E(1,2); e.q=1
objs=[object(),P(),p,Q(),r,l,D(a=1),T((1,2)),I(5),S('x'),NA(),NX(),NB(),GS(),RD(),RX(),1,1.5,'s',b'b',(1,),[1],{'a':1},{1},frozenset([1]),bytearray(b'x'),1j,True,None,...,NotImplemented,range(3),slice(1,2),e,ValueError(3),OSError(2,'x'),KeyError('k'),len,int,P,types.SimpleNamespace(a=1),iter([1]),iter((1,)),iter('ab'),iter({}),enumerate('a'),zip('a'),map(len,[]),filter(None,[]),reversed([1]),(x for x in ()),property(len),staticmethod(len),classmethod(len),collections.deque([1],3),collections.OrderedDict(a=1),collections.defaultdict(list,a=[1]),collections.Counter('aab'),functools.partial(len,1),operator.itemgetter(1),operator.attrgetter('a'),memoryview(b'x'),[].append,p.__init__,type(None),list[int],int|str,super(R,r),types.MappingProxyType({}),iter(set()),dict().keys(),iter(range(3)),object.__init__, StopIteration(3), ImportError('x',name='n',path='p'), SyntaxError('m',('f',1,2,'t')), UnicodeDecodeError('utf8',b'x',0,1,'r'), BaseExceptionGroup('g',[ValueError(1)])]
for o in objs:
    for proto in (0,1,2,3,4):
        try: res=shape(o.__reduce_ex__(proto))
        except BaseException as x: res=(type(x).__name__,str(x))
        print(type(o).__name__,proto,res)
    try: print('  reduce',shape(o.__reduce__()))
    except BaseException as x: print('  reduce',type(x).__name__,x)
    try: print('  state',shape(o.__getstate__()))
    except BaseException as x: print('  state',type(x).__name__,x)
    try: c=copy.copy(o); print('  copy',type(c).__name__, c is o, getattr(c,'__dict__',None) if isinstance(c,(P,Q,L,E)) else '')
    except BaseException as x: print('  copy',type(x).__name__,x)
    try: c=copy.deepcopy(o); print('  deep',type(c).__name__, c is o)
    except BaseException as x: print('  deep',type(x).__name__,x)
print('__slotnames__' in R.__dict__, R.__slotnames__)
