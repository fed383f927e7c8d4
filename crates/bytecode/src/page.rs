//! The page `docs/opcodes.md`, made from the instruction table.

use std::fmt::Write;

use crate::isa::{Op, Operand};

const HEAD: &str = "\
# Opcodes

Made from the table in `crates/bytecode/src/isa.rs`; do not edit. A test keeps it fresh, and
`THESEUS_RECORD=1 cargo test -p theseus-bytecode` writes it anew.

An instruction is a 64-bit word: opcode, a small immediate `x`, and the operands `a`, `b`, `c` of
16 bits each. Cache words follow some instructions. Operand kinds:

| kind | meaning |
|---|---|
| Def | register written |
| Use | register read; with the top bit set it is a temporary that ends here |
| Reg | register read and kept, or updated in place |
| Win | first of several consecutive registers that are all used up (or filled) |
| Konst, Name, Free | index of a constant, a name, a free variable |
| Imm | a number |
| J16, J32 | jump distance in words from this word; J32 fills `b` and `c` |
";

/// The text of the page.
pub fn page() -> String {
    let mut out = String::from(HEAD);
    let compiled = |op: Op| !op.is_quickened() && !op.is_internal();
    section(&mut out, "Compiled", |op| compiled(op) && !op.is_extended());
    section(&mut out, "Compiled, of two bytes", |op| compiled(op) && op.is_extended());
    section(&mut out, "Quickened", |op| op.is_quickened());
    section(&mut out, "Internal", |op| op.is_internal());
    out
}

fn section(out: &mut String, title: &str, chosen: impl Fn(Op) -> bool) {
    let _ = write!(out, "\n## {title}\n");
    let mut family = "";
    for &op in Op::ALL.iter().filter(|op| chosen(**op)) {
        if op.family() != family {
            family = op.family();
            let _ = write!(
                out,
                "\n### {family}\n\n| opcode | x | a | b | c | cache | meaning |\n|---|---|---|---|---|---|---|\n"
            );
        }
        let kinds = op.operands().map(|kind| match kind {
            Operand::None => String::new(),
            kind => format!("{kind:?}"),
        });
        let generic =
            if op.is_quickened() { format!(" (of {})", op.generic().name()) } else { String::new() };
        let doc = op.doc().replace('|', "\\|");
        let _ = writeln!(
            out,
            "| {}{generic} | {} | {} | {doc} |",
            op.name(),
            kinds.join(" | "),
            op.cache_words()
        );
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/opcodes.md");
        let page = super::page();
        if std::env::var_os("THESEUS_RECORD").is_some() {
            std::fs::write(path, &page).expect("docs/opcodes.md can be written");
        }
        let stored = std::fs::read_to_string(path).unwrap_or_default();
        assert!(stored == page, "docs/opcodes.md is stale; run with THESEUS_RECORD=1");
    }
}
