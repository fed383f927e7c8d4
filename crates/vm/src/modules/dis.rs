//! The module `_dis`: instructions of code objects, for the library's `dis` and `opcode`.

use theseus_builtins::module::new_module;
use theseus_bytecode::disasm::{self, Listed};
use theseus_bytecode::{Op, Operand, Word};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::code::CodeData;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0("opcode_names", opcode_names, "The names of the opcodes, in the order of their numbers."),
    NativeDef::f1("opcodes_with", opcodes_with, "Numbers of the opcodes that have an operand of this kind."),
    NativeDef::f2(
        "instructions",
        instructions,
        "The instructions of a code object: offset, opcode, word, operands as text, target, whether it is jumped to, position.",
    ),
];

/// Bytes of a word: offsets count them.
const WORD: usize = 8;

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_dis", "Instructions of code objects.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("_dis");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
}

fn opcode_names(cx: &mut Cx) -> PyResult {
    let names = Op::ALL.iter().map(|op| cx.intern(op.name())).collect();
    Ok(cx.new_list(names))
}

fn opcodes_with(cx: &mut Cx, kind: &ObjRef) -> PyResult {
    let wanted: fn(Operand) -> bool = match kind.text_or_empty().as_str() {
        "any" => |o| o != Operand::None,
        "constant" => |o| o == Operand::Konst,
        "name" => |o| o == Operand::Name,
        "register" => |o| matches!(o, Operand::Def | Operand::Use | Operand::Reg | Operand::Win),
        "free" => |o| o == Operand::Free,
        "jump" => |o| matches!(o, Operand::J16 | Operand::J32),
        _ => return Err(cx.value_error("unknown kind of operand")),
    };
    let with = |op: &&Op| op.operands().into_iter().any(wanted);
    let numbers = Op::ALL.iter().filter(with).map(|&op| cx.int(op as i64)).collect();
    Ok(cx.new_list(numbers))
}

fn instructions(cx: &mut Cx, code: &ObjRef, adaptive: &ObjRef) -> PyResult {
    let adaptive = cx.truth(adaptive)?;
    let Some(data) = cx.heap.get::<CodeData>(code) else {
        return Err(cx.type_error("code object expected"));
    };
    let running = data.running().filter(|_| adaptive);
    let words: Option<Vec<Word>> = running.map(|words| words.iter().map(|&w| Word(w)).collect());
    let code = data.code.clone();
    let mut list = Vec::new();
    for i in disasm::list(&code, words.as_deref().unwrap_or(&code.words)) {
        list.push(instruction(cx, &code, i));
    }
    Ok(cx.new_list(list))
}

fn instruction(cx: &Cx, code: &theseus_bytecode::Code, i: Listed) -> ObjRef {
    let p = code.position(i.index);
    let number = |n: u32| if p.line == 0 { cx.none.clone() } else { cx.int(n.into()) };
    let position = [p.line, p.end_line, p.column, p.end_column].map(number);
    let parts = [
        cx.usize(i.index * WORD),
        cx.int(i.op as i64),
        cx.big_int(i.word.0.into()),
        cx.new_str(&i.operands),
        i.target.map_or_else(|| cx.none.clone(), |t| cx.usize(t * WORD)),
        cx.bool(i.is_target),
        cx.new_tuple(position),
    ];
    cx.new_tuple(parts)
}
