# The scanner and the encoder behind json.
import _json, json
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
print(t(_json.encode_basestring_ascii,'a"\\\n\x00é😀\ud800\x7f'),t(_json.encode_basestring,'a"\\\n\x00é😀\x7f'),t(_json.encode_basestring,3))
for s in ('abc"','a\\nb"x','\\u00e9"','\\ud83d\\ude00"','\\ud83d"','é\\t"','😀x"','a\nb"','\\x"','\\u12','\\u12g4"','abc','abc\\','\\ud83d\\u0041"','\\ud83d\\uzzzz"'):
    print(repr(s),t(_json.scanstring,s,0,False))
print(t(_json.scanstring,'abc"',9),t(_json.scanstring,3,0),t(_json.scanstring,'a'))
class C: strict=True;object_hook=None;object_pairs_hook=None;parse_float=float;parse_int=int;parse_constant=lambda n: 'const '+n
c=C(); C.parse_constant=staticmethod(lambda n:'const '+n)
sc=_json.make_scanner(c)
for s in ('null','true','false','NaN','-Infinity','Infinity','1','-0','12.5e3','1e5','1E+2','-','1.','1.e','1e','01','"a"','[]','[1, 2,3 ]','{}','{"a": 1, "b": [1,{"a":2}]}','123456789012345678901234567890','-123456789012345678','  1','nul','[[[]]]','"\\u00e9"','1.5','é','[1','[1,','{"a" 1','1e400','-1.0E-2'):
    print(repr(s),t(sc,s,0))
C.object_hook=staticmethod(lambda d:('hook',d)); sc=_json.make_scanner(c); print(t(sc,'{"a":{"b":1}}',0))
C.object_pairs_hook=staticmethod(lambda d:('pairs',d)); sc=_json.make_scanner(c); print(t(sc,'{"a":{"b":1},"a":2}',0),sc.strict,sc.object_hook('x'),t(setattr,sc,'strict',1))
C.parse_int=staticmethod(lambda s:'i'+s);C.parse_float=staticmethod(lambda s:'f'+s); sc=_json.make_scanner(c); print(t(sc,'[1,2.5]',0),t(sc,'1',-1),t(sc,'1',5),t(sc,b'1',0),t(sc))
def default(o): 
    if isinstance(o,set): return sorted(o)
    raise TypeError('no '+type(o).__name__)
def enc(o,markers=0,e=_json.encode_basestring_ascii,sort=False,skip=False,nan=True,d=default):
    return _json.make_encoder({} if markers == 0 else markers,d,e,None,': ',', ',sort,skip,nan)(o,0)
class L(list): pass
class D(dict):
    def items(self): return [('x',1),('y',2)]
class I(int):
    def __repr__(s): return 'I!'
class F(float):
    def __repr__(s): return 'F!'
class S(str): pass
for o in (None,True,3,-2**70,2.5,1e22,float('nan'),float('inf'),'é',[],(),{},[1,[2,(3,)]],{'a':1,2:3,2.5:4,None:5,True:6,'é':7},{1,2},L([1,2]),D({1:2}),I(5),F(2.5),S('s'),[{1},{2}],{(1,2):3},object(),{'b':1,'a':2}):
    for kw in ({},{'sort':True},{'skip':True,'e':_json.encode_basestring},{'nan':False,'e':lambda s:'<'+s+'>','markers':None}):
        if 'object object' in str(o): o='obj' 
        print(str(o)[:30],t(enc,o,**kw))
a=[]; a.append(a); print(t(enc,a)); b={}; b['x']=[b]; print(t(enc,b)); print(t(enc,object(),d=lambda o:o))
deep=[]
for i in range(3000): deep=[deep]
print(t(enc,deep)[:100]); print(t(enc,deep,markers=None)[:100]); print(t(sc,'['*3000,0)[:150]);print(t(sc,'{"a":'*3000,0)[:150])
print(t(_json.make_encoder,1,2,3),t(_json.make_encoder,3,default,None,None,': ',', ',0,0,0),t(_json.make_encoder,None,default,None,None,3,', ',0,0,0),t(enc,[1],e=lambda s:3),t(enc,['a'],e=lambda s:3))

data = {"a": [1, 2.5, None, True, "é\n"], "b": {"c": {}}, "d": [], "e": -1e-7}
for kw in ({}, {"indent": 2}, {"sort_keys": True, "separators": (",", ":")}, {"ensure_ascii": False}):
    s = json.dumps(data, **kw)
    print(s, json.loads(s) == data)
for s in ("", "{", "[1,]", '{"a":}', '{"a":1,}', "nul", "[1 2]", '"abc', '"\x01"', "1 2", "\ufeff{}", '{"a" 1}', "{1:2}"):
    print(t(json.loads, s))
print(t(json.dumps, {(1, 2): 3}), t(json.dumps, object), t(json.dumps, float("nan"), allow_nan=False))
