# _string: what string.Formatter takes format strings apart with.


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


import _string as s
t(lambda:list(s.formatter_parser('a{b!r:>{w}}c{{}}{}')))
t(lambda:list(s.formatter_parser('{')))
t(lambda:list(s.formatter_parser('}')))
t(lambda:s.formatter_parser(1))
t(lambda:s.formatter_field_name_split('a.b[c][0].d'))
x=s.formatter_field_name_split('0.b[c][0].d')
t(lambda:x[0])
t(lambda:list(x[1]))
t(lambda:s.formatter_field_name_split(''))
t(lambda:list(s.formatter_field_name_split('a[')[1]))
t(lambda:list(s.formatter_field_name_split('a[]')[1]))
t(lambda:list(s.formatter_field_name_split('a..b')[1]))
t(lambda:list(s.formatter_field_name_split('a[0]x')[1]))
t(lambda:s.formatter_field_name_split(1))
t(lambda:list(s.formatter_parser('{a!}')))
t(lambda:list(s.formatter_parser('{a!rx}')))
t(lambda:list(s.formatter_parser('{a:{b}')))
t(lambda:list(s.formatter_parser('{a[}]}')))
t(lambda:type(s.formatter_parser('')))
t(lambda:type(x[1]))
t(lambda:list(s.formatter_parser('')))
t(lambda:list(s.formatter_parser('{!r}')))
t(lambda:list(s.formatter_parser('{a:}')))
