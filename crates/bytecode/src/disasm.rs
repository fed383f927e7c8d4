//! Code objects as text: one line an instruction, for people.

use std::fmt::Write;

use crate::code::{Code, Const};
use crate::isa::{BinaryOp, CompareOp, INPLACE, JUMP_IF, Op, Operand, UnaryOp};
use crate::word::{CONSUME, Word};

/// Gives the words a machine runs for a code object; nothing if it was never made ready to run.
pub type Live<'a> = &'a dyn Fn(&Code) -> Option<Vec<Word>>;

/// The text of a code object and of those in its constants: as compiled, or as the words of `live`
/// stand. `source` is shown between the lines.
pub fn disassemble(code: &Code, live: Option<Live>, source: Option<&str>) -> String {
    let mut out = String::new();
    write_code(code, live, source, &mut out);
    out
}

fn write_code(code: &Code, live: Option<Live>, source: Option<&str>, out: &mut String) {
    let running = live.map(|words| words(code));
    let words = running.as_ref().and_then(Option::as_deref).unwrap_or(&code.words);
    header(code, out);
    match &running {
        Some(Some(words)) => quickened(words, out),
        Some(None) => out.push_str("  never ran\n"),
        None => (),
    }
    let targets = targets(words);
    let lines: Option<Vec<&str>> = source.map(|text| text.lines().collect());
    let mut line = 0;
    let mut index = 0;
    while index < words.len() {
        let Some(op) = words[index].op() else {
            let _ = writeln!(out, "        {index:5}    ?");
            index += 1;
            continue;
        };
        let here = code.position(index).line;
        let mut shown = String::new();
        if here != line && here != 0 {
            line = here;
            shown = line.to_string();
            let text = lines.as_ref().and_then(|l| l.get(line as usize - 1));
            if let Some(text) = text {
                let _ = writeln!(out, "{line:6} | {}", text.trim_end());
                shown.clear();
            }
        }
        let mark = if targets.contains(&index) { ">>" } else { "  " };
        let text = operands(code, words, index, op);
        let row = format!("{shown:>6} {mark} {index:5}  {:<18} {text}", op.name());
        let _ = writeln!(out, "{}", row.trim_end());
        index += 1 + op.cache_words();
    }
    for u in &code.unrolled {
        let stride = 1 + u.test - u.body;
        let _ = writeln!(
            out,
            "unrolled: the loop at {}, {} times {stride} words from {}",
            u.test, u.count, u.start
        );
    }
    if !code.exceptions.is_empty() {
        out.push_str("exceptions:\n");
        for entry in &code.exceptions {
            let _ = writeln!(
                out,
                "  {} to {} -> {}  releases from r{}",
                entry.start, entry.end, entry.target, entry.depth
            );
        }
    }
    for value in &code.consts {
        if let Some(inner) = value.code() {
            out.push('\n');
            write_code(&inner, live, source, out);
        }
    }
}

fn header(code: &Code, out: &mut String) {
    let _ = writeln!(
        out,
        "code {} ({} line {}), {} registers",
        code.qualname, code.filename, code.first_line, code.register_count
    );
    let mut list = |what: &str, names: Vec<String>| {
        if !names.is_empty() {
            let _ = writeln!(out, "  {what}: {}", names.join(" "));
        }
    };
    let locals = code.local_names.iter().enumerate();
    list(
        "locals",
        locals
            .map(|(reg, name)| {
                let cell = code.cells.contains(&(reg as u16));
                format!("r{reg}={name}{}", if cell { "(cell)" } else { "" })
            })
            .collect(),
    );
    let free = code.free_names.iter();
    list("free", free.map(|name| name.to_string()).collect());
    if code.instance_attributes > 0 {
        list("attributes", vec![code.instance_attributes.to_string()]);
    }
}

/// The instructions among the words, with their indexes.
pub fn instructions(words: &[Word]) -> impl Iterator<Item = (usize, Op)> {
    instructions_from(words, 0)
}

/// The instructions from the one at word `start` on.
pub fn instructions_from(words: &[Word], start: usize) -> impl Iterator<Item = (usize, Op)> {
    let mut next = start;
    std::iter::from_fn(move || {
        while next < words.len() {
            let index = next;
            let op = words[index].op();
            next += 1 + op.map_or(0, Op::cache_words);
            if let Some(op) = op {
                return Some((index, op));
            }
        }
        None
    })
}

/// How many instructions stand in a specialised form.
fn quickened(words: &[Word], out: &mut String) {
    let (mut all, mut special) = (0, 0);
    for (_, op) in instructions(words) {
        all += 1;
        special += op.is_quickened() as usize;
    }
    let _ = writeln!(out, "  quickened: {special} of {all} instructions");
}

/// One instruction of a listing.
pub struct Listed {
    /// Of its word.
    pub index: usize,
    pub op: Op,
    pub word: Word,
    pub operands: String,
    /// The word that it may jump to.
    pub target: Option<usize>,
    /// It is jumped to.
    pub is_target: bool,
}

/// The instructions of a code object, whose words may be those of a running form.
pub fn list(code: &Code, words: &[Word]) -> Vec<Listed> {
    let mut targets = targets(words);
    targets.extend(code.exceptions.iter().map(|e| e.target as usize));
    let listed = |(index, op): (usize, Op)| Listed {
        index,
        op,
        word: words[index],
        operands: operands(code, words, index, op),
        target: jump_target(words[index], op, index),
        is_target: targets.contains(&index),
    };
    instructions(words).map(listed).collect()
}

