"""symtable: scopes, and how names occur in them."""

import symtable

SOURCE = '''
import os
x: int = 1
def f(a, *b, **c):
    a = os
    def inner():
        nonlocal a
        return a + x
    return [i for i in b], (j for j in c), lambda q: q
class C:
    y = 1
    def m(self): return self.y, __class__
type A[U] = U
'''

QUESTIONS = [
    'is_referenced', 'is_parameter', 'is_global', 'is_nonlocal', 'is_declared_global', 'is_local', 'is_annotated',
    'is_free', 'is_imported', 'is_assigned', 'is_namespace',
]


def show(table, depth=0):
    margin = ' ' * depth
    print(margin, table, table.get_type(), table.get_name(), table.get_lineno(), table.is_optimized(),
          table.is_nested(), table.has_children(), sorted(table.get_identifiers()))
    for symbol in table.get_symbols():
        print(margin, ' ', symbol, [q for q in QUESTIONS if getattr(symbol, q)()])
    if isinstance(table, symtable.Function):
        print(margin, table.get_parameters(), table.get_locals(), table.get_globals(), table.get_nonlocals(),
              table.get_frees())
    if isinstance(table, symtable.Class):
        print(margin, table.get_methods())
    for child in table.get_children():
        show(child, depth + 2)


show(symtable.symtable(SOURCE, '<s>', 'exec'))
top = symtable.symtable('def f(): pass\ndef f(): pass\nx = 1', '?', 'exec')
print(top.lookup('f').get_namespaces())
for name in 'fx':
    try:
        print(top.lookup(name).get_namespace())
    except ValueError as e:
        print(e)
for wrong in [('x +', '?', 'exec'), ('x', '?', 'what'), (5, '?', 'exec')]:
    try:
        symtable.symtable(*wrong)
    except (SyntaxError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
