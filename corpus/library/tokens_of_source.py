"""tokenize: every kind of token, the parts of f-strings, and what is no text of Python. [slow]"""

import io
import tokenize

TEXTS = [
    'f"a{x!r:>{w}}b{{c}}" + 1\n',
    'def f(\n  x):\n    # c\n\n    return x\n',
    'a = """x\ny"""\nif 1:\n\tpass',
    '0x1F 1e5 1j 1_0 ... -> := ** //= != <> \\\n x\n',
    'rf"\\{x}"\n',
    'f"{a:%Y-%m}"',
    "f'''{\nx}'''",
    'é = "ü"; b"x"; x\r\ny\r\n',
    'f"{x=}"',
    '\n\n',
    '',
    '#c',
    'f"{f"{1}"}"',
    'f"\\N{DASH}a"',
    'type X = int; async def f(): await x',
    'if 1:\n  if 2:\n    x\n# c\ny\n',
]

WRONG = [
    '(', '"""abc', 'x = "abc', '  x\n y\n', '1a', '$', 'x ! y', ')', '(]', "f'{a", 'if 1:\n  a\n b\n', '0777',
    '1__0', '0b2', '0o8', '0xg', '1e', '1e+', '\x00', 'a\\ b', "f'}'", '\\', '\u20ac', 'f"{a!x}"', 'f"{}"',
]

for text in TEXTS:
    print(repr(text))
    for token in tokenize.tokenize(io.BytesIO(text.encode()).readline):
        print(' ', token)

for text in WRONG:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        print(repr(text), [(tokenize.tok_name[t.type], t.string) for t in tokens])
    except (tokenize.TokenError, SyntaxError) as e:
        print(repr(text), type(e).__name__, e, e.args)

source = 'x = [1,\n     2]  # two\n\nclass A:\n    def f(self): return f"{self!r}"\n'
tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
print(tokenize.untokenize(tokens) == source)
print([tokenize.tok_name[t.exact_type] for t in tokens][:6])
