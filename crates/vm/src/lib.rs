//! The machine: runs register code. One function an opcode, in `ops/` by family; frames, calls,
//! unwinding, generators, import.

mod bind;
mod call;
mod code;
mod dispatch;
mod exec;
mod frame;
mod frameobj;
mod generator;
mod import;
mod lookup;
mod machine;
mod ops;
mod pytypes;
mod quicken;
mod report;
mod start;
mod traceback;
mod unwind;
mod upcalls;

pub use code::CodeData;
pub use machine::Vm;
pub use start::{Machine, Options, Outcome};

/// The code of a source file as text. Errors are one line.
pub fn disassemble(source: &[u8], filename: &str) -> Result<String, String> {
    let options = theseus_compiler::Options::default();
    let code = theseus_compiler::compile_bytes(source, filename, &options)
        .map_err(|e| format!("{filename}:{}: {}", e.line, e.message))?;
    let text = String::from_utf8_lossy(source);
    Ok(theseus_bytecode::disasm::disassemble(&code, None, Some(&text)))
}
