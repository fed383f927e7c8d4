"""Interface to the compiler's internal symbol tables"""

import _symtable

__all__ = ["symtable", "SymbolTable", "Class", "Function", "Symbol"]

# How a name occurs; above the place, where it lives.
_GLOBAL, _LOCAL, _PARAM, _NONLOCAL, _USE, _IMPORT, _ANNOTATED = 1, 2, 4, 8, 16, 128, 256
_BOUND = _LOCAL | _PARAM | _IMPORT
_PLACE = 12
_LIVES_LOCAL, _LIVES_GLOBAL_EXPLICIT, _LIVES_GLOBAL_IMPLICIT, _LIVES_FREE, _LIVES_CELL = 1, 2, 3, 4, 5


def symtable(code, filename, compile_type):
    """ Return the toplevel *SymbolTable* for the source code.

    *filename* is the name of the file with the code
    and *compile_type* is the *compile()* mode argument.
    """
    return _made(_symtable.symtable(code, filename, compile_type), filename)


def _made(entry, filename):
    kinds = {'function': Function, 'class': Class}
    return kinds.get(entry[0], SymbolTable)(entry, filename)


class SymbolTable:

    def __init__(self, raw_table, filename):
        self._kind, self._name, self._line, self._nested, self._flags, self._params, children = raw_table
        self._filename = filename
        self._children = [_made(child, filename) for child in children]
        self._symbols = {}

    def __repr__(self):
        kind = '' if self.__class__ is SymbolTable else self.__class__.__name__ + ' '
        of = 'module' if self._kind == 'module' else f'{self._name} in'
        return f'<{kind}SymbolTable for {of} {self._filename}>'

    def get_type(self):
        """Return the type of the symbol table."""
        return self._kind

    def get_id(self):
        """Return an identifier for the table."""
        return id(self)

    def get_name(self):
        """Return the table's name."""
        return self._name

    def get_lineno(self):
        """Return the number of the first line in the block that the table is about."""
        return self._line

    def is_optimized(self):
        """Return whether the locals of the table can be optimized."""
        return self._kind == 'function'

    def is_nested(self):
        """Return whether the block is inside a function."""
        return self._nested

    def has_children(self):
        """Return whether the block has blocks inside it."""
        return bool(self._children)

    def get_identifiers(self):
        """Return a view of the names in the table."""
        return self._flags.keys()

    def lookup(self, name):
        """Return the Symbol of a name."""
        symbol = self._symbols.get(name)
        if symbol is None:
            namespaces = [child for child in self._children if child._name == name]
            symbol = Symbol(name, self._flags[name], namespaces, module_scope=self._kind == 'module')
            self._symbols[name] = symbol
        return symbol

    def get_symbols(self):
        """Return a list of the symbols of all names in the table."""
        return [self.lookup(name) for name in self._flags]

    def get_children(self):
        """Return a list of the tables inside."""
        return list(self._children)


class Function(SymbolTable):

    def _names(self, wanted):
        return tuple(name for name, flags in self._flags.items() if wanted(flags, flags >> _PLACE))

    def get_parameters(self):
        """Return a tuple of the function's parameters."""
        return self._names(lambda flags, place: flags & _PARAM)

    def get_locals(self):
        """Return a tuple of the function's locals."""
        local = _LIVES_LOCAL, _LIVES_CELL
        return self._names(lambda flags, place: flags & _BOUND and place in local)

    def get_globals(self):
        """Return a tuple of the global names in the function."""
        everywhere = _LIVES_GLOBAL_IMPLICIT, _LIVES_GLOBAL_EXPLICIT
        return self._names(lambda flags, place: place in everywhere)

    def get_nonlocals(self):
        """Return a tuple of the names that the function declares nonlocal."""
        return self._names(lambda flags, place: flags & _NONLOCAL)

    def get_frees(self):
        """Return a tuple of the free variables of the function."""
        return self._names(lambda flags, place: place == _LIVES_FREE)


class Class(SymbolTable):

    def get_methods(self):
        """Return a tuple of the methods that the class declares."""
        return tuple(dict.fromkeys(child._name for child in self._children if child._kind == 'function'))


class Symbol:

    def __init__(self, name, flags, namespaces=None, *, module_scope=False):
        self._name = name
        self._flags = flags
        self._place = flags >> _PLACE
        self._namespaces = namespaces or ()
        self._in_module = module_scope

    def __repr__(self):
        return f"<symbol {self._name!r}>"

    def get_name(self):
        """Return the symbol's name."""
        return self._name

    def is_referenced(self):
        """Return whether the symbol is used in its block."""
        return bool(self._flags & _USE)

    def is_parameter(self):
        """Return whether the symbol is a parameter."""
        return bool(self._flags & _PARAM)

    def is_global(self):
        """Return whether the symbol is global."""
        return (self._place in (_LIVES_GLOBAL_IMPLICIT, _LIVES_GLOBAL_EXPLICIT)
                or self._in_module and bool(self._flags & _BOUND))

    def is_nonlocal(self):
        """Return whether the symbol is declared nonlocal."""
        return bool(self._flags & _NONLOCAL)

    def is_declared_global(self):
        """Return whether a global statement declares the symbol."""
        return self._place == _LIVES_GLOBAL_EXPLICIT

    def is_local(self):
        """Return whether the symbol is local to its block."""
        return self._place in (_LIVES_LOCAL, _LIVES_CELL) or self._in_module and bool(self._flags & _BOUND)

    def is_annotated(self):
        """Return whether the symbol is annotated."""
        return bool(self._flags & _ANNOTATED)

    def is_free(self):
        """Return whether the symbol is used, but not bound in its block."""
        return self._place == _LIVES_FREE

    def is_imported(self):
        """Return whether an import statement binds the symbol."""
        return bool(self._flags & _IMPORT)

    def is_assigned(self):
        """Return whether the symbol is assigned to in its block."""
        return bool(self._flags & _LOCAL)

    def is_namespace(self):
        """Return whether the symbol is the name of a function or class, or of several."""
        return bool(self._namespaces)

    def get_namespaces(self):
        """Return the tables of the functions and classes of this name."""
        return self._namespaces

    def get_namespace(self):
        """Return the one table of this name; ValueError if there are more or none."""
        if len(self._namespaces) == 0:
            raise ValueError("name is not bound to any namespaces")
        if len(self._namespaces) > 1:
            raise ValueError("name is bound to multiple namespaces")
        return self._namespaces[0]
