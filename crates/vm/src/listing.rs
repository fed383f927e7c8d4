//! Listings: a program's code as text, as it was compiled or as quickening left it.

use theseus_bytecode::disasm;
use theseus_bytecode::{Code, Word};
use theseus_object::{Heap, ObjRef};

use crate::code::CodeData;

/// The code of a source file as text. Errors are one line.
pub fn disassemble(source: &[u8], filename: &str) -> Result<String, String> {
    let options = theseus_compiler::Options::default();
    let code = theseus_compiler::compile_bytes(source, filename, &options)
        .map_err(|e| if e.line == 0 { e.message } else { format!("{filename}:{}: {}", e.line, e.message) })?;
    let text = String::from_utf8_lossy(source);
    Ok(disasm::disassemble(&code, None, Some(&text)))
}

/// The code object `main` and those below it, with the words as they stand now.
pub(crate) fn live(heap: &Heap, main: &ObjRef, source: &[u8]) -> Option<String> {
    let data = heap.get::<CodeData>(main)?;
    let mut ran = Vec::new();
    collect(heap, data, &mut ran);
    let words = |code: &Code| {
        let data = ran.iter().find(|data| std::ptr::eq(&*data.code, code))?;
        data.running().map(|words| words.iter().map(|&w| Word(w)).collect())
    };
    Some(disasm::disassemble(&data.code, Some(&words), Some(&String::from_utf8_lossy(source))))
}

/// The code objects in the constants of `data`, itself first.
fn collect<'a>(heap: &'a Heap, data: &'a CodeData, found: &mut Vec<&'a CodeData>) {
    found.push(data);
    for inner in data.consts.iter().filter_map(|c| heap.get::<CodeData>(c)) {
        collect(heap, inner, found);
    }
}
