# [slow] Elements, builders and parsers of xml.etree: what they take, refuse and say.
import xml.etree.ElementTree as ET, copy, pickle, re, sys, warnings, weakref, io
warnings.simplefilter('error')
def t(f):
    try: r=repr(f())
    except BaseException as e: r=type(e).__name__+': '+str(e)
    print(re.sub(r'0x[0-9a-f]+','0x',r))
E=ET.Element
e=E('a',{'x':'1'},y='2'); 
for i in range(4): ET.SubElement(e,'b',n=str(i)).text=str(i)
t(lambda:E()); t(lambda:E('a',1)); t(lambda:E('a',{},2)); t(lambda:E(1)); t(lambda:E(tag='q')); t(lambda:E('a',attrib={'k':1},z=3).attrib); t(lambda:E('a',None))
t(lambda:E('a',foo='x',attrib={'foo':'y'}).attrib)
t(lambda:ET.SubElement(1,'x')); t(lambda:ET.SubElement(e)); t(lambda:ET.SubElement(e,'x',1)); t(lambda:ET.SubElement()); t(lambda: ET.SubElement(e,'sub',{'a':'1'},b='2').attrib)
t(lambda:e.remove(e[4])); t(lambda:e.remove(E('zz'))); t(lambda:e.remove(1))
t(lambda:e.append('x')); t(lambda:e.extend([1])); t(lambda:e.extend(1)); t(lambda:e.extend(e)); t(lambda:len(e)); t(lambda:e.insert(0,1)); t(lambda:e.insert('x',E('i'))); t(lambda:e.insert(-1,E('i'))); t(lambda:e.insert(100,E('j'))); t(lambda:[c.tag for c in e])
t(lambda:e[0]); t(lambda:e[100]); t(lambda:e[-100]); t(lambda:e['x']); t(lambda:e[1:3]); t(lambda:e[::-2]); t(lambda:e[1<<70])
def s(k,v): e[k]=v
def d(k): del e[k]
t(lambda:s(0,E('n'))); t(lambda:s(0,1)); t(lambda:s(100,E('n'))); t(lambda:s('x',E('n'))); t(lambda:s(slice(0,2),[E('p'),E('q'),E('r')])); t(lambda:s(slice(0,2),[1])); t(lambda:s(slice(0,2),1)); t(lambda:s(slice(0,6,2),[E('s')])); t(lambda:s(slice(0,6,2),[E('s'),E('t'),E('u')]));t(lambda:d(0)); t(lambda:d(100)); t(lambda:d('x')); t(lambda:d(slice(0,5,2))); t(lambda:d(slice(0,1))); t(lambda:[c.tag for c in e])
t(lambda:s(slice(0,6,0),[]))
t(lambda:e.get('x')); t(lambda:e.get('q',5)); t(lambda:e.get()); t(lambda:e.get(key='x',default=1)); t(lambda:e.get([])); t(lambda:e.set('a')); t(lambda:e.set('a','b')); t(lambda:e.items()); t(lambda:e.keys())
t(lambda:e.find('b')); t(lambda:e.find('nope')); t(lambda:e.find('*')); t(lambda:e.find('.//b')); t(lambda:e.find('b',{})); t(lambda:e.find()); t(lambda:e.find(path='b')); t(lambda:e.find(1)); t(lambda:e.findtext('b')); t(lambda:e.findtext('i')); t(lambda:e.findtext('nope','d')); t(lambda:e.findtext('nope',default='d')); t(lambda:e.findall('b')); t(lambda:e.findall('{*}b')); t(lambda:list(e.iterfind('b'))); t(lambda:e.findall('x:b',{'x':'u'}))
t(lambda:e.iter()); t(lambda:e.iter('b')); t(lambda:list(e.iter('b'))); t(lambda:list(e.iter('*'))); t(lambda:list(e.iter(tag='b'))); t(lambda:e.iter(1,2)); t(lambda:e.itertext()); t(lambda:list(e.itertext())); t(lambda:iter(e)); t(lambda:type(e.iter()).__name__)
e.append(ET.Comment('cc')); e.append(ET.PI('pp','d')); e[0].tail='T'
t(lambda:list(e.itertext())); t(lambda:list(e.iter(ET.Comment)))
t(lambda:bool(e)); t(lambda:bool(E('x'))); t(lambda:repr(E('x'))); t(lambda: repr(E(None))); t(lambda: str(E('é')))
def dl(a): delattr(e,a)
for a in ('tag','text','tail','attrib'): t(lambda:dl(a)); 
t(lambda:setattr(e,'attrib',1)); t(lambda:setattr(e,'foo',1)); t(lambda:setattr(e,'attrib',{'z':'y'})); t(lambda:e.attrib); t(lambda:setattr(e,'tag',5)); t(lambda:e.tag); t(lambda:setattr(e,'text',5)); t(lambda:e.text); e.tag='a'; e.text=None
t(lambda:E('m').makeelement('q',{'r':'s'}).attrib); t(lambda:E('m').makeelement('q',1))
t(lambda:copy.copy(e).attrib is e.attrib); t(lambda:copy.copy(e)[0] is e[0]); dc=copy.deepcopy(e); t(lambda:dc[0] is e[0]); t(lambda:ET.tostring(dc)==ET.tostring(e)); t(lambda:[c.tag for c in copy.copy(e)])
E2=E('p',{'a':'b'}); E2.text='x'; E2.tail='y'; ET.SubElement(E2,'c')
t(lambda:E2.__getstate__()); t(lambda:E('q').__getstate__()); t(lambda:ET.tostring(pickle.loads(pickle.dumps(E2)))); t(lambda:[ET.tostring(pickle.loads(pickle.dumps(E2,p))) for p in (0,1,2,3,4,5)]); t(lambda:E2.__setstate__(1)); t(lambda:E2.__setstate__({})); t(lambda:E2.__setstate__({'tag':'k','_children':[1]})); t(lambda:E2.__setstate__({'tag':'k','attrib':{},'_children':[E('m')],'text':'t','tail':None})); t(lambda:ET.tostring(E2)); t(lambda: E2.__deepcopy__(1)); t(lambda: E2.__deepcopy__()); t(lambda: E2.__reduce_ex__(2))
t(lambda:weakref.ref(E2)() is E2); t(lambda:E2.clear()); t(lambda:(E2.text,E2.tail,E2.attrib,len(E2)))
class Sub(E):
    def __init__(self,*a): super().__init__(*a); self.extra=1
