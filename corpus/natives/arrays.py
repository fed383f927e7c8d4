# The module array.
import array
from array import array as A
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
for c in 'bBuhHiIlLqQfd':
    a=A(c,'ab' if c=='u' else [1,2,3]); print(c,a,a.itemsize,a.typecode,a.tobytes(),a.buffer_info()[1],t(a.append,'x'),t(a.append,2**70),t(a.append,-1),t(a.append,1.5),t(a.append,300),a, (t(a.byteswap),a) if c!='u' else 0, t(memoryview,a)[:7], memoryview(a).format)
print(t(A),t(A,'x'),t(A,3),t(A,'bb'),t(A,'b',3),t(A,'b','abc'),t(A,'u',[1]),t(A,'u',['a']),t(A,'i',b'12345678'),t(A,'i',b'123'),t(A,'b',[300]),t(A,'b',A('i',[1,2])),t(A,'u',A('b',[1])),t(A,'b',A('u','a')),t(A,'i',iter([1,2])),t(A,'i',[1],3),t(A,'i',x=1),t(A,'d',(1,2.5)),t(A,'i',bytearray(4)),t(A,'i',range(3)))
a=A('i',range(10))
print(a[2],a[-1],t(a.__getitem__,10),t(a.__getitem__,'a'),a[2:5],a[::-2],t(a.__setitem__,0,'x'),t(a.__setitem__,20,1),t(a.__setitem__,'x',1),t(a.__setitem__,slice(0,2),[1,2]),t(a.__setitem__,slice(0,2),A('h',[1])),t(a.__setitem__,slice(0,4,2),A('i',[1])),t(a.__setitem__,slice(0,2),A('i',[7,8,9])),a,t(a.__setitem__,slice(0,4,2),A('i',[5,6])),a)
del a[0]; del a[1:3]; del a[::2]; print(a)
a=A('h',[3,1,2,1]); print(a.count(1),a.index(1),a.index(1,2),t(a.index,9),t(a.index,1,4),a.pop(),a.pop(0),t(a.pop,9),t(A('h').pop),t(a.remove,99),a.remove(1),a,a.insert(0,5),a.insert(-1,6),a.insert(99,7),a,a.reverse(),a,a.extend([1,2]),a,t(a.extend,A('i',[1])),t(a.extend,3),a.extend(a),a,a.tolist(),a.fromlist([9]),t(a.fromlist,(1,)),t(a.fromlist,[1,'x']),a,a.frombytes(b'\x01\x02'),t(a.frombytes,b'1'),t(a.frombytes,'1'),a)
print(a+a,t(a.__add__,[1]),t(lambda:a+A('i')),a*2,2*a,a*-1,t(lambda:a*'x'),1 in a,'x' in a)
b=a; b+=A('h',[4]); b*=2; print(a,b is a,t(b.__iadd__,[1]),t(b.__imul__,'x'))
print(A('i',[1,2])==A('d',[1,2]),A('i',[1,2])<A('i',[1,3]),A('i',[1])!=[1],A('i',[1])<A('i',[1,0]),t(lambda:A('i')<3),t(hash,a))
u=A('u','héllo'); print(u,u.tounicode(),t(A('b').tounicode),t(u.fromunicode,'xy'),u,t(A('b').fromunicode,'a'),t(u.fromunicode,3),u[1],t(u.append,'ab'),t(u.append,3),t(u.__setitem__,0,'€'),u)
import copy
print(copy.copy(a)==a,copy.deepcopy(a)==a,a.__reduce_ex__(2)[1:],a.__reduce_ex__(4)[1:],a.__reduce_ex__(3)[0],A.__module__,A.__name__,array.ArrayType is A,array.typecodes)
class S(A):
    def __init__(s,*a): s.x=1
s=S('i',[1,2]); print(s,s.x,s[0:1],type(s[0:1]),s+s, s.__reduce_ex__(2)[2])
m=memoryview(a); print(t(a.append,1),t(a.pop),t(a.extend,[1]),t(a.__setitem__,slice(0,1),A('h')),t(a.frombytes,b'12'),t(a.insert,0,1),t(a.__imul__,2), t(a.__imul__,0),t(a.remove,a[0])); m[0]=77; print(a[0]); m.release(); a.append(1)
it=iter(a); print(next(it),type(it),it.__reduce__()[1:],t(it.__setstate__,2),next(it),list(it)[:2],t(next,it),A('i',[1,2]).__sizeof__()-A('i').__sizeof__())
print(array._array_reconstructor(A,'i',8,b'\x01\x00\x00\x00'),array._array_reconstructor(A,'i',9,b'\x00\x00\x00\x01'),t(array._array_reconstructor,A,'i',99,b''),t(array._array_reconstructor,int,'i',8,b''),t(array._array_reconstructor,A,'i',8,b'1'),array._array_reconstructor(A,'i',2,b'\x01\x00'),array._array_reconstructor(A,'d',14,b'\x00\x00\x80?'),array._array_reconstructor(A,'u',18,b'a\x00b\x00'))
print([n for n in dir(array) if n!='__file__'], A.__class_getitem__(int), isinstance(a,__import__('collections').abc.MutableSequence))
print(repr(A('d',[1.5,float('inf'),float('nan')])),A('f',[0.1]),A('f',[1e300]),A('d',[10**20]),t(A,'d',[10**400]),t(A,'f',['x']))
