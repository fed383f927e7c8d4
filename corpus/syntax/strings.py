# Literals that are not: strings, numbers, characters, f-strings.

from support.mistakes import check_lines

MISTAKES = """
x = 'abc
x = "abc
x = """abc
x = '''abc|def
x = 'it's'
x = b'é'
x = '\\x1'
x = '\\u12'
x = '\\N{no such name}'
x = '\\N{'
x = 0777
x = 08
x = 1_
x = 1__0
x = 0b2
x = 0b12
x = 0o8
x = 0xg
x = 1.e
x = 1e
x = 5x
x = 1.5abc
x = 0_7
x = €
x = 1 $ 2
x = a ? b : c
x = a && b
x = !a
x = `a`
x = a \\ b
f'{a'
f'{}'
f'}'
f'{a b}'
f'{a!x}'
f'{a!}'
f'{a:{b}'
f'{*a}'
f'{lambda x: 1}'
f'{a = !r'
f'{=}'
f'{a'b'}'
f"{a['b']}"
f'{a:'
f'{a $ b}'
f'{1:{5'
f'{'
u'a' b'b'
x = “quoted”
x = 1 + 2
"""

check_lines(MISTAKES)