t(lambda:Sub('x').extra); t(lambda:copy.deepcopy(Sub('x'))); t(lambda:copy.copy(Sub('x'))); 
t(lambda: E.__new__(E)); t(lambda: E.__new__(E).attrib)
T=ET.TreeBuilder
b=T(); t(lambda:b.close()); t(lambda:b.data('x')); t(lambda:b.end('x')); t(lambda:b.start('a',{'x':'y'})); t(lambda:b.data('1')); t(lambda:b.data('2')); t(lambda:b.start('b')); t(lambda:b.start('b',None)); t(lambda:b.start('b',1)); t(lambda:b.start('b',{})); t(lambda:b.end('zz')); t(lambda:b.data('t')); t(lambda:b.comment('c')); t(lambda:b.pi('p')); t(lambda:b.pi('p','q')); t(lambda:b.end('a')); t(lambda:b.end('a')); t(lambda:ET.tostring(b.close())); t(lambda:b.start('r',{}))
t(lambda:T(1)); t(lambda:T(element_factory=lambda *a: a).start('x',{})); t(lambda:T(lambda *a: E(*a)).start('x',{})); t(lambda:T(1,2)); t(lambda:T(comment_factory=ET.Comment, insert_comments=True)); t(lambda:T(None,insert_pis=1))
b=T(insert_comments=True,insert_pis=True); b.start('a',{}); b.data('x'); b.comment('c'); b.data('y'); b.pi('p'); b.data('z'); b.end('a'); t(lambda:ET.tostring(b.close()))
b=T(); b.start('a',{}); b.data('x'); b.comment('c'); b.data('y'); b.start('q',{}); b.end('q'); b.data('m'); b.comment('k'); b.data('n'); b.end('a'); t(lambda:ET.tostring(b.close()))
b=T(); b.start('a',{}); b.data(1); t(lambda:b.end('a')); 
P=ET.XMLParser
t(lambda:P(1)); t(lambda:P(target=1)); p=P(); t(lambda:p.target); t(lambda:p.version); t(lambda:p.entity); t(lambda:setattr(p,'entity',{})); t(lambda:setattr(p,'target',{})); t(lambda:p.feed(1)); t(lambda:p.feed('<a>&')); t(lambda:p.feed('foo;')); 
p=P(); p.entity['foo']='bar'; p.feed('<!DOCTYPE a SYSTEM "x"><a>&foo;'); t(lambda:p.feed('&baz;')); 
p=P(); p.entity['foo']='bar'; p.feed('<!DOCTYPE a SYSTEM "x"><a b="&foo;">&foo;</a>'); t(lambda:ET.tostring(p.close())); t(lambda:p.close()); t(lambda:p.feed('x'))
class Tg:
    def start(s,*a): print('start',a)
    def end(s,*a): print('end',a)
    def data(s,*a): print('data',a)
    def comment(s,*a): print('comment',a)
    def pi(s,*a): print('pi',a)
    def start_ns(s,*a): print('sns',a)
    def end_ns(s,*a): print('ens',a)
    def doctype(s,*a): print('dt',a)
    def close(s): return 'closed'