/// Word indexes that jumps and handlers go to.
fn targets(words: &[Word]) -> Vec<usize> {
    instructions(words).filter_map(|(index, op)| jump_target(words[index], op, index)).collect()
}

/// Where the instruction at word `index` may jump to.
pub(crate) fn jump_target(word: Word, op: Op, index: usize) -> Option<usize> {
    let kinds = op.operands();
    let fields = [word.a(), word.b(), word.c()];
    for (kind, value) in kinds[1..].iter().zip(fields) {
        let distance = match kind {
            Operand::J16 => value as i16 as i64,
            Operand::J32 => word.distance() as i64,
            _ => continue,
        };
        return usize::try_from(index as i64 + distance).ok();
    }
    None
}

fn register(code: &Code, value: u16) -> String {
    let reg = value & !CONSUME;
    let mark = if value & CONSUME != 0 { "!" } else { "" };
    match code.local_names.get(reg as usize) {
        Some(name) => format!("{name}{mark}"),
        None => format!("r{reg}{mark}"),
    }
}

fn operands(code: &Code, words: &[Word], index: usize, op: Op) -> String {
    let word = words[index];
    let kinds = op.operands();
    let mut parts = Vec::new();
    let generic = op.generic();
    if kinds[0] == Operand::Imm {
        parts.push(immediate(generic, word.x()));
    }
    for (kind, value) in kinds[1..].iter().zip([word.a(), word.b(), word.c()]) {
        parts.push(match kind {
            Operand::None | Operand::Ext => continue,
            Operand::Def | Operand::Use | Operand::Reg => register(code, value),
            Operand::Win => format!("{}..", register(code, value)),
            Operand::Konst => match code.consts.get(value as usize) {
                Some(value) => repr(value),
                None => format!("constant {value}?"),
            },
            Operand::Name => named(&code.names, value),
            Operand::Free => named(&code.free_names, value),
            Operand::Imm => count(generic, value),
            Operand::J16 | Operand::J32 => match jump_target(word, op, index) {
                Some(target) => format!("-> {target}"),
                None => "-> ?".into(),
            },
        });
    }
    if matches!(generic, Op::CallKw | Op::CallMethodKw) {
        let names = words.get(index + 1).map_or(0, |w| w.0 as usize);
        parts.push(code.consts.get(names).map_or("?".into(), repr));
    }
    parts.join(", ")
}

fn named(names: &[Box<str>], index: u16) -> String {
    match names.get(index as usize) {
        Some(name) => name.to_string(),
        None => format!("name {index}?"),
    }
}

fn immediate(op: Op, x: u8) -> String {
    match op {
        Op::Binary | Op::BinaryK => {
            let symbol = BinaryOp::from_byte(x & !INPLACE).map_or("?", BinaryOp::symbol);
            let equals = if x & INPLACE != 0 { "=" } else { "" };
            format!("{symbol}{equals}")
        }
        Op::Unary => UnaryOp::from_byte(x).map_or("?", UnaryOp::symbol).into(),
        Op::Compare | Op::CompareK => compare(x).into(),
        Op::JumpCompare | Op::JumpCompareK => {
            let sense = if x & JUMP_IF != 0 { "if" } else { "unless" };
            format!("{sense} {}", compare(x & !JUMP_IF))
        }
        _ => format!("#{x}"),
    }
}

fn compare(x: u8) -> &'static str {
    CompareOp::from_byte(x).map_or("?", CompareOp::symbol)
}

fn count(op: Op, value: u16) -> String {
    match op {
        Op::UnpackEx => format!("#{} * #{}", value & 255, value >> 8),
        _ => format!("#{value}"),
    }
}

/// A constant as Python would show it.
pub fn repr(value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(repr).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".into(),
        Const::True => "True".into(),
        Const::False => "False".into(),
        Const::Ellipsis => "Ellipsis".into(),
        Const::Int(n) => n.to_string(),
        Const::BigInt { negative, magnitude } => {
            let digits: String = magnitude.iter().rev().map(|b| format!("{b:02x}")).collect();
            let sign = if *negative { "-" } else { "" };
            format!("{sign}0x{}", digits.trim_start_matches('0'))
        }
        Const::Float(n) => format!("{n:?}"),
        Const::Complex(re, im) => format!("({re:?}{im:+?}j)"),
        Const::Str(text) => quote(text.chars().map(|c| c as u32)),
        Const::WideStr(codes) => quote(codes.iter().copied()),
        Const::Bytes(bytes) => format!("b{}", quote(bytes.iter().map(|&b| b as u32))),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", repr(&items[0])),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Code(code) => format!("<code {}>", code.qualname),
        Const::Stored(stored) => format!("<code {}>", stored.qualname),
    }
}

fn quote(codes: impl Iterator<Item = u32>) -> String {
    let mut out = String::from("'");
    for code in codes {
        match (code, char::from_u32(code)) {
            (0x0a, _) => out.push_str("\\n"),
            (0x27, _) => out.push_str("\\'"),
            (0x5c, _) => out.push_str("\\\\"),
            (0x20..=0x7e, Some(c)) => out.push(c),
            (0xa1.., Some(c)) => out.push(c),
            (0..=0xff, _) => {
                let _ = write!(out, "\\x{code:02x}");
            }
            _ => {
                let _ = write!(out, "\\u{code:04x}");
            }
        }
    }
    out.push('\'');
    out
}
