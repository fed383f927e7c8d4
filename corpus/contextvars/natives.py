# Contexts, variables and tokens.


def clean(text):
    while " at 0x" in text:
        before, after = text.split(" at 0x", 1)
        text = before + " at ADDR" + after.lstrip("0123456789abcdef")
    return text


def t(f):
    try:
        print(clean(repr(f())))
    except BaseException as e:
        print(clean(f"{type(e).__name__} {e}"))


import _contextvars as c
v=c.ContextVar('v',default=3)
w=c.ContextVar('w')
t(lambda:c.ContextVar())
t(lambda:c.ContextVar(1))
t(lambda:c.ContextVar('a',1))
t(lambda:v.get())
t(lambda:w.get())
t(lambda:w.get(9))
t(lambda:v)
t(lambda:w.name)
tok=v.set(5)
t(lambda:tok)
t(lambda:tok.var is v)
t(lambda:tok.old_value)
t(lambda:c.Token.MISSING)
t(lambda:v.reset(tok))
t(lambda:v.reset(tok))
t(lambda:tok)
t(lambda:w.reset(tok))
t(lambda:v.reset(1))
t(lambda:v.get())
ctx=c.copy_context()
t(lambda:ctx)
t(lambda:ctx[v])
v.set(7)
t(lambda:list(ctx.items()))
ctx=c.copy_context()
t(lambda:ctx[v])
t(lambda:v in ctx)
t(lambda:1 in ctx)
t(lambda:ctx[1])
t(lambda:ctx.get(v))
t(lambda:ctx.get(w,4))
t(lambda:len(ctx))
t(lambda:ctx.run())
t(lambda:ctx.run(v.get))
t(lambda:ctx.run(lambda:ctx.run(int)))
t(lambda:ctx.run(lambda:v.set(99)) and v.get())
t(lambda:ctx[v])
t(lambda:ctx==ctx.copy())
t(lambda:ctx==1)
t(lambda:c.Context(1))
t(lambda:c.Token())
t(lambda:hash(ctx))
t(lambda:c.Context())
t(lambda:ctx[w])
t(lambda:type('X',(c.Context,),{}))
t(lambda:c.copy_context().run(v.reset,v.set(1)))
t(lambda:list(ctx.keys()))
t(lambda:list(ctx.values()))
t(lambda:c.ContextVar[int])
t(lambda:list(ctx.keys()))
t(lambda:hash(tok))
