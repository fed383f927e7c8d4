"""The interface of FAT Python's runtime, under its own names: see the module guards."""

from guards import (Guard as _Guard, GuardArgType, GuardBuiltins, GuardDict, GuardFunc, GuardGlobals,
                    get_specialized, guard_type_dict, replace_consts, specialize)

__version__ = "0.3"
__all__ = ["GuardArgType", "GuardBuiltins", "GuardDict", "GuardFunc", "GuardGlobals", "get_specialized",
           "guard_type_dict", "replace_consts", "specialize"]
