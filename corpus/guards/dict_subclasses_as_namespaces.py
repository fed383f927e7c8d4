# Subclasses of dict as globals: which instruction asks them how.
class NS(dict):
    def __getitem__(self, k):
        if k == "K": return "getitem"
        return dict.__getitem__(self, k)
ns = NS(K=1); ns["__builtins__"]=__builtins__
exec("def r(): return K, len('ab')\nx = K\nclass C:\n a = K\ndef st():\n global K\n K = 5\n return K\ndef dl():\n global K\n del K\n return K", ns)
print(ns["r"](), ns["x"], ns["C"].a, ns["st"](), dict.get(ns,"K"))
print(ns["dl"](), dict.get(ns,"K"))
class NS2(dict):
    def __setitem__(self, k, v): print("set", k); dict.__setitem__(self, k, v)
    def __delitem__(self, k): print("del", k); dict.__delitem__(self, k)
    def __missing__(self, k): return "missing "+k if k == "zz" else dict.__getitem__({}, k)
ns = NS2(K=1)
exec("x = K\ndel x\ny = zz\nfor z in (1,2): pass\nimport sys\ndef f():\n global q\n q = 1\n r = q, zz\n del q\n return r\nw=f()", ns)
print(dict.get(ns, "w"))
import collections  # a mapping that is no dict
try: exec("print(K)", collections.ChainMap({"K": 1}))
except TypeError as e: print(e)
