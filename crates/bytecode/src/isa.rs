//! THE instruction table. The enum, operand kinds, disassembly, verifier, dispatch loop and the
//! page `docs/opcodes.md` are all made from [`for_each_op!`]; an opcode without a handler in the
//! machine does not compile.
//!
//! Each row: `(Name, handler, family, [x a b c], cache words, generic form, "doc")`. Rows whose
//! generic form is another opcode are *quickened*: the compiler never emits them, and
//! when their guard fails the generic form is written back over the opcode byte.
//!
//! Operand kinds: `_` none, `Def` register written, `Use` register read (may carry
//! [`CONSUME`](crate::word::CONSUME)), `Reg` register read and kept or updated in place,
//! `Win` first of several registers that are all consumed, `Konst` constant, `Name` name,
//! `Free` index of a free variable, `Imm` number, `J16` jump distance in one field,
//! `J32` jump distance in `b` and `c`, `Ext` second half of a `J32`.

/// What an operand field means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    None,
    Def,
    Use,
    Reg,
    Win,
    Konst,
    Name,
    Free,
    Imm,
    J16,
    J32,
    Ext,
}

/// Calls `$m!` with every row of the table.
#[macro_export]
macro_rules! for_each_op {
    ($m:ident) => {
        $m! {
            // ---- moves and constants
            (Nop, nop, load, [_ _ _ _], 0, Nop, "Does nothing.")
            (Move, move_, load, [_ Def Use _], 0, Move, "a = b; with CONSUME the reference moves.")
            (LoadConst, load_const, load, [_ Def Konst _], 0, LoadConst, "a = constant b.")
            (LoadInt, load_int, load, [_ Def Imm _], 0, LoadInt, "a = the pooled int b - 5.")
            (CheckBound, check_bound, load, [_ Reg _ _], 0, CheckBound, "UnboundLocalError if local a is unbound.")
            (Unbind, unbind, load, [_ Reg _ _], 0, Unbind, "Releases register a; it is unbound afterwards.")
            (MakeCell, make_cell, load, [Imm Reg _ _], 0, MakeCell, "a = a new cell; x = 1: holding what a held, x = 0: empty.")
            (LoadCell, load_cell, load, [_ Def Reg _], 0, LoadCell, "a = contents of the cell in local b; NameError if empty.")
            (StoreCell, store_cell, load, [_ Reg Use _], 0, StoreCell, "contents of the cell in local a = b.")
            (LoadFree, load_free, load, [_ Def Free _], 0, LoadFree, "a = contents of free variable b.")
            (StoreFree, store_free, load, [_ Free Use _], 0, StoreFree, "free variable a = b.")
            (LoadFreeCell, load_free_cell, load, [_ Def Free _], 0, LoadFreeCell, "a = the cell itself of free variable b.")
            // ---- names
            (LoadGlobal, load_global, name, [_ Def Name _], 3, LoadGlobal, "a = global or builtin b.")
            (StoreGlobal, store_global, name, [_ Name Use _], 2, StoreGlobal, "global a = b. Caches: module version, index.")
            (LoadName, load_name, name, [_ Def Name _], 3, LoadName, "a = b in the namespace (register 0), the globals, the builtins.")
            (StoreName, store_name, name, [_ Name Use _], 2, StoreName, "namespace[a] = b.")
            // ---- attributes
            (LoadAttr, load_attr, attr, [_ Def Use Name], 3, LoadAttr, "a = b.c. Caches: type version, shape or pointer, index.")
            (StoreAttr, store_attr, attr, [_ Use Use Name], 3, StoreAttr, "a.c = b. Caches as LoadAttr.")
            (LoadMethod, load_method, attr, [_ Def Use Name], 3, LoadMethod, "For CallMethod: a, a+1 = function, self; or unbound, callable when b.c is no method.")
            (LoadSuperAttr, load_super_attr, attr, [_ Def Win Name], 0, LoadSuperAttr, "a = super(b+1, b+2).c, where b holds what the name super gave.")
            (LoadSuperMethod, load_super_method, attr, [_ Def Win Name], 3, LoadSuperMethod, "As LoadMethod for super(b+1, b+2).c.")
            // ---- items
            (GetItem, get_item, item, [_ Def Use Use], 1, GetItem, "a = b[c].")
            (GetItemK, get_item_k, item, [_ Def Use Konst], 1, GetItemK, "a = b[constant c].")
            (SetItem, set_item, item, [_ Use Use Use], 1, SetItem, "a[b] = c.")
            (DeleteItem, delete_item, item, [_ Use Use _], 0, DeleteItem, "del a[b].")
            (GetSlice, get_slice, item, [Imm Def Use Win], 0, GetSlice, "a = b[slice of x (2 or 3) registers from c].")
            (SetSlice, set_slice, item, [_ Use Win Use], 0, SetSlice, "a[b : b+1] = c; b and b+1 are consumed.")
            (BuildSlice, build_slice, item, [Imm Def Win _], 0, BuildSlice, "a = slice of x (2 or 3) registers from b.")
            // ---- operators
            (Binary, binary, arith, [Imm Def Use Use], 1, Binary, "a = b op c; x = BinaryOp, bit 7: in-place form (+= ...).")
            (BinaryK, binary_k, arith, [Imm Def Use Konst], 1, BinaryK, "a = b op constant c.")
            (Unary, unary, arith, [Imm Def Use _], 0, Unary, "a = op b; x = UnaryOp.")
            (Not, not, arith, [_ Def Use _], 0, Not, "a = not b.")
            (Compare, compare, compare, [Imm Def Use Use], 1, Compare, "a = b op c; x = CompareOp.")
            (CompareK, compare_k, compare, [Imm Def Use Konst], 1, CompareK, "a = b op constant c.")
            // ---- jumps
            (Jump, jump, branch, [_ _ J32 Ext], 0, Jump, "Jumps; backwards it looks for pending work.")
            (JumpIfTrue, jump_if_true, branch, [_ Use J32 Ext], 0, JumpIfTrue, "Jumps if a is true.")
            (JumpIfFalse, jump_if_false, branch, [_ Use J32 Ext], 0, JumpIfFalse, "Jumps if a is false.")
            (JumpIfNone, jump_if_none, branch, [_ Use J32 Ext], 0, JumpIfNone, "Jumps if a is None.")
            (JumpIfNotNone, jump_if_not_none, branch, [_ Use J32 Ext], 0, JumpIfNotNone, "Jumps if a is not None.")
            (JumpCompare, jump_compare, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps by a if truth(b op c) equals bit 7 of x; x & 127 = CompareOp.")
            (JumpCompareK, jump_compare_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "The same against constant c.")
            // ---- iteration and unpacking
            (GetIter, get_iter, iter, [_ Def Use _], 0, GetIter, "a = iter(b).")
            (ForIter, for_iter, iter, [_ Reg Def J16], 1, ForIter, "b = next(a) and jump by c (backwards, to the body); at the end a is released and the next instruction runs.")
            (Unpack, unpack, iter, [_ Win Use Imm], 0, Unpack, "a, a+1, ... (c registers) = b.")
            // ---- patterns
            (MatchSequence, match_sequence, pattern, [Imm Def Reg Imm], 0, MatchSequence, "a = whether b is a sequence of c items; x = 1: of at least c; x = 2: of any number.")
            (MatchClass, match_class, pattern, [Imm Def Reg Win], 0, MatchClass, "a = tuple of b's attributes for class c: x positional ones and those named in tuple c+1; None if b is no instance or one is missing.")
            // ---- building
            (BuildTuple, build_tuple, build, [_ Def Win Imm], 0, BuildTuple, "a = tuple of the c registers from b.")
            (BuildPair, build_pair, build, [_ Def Use Use], 0, BuildPair, "a = (b, c).")
            (BuildList, build_list, build, [_ Def Win Imm], 0, BuildList, "a = list of the c registers from b.")
            (BuildDict, build_dict, build, [_ Def Win Imm], 0, BuildDict, "a = dict of c key, value pairs from b.")
            (BuildString, build_string, build, [_ Def Win Imm], 0, BuildString, "a = the c strings from b, joined.")
            (FormatValue, format_value, build, [Imm Def Use Use], 0, FormatValue, "a = format(b, c); x & 3: conversion (0 none, 1 str, 2 repr, 3 ascii); x & 4: c is a spec, else none.")
            (ListAppend, list_append, build, [_ Reg Use _], 0, ListAppend, "a.append(b), a an exact list.")
            (ListExtend, list_extend, build, [_ Reg Use _], 0, ListExtend, "a.extend(b), a an exact list.")
            (ListToTuple, list_to_tuple, build, [_ Def Use _], 0, ListToTuple, "a = tuple(b), b an exact list.")
            (ArgTuple, arg_tuple, build, [_ Def Use Reg], 0, ArgTuple, "a = the tuple that *b gives a call of c: b itself if it is an exact tuple.")
            (ArgDict, arg_dict, build, [_ Def Use Reg], 0, ArgDict, "a = the dict that **b gives a call of c: b itself if it is an exact dict of strs.")
            (SetAdd, set_add, build, [_ Reg Use _], 0, SetAdd, "a.add(b), a an exact set.")
            (DictPut, dict_put, build, [_ Reg Use Use], 0, DictPut, "a[b] = c, a an exact dict.")
            (MakeFunction, make_function, build, [Imm Def Konst Win], 0, MakeFunction, "a = function of code b; from c stand, as x has bits, 1: defaults tuple, 2: keyword defaults dict, 4: annotations dict, 8: tuple of cells.")
            (MakeTyping, make_typing, typing, [Imm Def Win Imm], 0, MakeTyping, "a = what x (Typing) makes of the c registers from b: a type parameter, an alias, a generic base or function.")
            // ---- calls
            (Call, call, call, [_ Def Win Imm], 2, Call, "a = b(b+1, ...) with c positional arguments.")
            (CallMethod, call_method, call, [_ Def Win Imm], 2, CallMethod, "Calls what LoadMethod left in b, b+1 with c arguments from b+2.")
            (CallKw, call_kw, call, [_ Def Win Imm], 1, CallKw, "As Call; c counts all arguments. Operand word: constant, the tuple of keyword names (of the last arguments).")
            (CallMethodKw, call_method_kw, call, [_ Def Win Imm], 1, CallMethodKw, "As CallMethod with keywords as CallKw.")
            (CallEx, call_ex, call, [Imm Def Win _], 0, CallEx, "a = b(*b+1, **b+2); b+1 is a tuple; x = 1: b+2 is a dict, else it is not there.")
            (Return, return_, call, [_ Use _ _], 0, Return, "Returns a.")
            (ReturnK, return_k, call, [_ Konst _ _], 0, ReturnK, "Returns constant a.")
            // ---- generators
            (Yield, yield_, generator, [Imm Def Use Imm], 0, Yield, "Yields b and stops; a = what is sent at resumption. c: registers below it are kept. x & 1: b is an item of an asynchronous generator; x & 2: the frame is handling an exception.")
            (YieldFromIter, yield_from_iter, generator, [_ Def Use _], 0, YieldFromIter, "a = iterator of b for YieldFrom.")
            (YieldFrom, yield_from, generator, [Imm Def Reg Reg], 0, YieldFrom, "Sends c to b: what it yields is yielded and this instruction runs again with c = what is sent; its result goes to a and b, c are released. x = 2: the frame is handling an exception.")
            (GetAwaitable, get_awaitable, generator, [Imm Def Use _], 0, GetAwaitable, "a = iterator that awaiting b runs, for YieldFrom; x = 1, 2: b came from __aenter__, __aexit__ (for the message).")
            // ---- exceptions
            (Raise, raise, except, [Imm Use Use _], 0, Raise, "x = 0: raises the handled exception again; 1: raises a; 2: raises a from b.")
            (EnterHandler, enter_handler, except, [_ Def Def _], 0, EnterHandler, "First of a handler: a = the exception, b = the one handled before (unbound if none); a is the handled one from now on.")
            (ExitHandler, exit_handler, except, [_ Reg Reg _], 0, ExitHandler, "Ends handling: what b holds is handled again; a and b are released.")
            (Reraise, reraise, except, [_ Reg Reg _], 0, Reraise, "ExitHandler, then raises what a held without a new traceback entry.")
            (ExcMatch, exc_match, except, [_ Def Reg Use], 0, ExcMatch, "a = whether exception b matches c (a class or a tuple of them).")
            (LoadWith, load_with, except, [_ Win Use _], 0, LoadWith, "a, a+1 = __exit__, b and a+2, a+3 = __enter__, b, each pair ready for CallMethod.")
                        // ---- quickened: names
            (LoadGlobalModule, load_global_module, name, [_ Def Name _], 3, LoadGlobal, "The value in a slot of the globals. Caches: their version, where it stands, slot.")
            (LoadGlobalBuiltin, load_global_builtin, name, [_ Def Name _], 3, LoadGlobal, "The value in a slot of the builtins. Caches: versions of globals and builtins, slot.")
            (StoreGlobalModule, store_global_module, name, [_ Name Use _], 2, StoreGlobal, "Writes at a cached index of the globals.")
            (LoadNameModule, load_name_module, name, [_ Def Name _], 3, LoadName, "LoadGlobalModule for a namespace that is the globals.")
            (LoadNameBuiltin, load_name_builtin, name, [_ Def Name _], 3, LoadName, "LoadGlobalBuiltin for a namespace that is the globals.")
            (StoreNameModule, store_name_module, name, [_ Name Use _], 2, StoreName, "StoreGlobalModule for a namespace that is the globals.")
            // ---- quickened: names, by the other strategies
            (LoadGlobalUnchecked, load_global_unchecked, guarded, [_ Def Name _], 3, LoadGlobal, "none: the value found before, unchecked. Caches: -, -, value.")
            (LoadGlobalEntry, load_global_entry, guarded, [_ Def Name _], 3, LoadGlobal, "entry: the value that was checked when the function was entered.")
            (LoadGlobalEntryChecked, load_global_entry_checked, guarded, [_ Def Name _], 3, LoadGlobal, "entry: the same, checked again if any watched dict was written since.")
            (LoadGlobalEpoch, load_global_epoch, guarded, [_ Def Name _], 3, LoadGlobal, "epoch: the value found at this epoch of mutations. Caches: epoch, -, value.")
            (LoadGlobalStampModule, load_global_stamp_module, guarded, [_ Def Name _], 3, LoadGlobal, "dictver: a global. Caches: stamp of the globals, -, value.")
            (LoadGlobalStampBuiltin, load_global_stamp_builtin, guarded, [_ Def Name _], 3, LoadGlobal, "dictver: a builtin. Caches: stamps of globals and builtins, value.")
            (LoadGlobalCell, load_global_cell, guarded, [_ Def Name _], 3, LoadGlobal, "cell: what the name's cell has. Caches: -, cell, -.")
            (LoadGlobalCellTyped, load_global_cell_typed, guarded, [_ Def Name _], 3, LoadGlobal, "cell: what it has, of the class seen before. Caches: class, cell, -.")
            (LoadGlobalWatchDict, load_global_watched, guarded, [_ Def Name _], 3, LoadGlobal, "watch-dict: the value; a write to the dicts writes LoadGlobal back. Caches: -, -, value.")
            (LoadGlobalWatchKey, load_global_watched, guarded, [_ Def Name _], 3, LoadGlobal, "watch-key: the value; a write to the name writes LoadGlobal back. Caches: -, -, value.")
            (LoadGlobalKeySet, load_global_key_set, guarded, [_ Def Name _], 3, LoadGlobal, "watch-keyset: the value in its slot; a key that comes or goes writes LoadGlobal back. Caches: -, -, slot.")
            // ---- quickened: names whose guard is proved to hold
            (LoadGlobalModuleProved, load_global_module_proved, name, [_ Def Name _], 3, LoadGlobal, "As LoadGlobalModule behind one that checked the same. Caches: -, index of that one, slot.")
            (LoadGlobalBuiltinProved, load_global_builtin_proved, name, [_ Def Name _], 3, LoadGlobal, "As LoadGlobalBuiltin behind one that checked the same. Caches: as above.")
            (LoadGlobalProved, load_global_watched, guarded, [_ Def Name _], 3, LoadGlobal, "entry, epoch, dictver (x: which): behind one that checked the same. Caches: index of that one, -, value.")
            // ---- quickened: names whose value settles what follows
            (FoldModule, fold_module, fold, [_ Def Name _], 3, LoadGlobal, "keysver: the global still is what the plan was made for. Caches: version of the globals, -, plan.")
            (FoldBuiltin, fold_builtin, fold, [_ Def Name _], 3, LoadGlobal, "keysver: the builtin still is. Caches: versions of globals and builtins, plan.")
            (FoldUnchecked, fold_unchecked, fold, [_ Def Name _], 3, LoadGlobal, "none: the plan, unchecked. Caches: -, -, plan.")
            (FoldEntry, fold_unchecked, fold, [_ Def Name _], 3, LoadGlobal, "entry: the name was checked when the function was entered.")
            (FoldEntryChecked, fold_entry_checked, fold, [_ Def Name _], 3, LoadGlobal, "entry: the same, checked again if any watched dict was written since.")
            (FoldEpoch, fold_epoch, fold, [_ Def Name _], 3, LoadGlobal, "epoch: the plan made at this epoch of mutations. Caches: epoch, -, plan.")
            (FoldStampModule, fold_stamp_module, fold, [_ Def Name _], 3, LoadGlobal, "dictver: of a global. Caches: stamp of the globals, -, plan.")
            (FoldStampBuiltin, fold_stamp_builtin, fold, [_ Def Name _], 3, LoadGlobal, "dictver: of a builtin. Caches: stamps of globals and builtins, plan.")
            (FoldCell, fold_cell, fold, [_ Def Name _], 3, LoadGlobal, "cell: the name's cell has what the plan was made for. Caches: -, cell, plan.")
            (FoldWatchDict, fold_unchecked, fold, [_ Def Name _], 3, LoadGlobal, "watch-dict: a write to the dicts writes LoadGlobal back. Caches: -, -, plan.")
            (FoldWatchKey, fold_unchecked, fold, [_ Def Name _], 3, LoadGlobal, "watch-key: a write to the name writes LoadGlobal back. Caches: -, -, plan.")
            (FoldKeySet, fold_key_set, fold, [_ Def Name _], 3, LoadGlobal, "watch-keyset: the slot has what the plan was made for. Caches: -, slot, plan.")
            (FoldMethod, fold_method, fold, [_ Def Use Name], 3, LoadMethod, "A pure method of a constant, with constant arguments: its result. Cache: plan.")
            // ---- quickened: attributes
            (LoadAttrSlot, load_attr_slot, attr, [_ Def Use Name], 3, LoadAttr, "Inline attribute at a cached index: type version and shape are checked.")
            (LoadAttrSlots, load_attr_slots, attr, [_ Def Use Name], 3, LoadAttr, "Inline attribute of objects of several classes or shapes. Caches: -, -, what was seen.")
            (LoadAttrMember, load_attr_member, attr, [_ Def Use Name], 3, LoadAttr, "__slots__ member at a cached offset.")
            (LoadAttrDict, load_attr_dict, attr, [_ Def Use Name], 3, LoadAttr, "Attribute of an instance that has a dict: type version and the dict's version.")
            (LoadAttrClass, load_attr_class, attr, [_ Def Use Name], 3, LoadAttr, "Plain class attribute through an instance.")
            (LoadAttrType, load_attr_type, attr, [_ Def Use Name], 3, LoadAttr, "Attribute of a class object itself.")
            (LoadAttrModule, load_attr_module, attr, [_ Def Use Name], 3, LoadAttr, "Global of a module object.")
            (LoadAttrProperty, load_attr_property, attr, [_ Def Use Name], 3, LoadAttr, "Property whose getter is a Python function: pushes its frame.")
            (LoadAttrNative, load_attr_native, attr, [_ Def Use Name], 3, LoadAttr, "Attribute that native code computes. Caches: type version, its getter.")
            (LoadAttrTail, load_attr_tail, attr, [_ Def Use Name], 3, LoadAttr, "As LoadAttrSlot for an instance of native code's. Caches: type version, shape, which of its slots.")
            (StoreAttrSlot, store_attr_slot, attr, [_ Use Use Name], 3, StoreAttr, "Overwrites an inline attribute.")
            (StoreAttrSlots, store_attr_slots, attr, [_ Use Use Name], 3, StoreAttr, "Overwrites an inline attribute, as LoadAttrSlots.")
            (StoreAttrAdd, store_attr_add, attr, [_ Use Use Name], 3, StoreAttr, "Adds an inline attribute: the shape advances. Caches: type version, old shape, new shape.")
            (StoreAttrMember, store_attr_member, attr, [_ Use Use Name], 3, StoreAttr, "Writes a __slots__ member.")
            (LoadMethodInstance, load_method_instance, attr, [_ Def Use Name], 3, LoadMethod, "Function of the class; type version and shape are checked.")
            (LoadMethodTail, load_method_tail, attr, [_ Def Use Name], 3, LoadMethod, "As LoadMethodInstance for an instance of native code's.")
            (LoadMethodInstances, load_method_instances, attr, [_ Def Use Name], 3, LoadMethod, "Function of several classes. Caches: -, -, what was seen.")
            (LoadMethodPlain, load_method_plain, attr, [_ Def Use Name], 3, LoadMethod, "Function of a type whose instances have no dict.")
            (LoadMethodModule, load_method_module, attr, [_ Def Use Name], 3, LoadMethod, "Global of a module object, called.")
            (LoadMethodType, load_method_type, attr, [_ Def Use Name], 3, LoadMethod, "Attribute of a class object, called.")
            (LoadSuperMethodFunction, load_super_method_function, attr, [_ Def Win Name], 3, LoadSuperMethod, "super() method: class and instance type versions are checked.")
            // ---- quickened: items
            (GetItemListInt, get_item_list_int, item, [_ Def Use Use], 1, GetItem, "list[int].")
            (GetItemTupleInt, get_item_tuple_int, item, [_ Def Use Use], 1, GetItem, "tuple[int].")
            (GetItemStrInt, get_item_str_int, item, [_ Def Use Use], 1, GetItem, "str[int], one byte a character.")
            (GetItemBytesInt, get_item_bytes_int, item, [_ Def Use Use], 1, GetItem, "bytes[int] and bytearray[int].")
            (GetItemDict, get_item_dict, item, [_ Def Use Use], 1, GetItem, "dict[str or int].")
            (GetItemListK, get_item_list_k, item, [_ Def Use Konst], 1, GetItemK, "list[constant int]. Cache: the int.")
            (GetItemTupleK, get_item_tuple_k, item, [_ Def Use Konst], 1, GetItemK, "tuple[constant int]. Cache: the int.")
            (GetItemDictK, get_item_dict_k, item, [_ Def Use Konst], 1, GetItemK, "dict[constant str].")
            (SetItemListInt, set_item_list_int, item, [_ Use Use Use], 1, SetItem, "list[int] = value.")
            (SetItemDict, set_item_dict, item, [_ Use Use Use], 1, SetItem, "dict[str or int] = value.")
            (SetItemByteArray, set_item_bytearray, item, [_ Use Use Use], 1, SetItem, "bytearray[int] = int.")
            // ---- quickened: operators
            (AddInt, add_int, arith, [Imm Def Use Use], 1, Binary, "int + int.")
            (SubInt, sub_int, arith, [Imm Def Use Use], 1, Binary, "int - int.")
            (MulInt, mul_int, arith, [Imm Def Use Use], 1, Binary, "int * int.")
            (FloorDivInt, floor_div_int, arith, [Imm Def Use Use], 1, Binary, "int // int.")
            (ModInt, mod_int, arith, [Imm Def Use Use], 1, Binary, "int % int.")
            (AndInt, and_int, arith, [Imm Def Use Use], 1, Binary, "int & int.")
            (OrInt, or_int, arith, [Imm Def Use Use], 1, Binary, "int | int.")
            (XorInt, xor_int, arith, [Imm Def Use Use], 1, Binary, "int ^ int.")
            (ShlInt, shl_int, arith, [Imm Def Use Use], 1, Binary, "int << int.")
            (ShrInt, shr_int, arith, [Imm Def Use Use], 1, Binary, "int >> int.")
            (DivInt, div_int, arith, [Imm Def Use Use], 1, Binary, "int / int.")
            (AddFloat, add_float, arith, [Imm Def Use Use], 1, Binary, "float + float.")
            (SubFloat, sub_float, arith, [Imm Def Use Use], 1, Binary, "float - float.")
            (MulFloat, mul_float, arith, [Imm Def Use Use], 1, Binary, "float * float.")
            (DivFloat, div_float, arith, [Imm Def Use Use], 1, Binary, "float / float.")
            (BinaryMixed, binary_mixed, arith, [Imm Def Use Use], 1, Binary, "int op float or float op int for + - * /.")
            (BinaryBig, binary_big, arith, [Imm Def Use Use], 1, Binary, "int op int where one is beyond 64 bits or the result is.")
            (AddStr, add_str, arith, [Imm Def Use Use], 1, Binary, "str + str; appends in place where only the register holds the left one.")
            (BinaryBigK, binary_big_k, arith, [Imm Def Use Konst], 1, BinaryK, "int op constant where the int is beyond 64 bits.")
            (AddStrK, add_str_k, arith, [Imm Def Use Konst], 1, BinaryK, "str + constant; appends in place as AddStr.")
            (AddIntK, add_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int + constant. Cache: the int.")
            (SubIntK, sub_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int - constant. Cache: the int.")
            (MulIntK, mul_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int * constant. Cache: the int.")
            (FloorDivIntK, floor_div_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int // positive constant. Cache: the int.")
            (ModIntK, mod_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int % positive constant. Cache: the int.")
            (AndIntK, and_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int & constant. Cache: the int.")
            (OrIntK, or_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int | constant. Cache: the int.")
            (XorIntK, xor_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int ^ constant. Cache: the int.")
            (ShlIntK, shl_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int << constant. Cache: the int.")
            (ShrIntK, shr_int_k, arith, [Imm Def Use Konst], 1, BinaryK, "int >> constant. Cache: the int.")
            (AddFloatK, add_float_k, arith, [Imm Def Use Konst], 1, BinaryK, "float + constant. Cache: the float.")
            (SubFloatK, sub_float_k, arith, [Imm Def Use Konst], 1, BinaryK, "float - constant. Cache: the float.")
            (MulFloatK, mul_float_k, arith, [Imm Def Use Konst], 1, BinaryK, "float * constant. Cache: the float.")
            (DivFloatK, div_float_k, arith, [Imm Def Use Konst], 1, BinaryK, "float / constant. Cache: the float.")
            // ---- quickened: comparison and jumps
            (CompareInt, compare_int, compare, [Imm Def Use Use], 1, Compare, "int op int.")
            (CompareFloat, compare_float, compare, [Imm Def Use Use], 1, Compare, "float op float.")
            (CompareIntK, compare_int_k, compare, [Imm Def Use Konst], 1, CompareK, "int op constant. Cache: the int.")
            (JumpLtInt, jump_lt_int, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps if int < int.")
            (JumpLeInt, jump_le_int, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps if int <= int.")
            (JumpEqInt, jump_eq_int, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps if int == int.")
            (JumpNeInt, jump_ne_int, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps if int != int.")
            (JumpGtInt, jump_gt_int, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps if int > int.")
            (JumpGeInt, jump_ge_int, branch, [Imm J16 Use Use], 1, JumpCompare, "Jumps if int >= int.")
            (JumpCmpFloat, jump_cmp_float, branch, [Imm J16 Use Use], 1, JumpCompare, "float op float. Cache: the relations that jump.")
            (JumpCmpStr, jump_cmp_str, branch, [Imm J16 Use Use], 1, JumpCompare, "str op str.")
            (JumpLtIntK, jump_lt_int_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "Jumps if int < constant.")
            (JumpLeIntK, jump_le_int_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "Jumps if int <= constant.")
            (JumpEqIntK, jump_eq_int_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "Jumps if int == constant.")
            (JumpNeIntK, jump_ne_int_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "Jumps if int != constant.")
            (JumpGtIntK, jump_gt_int_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "Jumps if int > constant.")
            (JumpGeIntK, jump_ge_int_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "Jumps if int >= constant.")
            (JumpIn, jump_in, branch, [Imm J16 Use Use], 1, JumpCompare, "int or str in (or not in) a set, frozenset or dict.")
            (JumpCmpFloatK, jump_cmp_float_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "float op constant float.")
            (JumpInK, jump_in_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "int or str in (or not in) a constant frozenset.")
            (JumpCmpStrK, jump_cmp_str_k, branch, [Imm J16 Use Konst], 1, JumpCompareK, "str op constant str.")
            // ---- quickened: iteration
            (ForIterRange, for_iter_range, iter, [_ Reg Def J16], 1, ForIter, "Next of a range iterator.")
            (ForIterList, for_iter_list, iter, [_ Reg Def J16], 1, ForIter, "Next of a list iterator.")
            (ForIterTuple, for_iter_tuple, iter, [_ Reg Def J16], 1, ForIter, "Next of a tuple iterator.")
            (ForIterAscii, for_iter_ascii, iter, [_ Reg Def J16], 1, ForIter, "Next of an iterator over an ASCII str.")
            (ForIterGenerator, for_iter_generator, iter, [_ Reg Def J16], 1, ForIter, "Resumes a generator by pushing its frame.")
            (ForIterNative, for_iter_native, iter, [_ Reg Def J16], 1, ForIter, "Next of any other native iterator. Cache: its type.")
            // ---- quickened: calls
            (CallPy, call_py, call, [_ Def Win Imm], 2, Call, "Python function with exactly the positional parameters given. Cache: its Exec.")
            (CallPyAny, call_py_any, call, [_ Def Win Imm], 2, Call, "As CallPy, whichever function it is. Caches: the function called last, how often in a row.")
            (CallPyDefaults, call_py_defaults, call, [_ Def Win Imm], 2, Call, "Python function, missing arguments from its defaults. Cache: its Exec.")
            (CallPyChosen, call_py_chosen, call_guarded, [_ Def Win Imm], 2, Call, "Python function with specialised codes, of Call or CallMethod: the one whose guards hold, told by words compared here. x & 128: the receiver is an argument. Caches: the form by which such a function is called, the Exec chosen last.")
            (CallNative, call_native, call, [_ Def Win Imm], 2, Call, "Native function that takes this many positional arguments; x = 1: of CallMethod, without a receiver.")
            (CallLen, call_len, call, [_ Def Win Imm], 2, Call, "len of an exact list, tuple, str, dict, set or bytes.")
            (CallIsInstance, call_isinstance, call, [_ Def Win Imm], 2, Call, "isinstance against an exact class.")
            (CallInit, call_init, call, [_ Def Win Imm], 2, Call, "Class with plain allocation and a Python __init__: pushes its frame. Caches: type version, Exec.")
            (CallClass, call_class, call, [_ Def Win Imm], 2, Call, "Class whose instances native code makes, and their __init__. Cache: type version; x as CallNative.")
            (CallMethodPy, call_method_py, call, [_ Def Win Imm], 2, CallMethod, "Python method with exactly the parameters given. Cache: its Exec.")
            (CallMethodPyAny, call_method_py_any, call, [_ Def Win Imm], 2, CallMethod, "As CallMethodPy, whichever function it is. Caches as CallPyAny.")
            (CallMethodNative, call_method_native, call, [_ Def Win Imm], 2, CallMethod, "Native method that takes this many positional arguments.")
            (CallListAppend, call_list_append, call, [_ Def Win Imm], 2, CallMethod, "list.append.")
            (CallListPop, call_list_pop, call, [_ Def Win Imm], 2, CallMethod, "list.pop of the last item.")
            (CallSetAdd, call_set_add, call, [_ Def Win Imm], 2, CallMethod, "set.add of an int or str.")
            // ---- quickened: calls whose callee is inlined
            (CallPyInline, call_py_inline, inlined, [_ Def Win Imm], 2, Call, "As CallPy, without a frame where the body allows it.")
            (CallMethodPyInline, call_method_py_inline, inlined, [_ Def Win Imm], 2, CallMethod, "As CallMethodPy, without a frame where the body allows it.")
            (CallInitInline, call_init_inline, inlined, [_ Def Win Imm], 2, Call, "As CallInit, without a frame where the body of __init__ allows it.")
            (LoadAttrPropertyInline, load_attr_property_inline, inlined, [_ Def Use Name], 3, LoadAttr, "As LoadAttrProperty, without a frame where the getter allows it.")
            // ---- quickened: attributes and calls, by the other strategies
            (LoadAttrSlotFree, load_attr_slot_free, attr_guarded, [_ Def Use Name], 3, LoadAttr, "Inline attribute; the class is the one seen before, and nothing is checked of it here. x: the strategy, none, entry, watch-dict or watch-key. Caches: class, shape, offset.")
            (LoadAttrSlotEntry, load_attr_slot_entry, attr_guarded, [_ Def Use Name], 3, LoadAttr, "entry: the class was checked on entry, and again if anything was written since. Caches: class, shape, offset.")
            (LoadAttrSlotEpoch, load_attr_slot_epoch, attr_guarded, [_ Def Use Name], 3, LoadAttr, "epoch: nothing changed anywhere. x: place. Caches: class, shape, epoch.")
            (LoadAttrSlotStamp, load_attr_slot_stamp, attr_guarded, [_ Def Use Name], 3, LoadAttr, "dictver: the dicts of the MRO have their stamps. x: place. Caches: class, shape, stamps.")
            (LoadAttrSlotCell, load_attr_slot_cell, attr_guarded, [_ Def Use Name], 3, LoadAttr, "cell: it says that no class has anything that prevails. x: place. Caches: class, shape, cell.")
            (LoadAttrValueFree, load_attr_value_free, attr_guarded, [_ Def Use Name], 3, LoadAttr, "A value of a class, read through it or through an instance, or of a module, or a property, whose getter is called, or what an instance has in its dict; nothing is checked of the class here. x & 15: the strategy, as for LoadAttrSlotFree; x & 240: whose it is. Caches: class or namespace, shape, value.")
            (LoadAttrValueEntry, load_attr_value_entry, attr_guarded, [_ Def Use Name], 3, LoadAttr, "entry: as LoadAttrSlotEntry. Caches: class or namespace, shape, value.")
            (LoadAttrValueEpoch, load_attr_value_epoch, attr_guarded, [_ Def Use Name], 3, LoadAttr, "epoch. Caches: class or namespace, shape, epoch and value.")
            (LoadAttrValueStamp, load_attr_value_stamp, attr_guarded, [_ Def Use Name], 3, LoadAttr, "dictver. Caches: class or namespace, shape, stamps and value.")
            (LoadAttrValueCell, load_attr_value_cell, attr_guarded, [_ Def Use Name], 3, LoadAttr, "cell: the value that it has. Caches: class or namespace, shape, cell.")
            (StoreAttrSlotFree, store_attr_slot_free, attr_guarded, [_ Use Use Name], 3, StoreAttr, "As LoadAttrSlotFree, writing.")
            (StoreAttrSlotEntry, store_attr_slot_entry, attr_guarded, [_ Use Use Name], 3, StoreAttr, "As LoadAttrSlotEntry, writing.")
            (StoreAttrSlotEpoch, store_attr_slot_epoch, attr_guarded, [_ Use Use Name], 3, StoreAttr, "As LoadAttrSlotEpoch, writing.")
            (StoreAttrSlotStamp, store_attr_slot_stamp, attr_guarded, [_ Use Use Name], 3, StoreAttr, "As LoadAttrSlotStamp, writing.")
            (StoreAttrSlotCell, store_attr_slot_cell, attr_guarded, [_ Use Use Name], 3, StoreAttr, "As LoadAttrSlotCell, writing.")
            (LoadMethodFree, load_method_free, attr_guarded, [_ Def Use Name], 3, LoadMethod, "Function of the class, or what a class or module has itself; as LoadAttrValueFree. Caches: class or namespace, shape, function.")
            (LoadMethodEntry, load_method_entry, attr_guarded, [_ Def Use Name], 3, LoadMethod, "entry: as LoadAttrSlotEntry. Caches: class, shape, function.")
            (LoadMethodEpoch, load_method_epoch, attr_guarded, [_ Def Use Name], 3, LoadMethod, "epoch. Caches: class, shape, epoch and function.")
            (LoadMethodStamp, load_method_stamp, attr_guarded, [_ Def Use Name], 3, LoadMethod, "dictver. Caches: class, shape, stamps and function.")
            (LoadMethodCell, load_method_cell, attr_guarded, [_ Def Use Name], 3, LoadMethod, "cell: the function that it has. Caches: class, shape, cell.")
            (CallPyFree, call_py_free, call_guarded, [_ Def Win Imm], 2, Call, "The Python function seen before, of Call or CallMethod; nothing is checked of its code here. x & 15: the strategy; x & 16: a class is called, whose __init__ is a function; x & 128: the receiver is an argument. Caches: function or class, Exec or what the class was found to do.")
            (CallPyEntry, call_py_entry, call_guarded, [_ Def Win Imm], 2, Call, "entry: its code was checked on entry, and again if anything was written since. Caches: function, Exec.")
            (CallPyEpoch, call_py_epoch, call_guarded, [_ Def Win Imm], 2, Call, "epoch: nothing changed anywhere. Caches: function, epoch and Exec.")
            (CallPyStamp, call_py_stamp, call_guarded, [_ Def Win Imm], 2, Call, "dictver: nothing of the function was set. Caches: function, stamp and Exec.")
            (CallPyCell, call_py_cell, call_guarded, [_ Def Win Imm], 2, Call, "cell: the Exec that it has. Caches: function, cell.")
            // ---- internal: never in compiled code
            (Drain, drain, internal, [_ _ _ _], 0, Drain, "Runs queued finalisers, then goes on where the machine was.")
            (EnterGuarded, enter_guarded, internal, [_ _ _ _], 0, EnterGuarded, "Checks what the code assumes on entry; stands before its first word.")
            (Throw, throw, internal, [_ _ _ _], 0, Throw, "Unwinds the exception in flight.")
            (Exit, exit, internal, [_ _ _ _], 0, Exit, "Leaves the dispatch loop.")
            (LateRead, late_read, internal, [_ _ _ _], 0, LateRead, "Runs the instruction that the compiler wrote here with the old values of locals that were written from outside since it began.")
            (Extended, extended, internal, [Imm _ _ _], 0, Extended, "An opcode behind this row: x counts on from it.")
            // ---- extended: seldom run, without cache words, and x is part of the opcode
            (UnpackEx, unpack_ex, iter, [_ Win Use Imm], 0, UnpackEx, "As Unpack with a starred target: c & 255 before it, c >> 8 after it.")
            (BuildSet, build_set, build, [_ Def Win Imm], 0, BuildSet, "a = set of the c registers from b.")
            (SetUpdate, set_update, build, [_ Reg Use _], 0, SetUpdate, "a.update(b), a an exact set.")
            (DictUpdate, dict_update, build, [_ Reg Use _], 0, DictUpdate, "a.update(b) for {**b}.")
            (DeleteCell, delete_cell, load, [_ Reg _ _], 0, DeleteCell, "Empties the cell in local a; NameError if it is empty.")
            (DeleteFree, delete_free, load, [_ Free _ _], 0, DeleteFree, "Empties free variable a.")
            (LoadClassFree, load_class_free, load, [_ Def Free Name], 0, LoadClassFree, "a = name c in the namespace (register 0), else free variable b.")
            (DeleteGlobal, delete_global, name, [_ Name _ _], 0, DeleteGlobal, "del global a.")
            (DeleteName, delete_name, name, [_ Name _ _], 0, DeleteName, "del namespace[a].")
            (DeleteAttr, delete_attr, attr, [_ Use _ Name], 0, DeleteAttr, "del a.c.")
            (MatchMapping, match_mapping, pattern, [_ Def Reg Imm], 0, MatchMapping, "a = whether b is a mapping of at least c items; its length is not asked for if c = 0.")
            (MatchKeys, match_keys, pattern, [_ Def Reg Reg], 0, MatchKeys, "a = tuple of the values that mapping b has for the keys in tuple c; None if one is missing.")
            (GetLen, get_len, pattern, [_ Def Reg _], 0, GetLen, "a = len(b).")
            (DictMerge, dict_merge, build, [_ Reg Use Reg], 0, DictMerge, "Adds **b of a call of c to a; TypeError for a repeated key.")
            (LoadDictFree, load_dict_free, typing, [_ Reg Free Name], 0, LoadDictFree, "a = name c in the mapping a, else free variable b.")
            (LoadDictGlobal, load_dict_global, typing, [_ Reg Name _], 0, LoadDictGlobal, "a = name b in the mapping a, else global or builtin b.")
            (LoadBuildClass, load_build_class, build, [_ Def _ _], 0, LoadBuildClass, "a = builtins.__build_class__.")
            (GetAIter, get_aiter, generator, [_ Def Use _], 0, GetAIter, "a = asynchronous iterator of b.")
            (GetANext, get_anext, generator, [_ Def Reg _], 0, GetANext, "a = iterator that awaiting the next item of b runs, for YieldFrom.")
            (ExcMatchStar, exc_match_star, except, [_ Def Reg Use], 0, ExcMatchStar, "a = group of what class c matches in exception b, or None; b = the rest, or None.")
            (EnterStar, enter_star, except, [_ Reg Def _], 0, EnterStar, "b = the exception handled before (unbound if none); a is the handled one from now on.")
            (PrepareReraise, prepare_reraise, except, [_ Def Reg Use], 0, PrepareReraise, "a = what is to be raised after the except* clauses for exception b, given the list c of what they raised and left; or None.")
            (ExcParts, exc_parts, except, [_ Win Reg _], 0, ExcParts, "a, a+1, a+2 = type, value and traceback of exception b.")
            (LoadAsyncWith, load_async_with, except, [_ Win Use _], 0, LoadAsyncWith, "As LoadWith for __aexit__ and __aenter__.")
            (MatchStopAsync, match_stop_async, except, [_ Def Reg _], 0, MatchStopAsync, "a = whether exception b is StopAsyncIteration.")
            (LoadAssertionError, load_assertion_error, except, [_ Def _ _], 0, LoadAssertionError, "a = AssertionError.")
            (ImportName, import_name, import, [_ Def Name Win], 0, ImportName, "a = __import__(b, globals, locals, c+1, c); c: level, c+1: fromlist.")
            (ImportFrom, import_from, import, [_ Def Reg Name], 0, ImportFrom, "a = name c of module b.")
            (ImportStar, import_star, import, [_ Use _ _], 0, ImportStar, "All public names of module a into the namespace.")
            (SetupAnnotations, setup_annotations, import, [_ _ _ _], 0, SetupAnnotations, "Makes __annotations__ in the namespace where it is missing.")
            (PrintExpr, print_expr, import, [_ Use _ _], 0, PrintExpr, "sys.displayhook(a).")
        }
    };
}

macro_rules! operand {
    (_) => {
        Operand::None
    };
    ($k:ident) => {
        Operand::$k
    };
}

macro_rules! define_ops {
    ($(($name:ident, $handler:ident, $family:ident, [$x:tt $a:tt $b:tt $c:tt], $cache:literal, $generic:ident, $doc:literal))*) => {
        /// An opcode. The numbers up to `Extended` are the low byte of a word; for those behind it the
        /// byte is that of `Extended`, and `x` counts on.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Op { $(#[doc = $doc] $name,)* }

        impl Op {
            /// Every opcode, in the order of the numbers.
            pub const ALL: &[Op] = &[$(Op::$name,)*];
            const ROWS: &[Row] = &[$(Row {
                name: stringify!($name), family: stringify!($family), handler: stringify!($handler),
                operands: [operand!($x), operand!($a), operand!($b), operand!($c)],
                cache: $cache, generic: Op::$generic, doc: $doc,
            },)*];
        }
    };
}

/// One row of the table.
struct Row {
    name: &'static str,
    family: &'static str,
    handler: &'static str,
    operands: [Operand; 4],
    cache: u8,
    generic: Op,
    doc: &'static str,
}

for_each_op!(define_ops);

const _: () = assert!(Op::Extended as usize <= u8::MAX as usize, "these opcodes are one byte");

impl Op {
    /// The opcode of a word with these low bytes.
    pub fn from_bytes(byte: u8, x: u8) -> Option<Op> {
        let extended = Op::Extended as usize;
        match byte as usize {
            n if n < extended => Op::ALL.get(n).copied(),
            n if n == extended => Op::ALL.get(extended + 1 + x as usize).copied(),
            _ => None,
        }
    }

    /// Whether `x` is part of the opcode.
    pub const fn is_extended(self) -> bool {
        self as u16 > Op::Extended as u16
    }

    /// The low bits of its words: a byte, or two.
    pub const fn bits(self) -> u64 {
        if self.is_extended() {
            return Op::Extended as u64 | (self as u64 - Op::Extended as u64 - 1) << 8;
        }
        self as u64
    }

    const fn row(self) -> &'static Row {
        &Op::ROWS[self as usize]
    }

    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The file in the machine that holds the handler.
    pub fn family(self) -> &'static str {
        self.row().family
    }

    /// The function that executes this opcode.
    pub fn handler(self) -> &'static str {
        self.row().handler
    }

    /// Kinds of `x`, `a`, `b`, `c`.
    pub fn operands(self) -> [Operand; 4] {
        self.row().operands
    }

    /// Words after the instruction that belong to it: operand words and inline caches.
    pub const fn cache_words(self) -> usize {
        self.row().cache as usize
    }

    /// What a quickened opcode falls back to; itself for the others.
    pub const fn generic(self) -> Op {
        self.row().generic
    }

    pub const fn is_quickened(self) -> bool {
        self.generic() as u16 != self as u16
    }

    /// Whether it has quickened forms: it counts in its first cache word how often it runs until it tries one.
    pub const fn specialises(self) -> bool {
        const SPECIALISES: [bool; Op::ALL.len()] = {
            let mut table = [false; Op::ALL.len()];
            let mut i = 0;
            while i < table.len() {
                let op = Op::ALL[i];
                if op.is_quickened() {
                    table[op.generic() as usize] = true;
                }
                i += 1;
            }
            table
        };
        SPECIALISES[self as usize]
    }

    pub fn doc(self) -> &'static str {
        self.row().doc
    }

    /// True for opcodes that stand in no code object.
    pub fn is_internal(self) -> bool {
        self.family() == "internal"
    }
}

macro_rules! small_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum $name { $($variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            pub fn from_byte(byte: u8) -> Option<$name> {
                $name::ALL.get(byte as usize).copied()
            }

            /// The operator as it stands in source text.
            pub fn symbol(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}

small_enum! {
    /// Operator of `Binary` and `BinaryK`.
    BinaryOp {
        Add "+", Sub "-", Mul "*", MatMul "@", TrueDiv "/", FloorDiv "//", Mod "%", Pow "**",
        LShift "<<", RShift ">>", And "&", Or "|", Xor "^",
    }
}

small_enum! {
    /// Operator of `Unary`.
    UnaryOp { Neg "-", Pos "+", Invert "~", }
}

small_enum! {
    /// Operator of `Compare` and `JumpCompare`. The first six are the rich comparisons, in
    /// CPython's order.
    CompareOp {
        Lt "<", Le "<=", Eq "==", Ne "!=", Gt ">", Ge ">=", Is "is", IsNot "is not", In "in", NotIn "not in",
    }
}

small_enum! {
    /// What `MakeTyping` makes, with its operands.
    Typing {
        TypeVar "name", Bounded "name, function", Constrained "name, function", ParamSpec "name",
        TypeVarTuple "name", Alias "name, parameters or None, function", Base "parameters",
        SetParams "parameters, function",
    }
}

/// Bit of `x` in `Binary`: the in-place form.
pub const INPLACE: u8 = 0x80;
/// Bit of `x` in `JumpCompare`: jump when the comparison is true.
pub const JUMP_IF: u8 = 0x80;