p=P(target=Tg()); p.feed('<?xml version="1.0"?><!DOCTYPE a PUBLIC "p" "s"><a xmlns="u" xmlns:v="w" v:x="1" y="2">\n<!--c--><?p q?>x&lt;y\n<v:b xmlns=""/>é</a>'); t(lambda:p.close())
class Tg2: pass
p=P(target=Tg2()); p.feed('<a>x</a>'); t(lambda:p.close())
t(lambda:P(target=Tg())._setevents([],None)); 
p=P(); q=[]; t(lambda:p._setevents(q)); t(lambda:p._setevents(q,['start','nope'])); t(lambda:p._setevents(q,[1])); t(lambda:p._setevents(q,1)); t(lambda:p._setevents(1,None))
p=P(); q=[]; p._setevents(q,('start','end','start-ns','end-ns','comment','pi')); p.feed('<!--0--><?q r?><a xmlns="u" xmlns:v="w"><v:b/><!--c--><?p q?></a>'); t(lambda:q); t(lambda: ET.tostring(p.close()))
p=P(); t(lambda:p._parse_whole(io.StringIO('<a>é</a>'))); p=P(); t(lambda:p._parse_whole(io.BytesIO(b'<a/>'))); p=P(); t(lambda:p._parse_whole(1)); p=P(target=Tg()); t(lambda:p._parse_whole(io.BytesIO(b'<a/>')))
p=P(encoding='iso-8859-1'); p.feed(b'<a>\xe9</a>'); t(lambda:p.close().text); p=P(encoding='cp1252'); p.feed(b'<a>\x80</a>'); t(lambda:p.close().text); p=P(encoding='nope'); t(lambda:p.feed(b'<a/>')); t(lambda:P(encoding=3))
for x in ('<a>','<a></b>','','<a b=1/>','<a>&nope;</a>','<?xml version="1.0" encoding="nope"?><a/>'):
    try: ET.fromstring(x if 'enc' not in x else x.encode())
    except BaseException as ex: print(type(ex), ex, getattr(ex,'code',None), getattr(ex,'position',None), ex.args, getattr(ex,'msg',None), getattr(ex,'lineno',None))
t(lambda:ET.ParseError.__module__); t(lambda:ET.ParseError.__mro__); t(lambda:E.__module__); t(lambda:E.__name__); t(lambda:E.__doc__); t(lambda:P); t(lambda:T)
t(lambda:ET.SubElement.__doc__); t(lambda:ET.SubElement); t(lambda:ET._Element_Py)
a=E('a'); a.append(a); 
t(lambda:[x for _,x in zip(range(3),a.iter())]); t(lambda:copy.deepcopy(a)); t(lambda:pickle.dumps(a))
a=E('a'); b=a
for i in range(100000): b=ET.SubElement(b,'b')
t(lambda:sum(1 for _ in a.iter())); t(lambda:sum(1 for _ in a.itertext()))
b.text='deep'; t(lambda:list(a.itertext()))
del a,b
import gc; gc.collect()
class It:
    def __eq__(self,o): print('eq',o); return False
a=E('a'); ET.SubElement(a,'q'); t(lambda: a.find(It())); t(lambda: list(a.iter(It())))
