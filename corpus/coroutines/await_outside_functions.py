"""compile() with PyCF_ALLOW_TOP_LEVEL_AWAIT: code that waits makes a coroutine. [slow]"""

import ast
import asyncio
import types

FLAG = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


async def five():
    return 5


async def two():
    yield 1
    yield 2


class Manager:
    async def __aenter__(self):
        return 'inside'

    async def __aexit__(self, *args):
        print('left')


def run(source, mode='exec'):
    code = compile(source, '<s>', mode, flags=FLAG)
    print(code.co_flags & 0x80, end=' ')
    made = eval(code)
    print(asyncio.run(made) if isinstance(made, types.CoroutineType) else made)


run('print(await five())')
run('await five()', 'eval')
run('[x async for x in two()]', 'eval')
run('async for i in two(): print(i)')
run('async with Manager() as m: print(m)')
run('print(1)')
run('r = [await five() for _ in range(2)]; print(r)')
code = compile('r = await five()', '<s>', 'exec', flags=FLAG)
names = {'five': five}
asyncio.run(types.FunctionType(code, names)())
print(names['r'])
tree = ast.parse('await five()', mode='eval')
print(asyncio.run(eval(compile(tree, '<t>', 'eval', flags=FLAG))))
for source in ['await x', 'async for i in y: pass', 'yield 1', 'def f(): await x', 'lambda: await x',
               'class A: await x', '[await x for x in y]']:
    for flags in FLAG, 0:
        try:
            print(source, compile(source, 's', 'exec', flags=flags).co_flags & 0x80)
        except SyntaxError as e:
            print(source, e)
