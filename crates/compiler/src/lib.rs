//! From Python source text to register code.
//!
//! Text is decoded and checked (`source`, `tokens`), parsed (`parse`), its names are resolved
//! (`scope`), and each scope is lowered to a code object (`lower`, on top of `unit`).

mod aliases;
mod anchors;
mod constants;
mod error;
mod fold;
mod grammar;
mod kinds;
pub mod lexer;
mod literal;
mod lower;
mod messages;
mod names;
mod parse;
mod prompt;
mod scope;
mod source;
mod symbols;
mod tokens;
pub mod tree;
mod unit;
mod unparse;
mod warnings;

use std::sync::Arc;

use theseus_bytecode::Code;

pub use anchors::{Reporter, operator_anchors};
pub use error::{ErrorKind, NO_END, NO_LINE, SyntaxError};
pub use prompt::{Piece, piece};
pub use symbols::Table;
pub use warnings::Warning;

/// What the text is: a file or block, one expression, or one interactive statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    #[default]
    Exec,
    Eval,
    Single,
}

/// How to compile.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    pub mode: Mode,
    /// 1 drops `assert` and makes `__debug__` false, 2 drops docstrings too.
    pub optimize: u8,
    /// `from __future__ import annotations` is inherited from the calling code.
    pub future_annotations: bool,
    /// Bytes come from Python's `compile`, not from a file: the words about encodings differ.
    pub in_memory: bool,
    /// A text that ends too early is "incomplete input".
    pub allow_incomplete: bool,
    /// The text was typed at a prompt, line by line.
    pub prompt: bool,
    /// The end of an interactive statement ends no block: a line end must have come before.
    pub keep_indent: bool,
    /// `await` may stand outside functions: code that waits is a coroutine's.
    pub top_level_await: bool,
    /// Decimal digits that an int may have, 0 for any number; 4300 if it is not said.
    pub int_digits: Option<usize>,
    /// A syntax tree has the comments that tell types.
    pub type_comments: bool,
    /// A syntax tree has nothing that Python 3 lacks in this minor version.
    pub feature_version: Option<u8>,
}

/// A compiled text, and what is suspicious in it, in the order in which CPython says it.
pub struct Compiled {
    pub code: Arc<Code>,
    pub warnings: Vec<Warning>,
}

/// A parsed text, and what is suspicious in it before it is compiled.
pub struct Parsed {
    pub tree: tree::Node,
    pub warnings: Vec<Warning>,
}

/// Compiles the bytes of a file: the encoding is found as PEP 263 says.
pub fn compile_bytes(source: &[u8], filename: &str, options: &Options) -> Result<Arc<Code>, SyntaxError> {
    compile_bytes_warning(source, filename, options).map(|compiled| compiled.code)
}

/// As [`compile_bytes`], with the warnings.
pub fn compile_bytes_warning(
    source: &[u8],
    filename: &str,
    options: &Options,
) -> Result<Compiled, SyntaxError> {
    let text = match source.iter().position(|&byte| byte == 0) {
        Some(_) if options.in_memory => Err(null_bytes("source code string cannot contain null bytes")),
        Some(at) => Err(null_byte_in_file(source, at)),
        None => source::decode(source, filename, options.in_memory),
    };
    let in_file = |text| {
        let mut read = readable(text, options)?;
        read.file = !options.in_memory;
        read.byte_columns = !source::names_encoding(source);
        compiled(&read, filename, options)
    };
    text.and_then(in_file).map_err(|error| *error)
}

/// The text of a file in one of the encodings known here.
pub fn source_text(source: &[u8]) -> Option<String> {
    source::decode(source, "", false).ok()
}

/// The encoding that a file names, if whoever compiles it has to decode it: all but UTF-8, Latin-1, ASCII.
pub fn foreign_encoding(source: &[u8]) -> Option<String> {
    source::foreign_encoding(source)
}

/// Compiles text.
pub fn compile(source: &str, filename: &str, options: &Options) -> Result<Arc<Code>, SyntaxError> {
    compile_warning(source, filename, options).map(|compiled| compiled.code)
}

/// As [`compile`], with the warnings.
pub fn compile_warning(source: &str, filename: &str, options: &Options) -> Result<Compiled, SyntaxError> {
    if source.contains('\0') {
        return Err(*null_bytes("source code string cannot contain null bytes"));
    }
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    build(text.to_owned(), filename, options).map_err(|error| *error)
}

/// Compiles a tree that a program made. A tree that says nothing sensible is an error of kind `Value`.
pub fn compile_tree(tree: tree::Node, filename: &str, options: &Options) -> Result<Compiled, SyntaxError> {
    let made = tree::validate(&tree).and_then(|()| tree::parsed(tree));
    made.and_then(|(source, tree, strings)| finish(&source, &tree, &strings, filename, options))
        .map_err(|error| *error)
}

/// Checks a tree that a program made, as [`compile_tree`] does.
pub fn check_tree(tree: &tree::Node) -> Result<(), SyntaxError> {
    tree::validate(tree).map_err(|error| *error)
}

/// The syntax tree of text.
pub fn parse_tree(source: &str, options: &Options) -> Result<Parsed, SyntaxError> {
    if source.contains('\0') {
        return Err(*null_bytes("source code string cannot contain null bytes"));
    }
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    shape(text.to_owned(), options).map_err(|error| *error)
}

/// The tree of a function's type as comments write it: `(int, str) -> bool`.
pub fn parse_function_type(source: &str, options: &Options) -> Result<Parsed, SyntaxError> {
    let options = Options { mode: Mode::Eval, type_comments: false, ..*options };
    let source = readable(source.to_owned(), &options).map_err(|error| *error)?;
    let Parsed { tree, warnings } = parse_tree(&tree::as_pair(&source).map_err(|error| *error)?, &options)?;
    let tree = tree::function_type(tree).ok_or_else(|| SyntaxError::of_file("invalid syntax".into()))?;
    Ok(Parsed { tree, warnings })
}

/// The syntax tree of bytes, whose encoding is found as PEP 263 says.
pub fn parse_tree_bytes(source: &[u8], filename: &str, options: &Options) -> Result<Parsed, SyntaxError> {
    let text = match source.contains(&0) {
        true => Err(null_bytes("source code string cannot contain null bytes")),
        false => source::decode(source, filename, options.in_memory),
    };
    text.and_then(|text| shape(text, options)).map_err(|error| *error)
}

/// The symbol tables of text.
pub fn symbol_table(source: &str, options: &Options) -> Result<Table, SyntaxError> {
    if source.contains('\0') {
        return Err(*null_bytes("source code string cannot contain null bytes"));
    }
    tables(source.strip_prefix('\u{feff}').unwrap_or(source).to_owned(), options).map_err(|error| *error)
}

/// The symbol tables of bytes, whose encoding is found as PEP 263 says.
pub fn symbol_table_bytes(source: &[u8], filename: &str, options: &Options) -> Result<Table, SyntaxError> {
    let text = match source.contains(&0) {
        true => Err(null_bytes("source code string cannot contain null bytes")),
        false => source::decode(source, filename, options.in_memory),
    };
    text.and_then(|text| tables(text, options)).map_err(|error| *error)
}

fn tables(text: String, options: &Options) -> error::Res<Table> {
    let source = readable(text, options)?;
    let (tree, strings) = parsed(&source, options)?;
    grammar::check(&source, &tree, &strings)?;
    let scopes = scope::scopes(&source, &tree, &strings, options.future_annotations)?;
    Ok(symbols::table(&scopes))
}

/// The source of a text that is not too long.
fn readable(text: String, options: &Options) -> error::Res<source::Source> {
    if text.len() > i32::MAX as usize {
        return Err(SyntaxError::bare(ErrorKind::Memory, "source is too long"));
    }
    let mut source = source::Source::new(text);
    let is_cut = options.mode == Mode::Single && !source.text.ends_with('\n');
    source.eval = options.mode == Mode::Eval || is_cut;
    source.prompt = options.prompt;
    source.int_digits = options.int_digits.unwrap_or(source.int_digits);
    Ok(source)
}

fn shape(text: String, options: &Options) -> error::Res<Parsed> {
    let source = readable(text, options)?;
    let (parsed, strings) = parsed(&source, options)?;
    grammar::check(&source, &parsed, &strings).map_err(|error| noted(&source, error))?;
    let single = options.mode == Mode::Single;
    let tree = tree::tree(&source, &parsed, &strings, single, options.type_comments)?;
    if let Some(minor) = options.feature_version {
        tree::check_version(&source, strings.tokens(), &tree, minor)?;
    }
    Ok(Parsed { tree, warnings: warnings::of_text(&source, strings.tokens()) })
}

fn parsed(source: &source::Source, options: &Options) -> error::Res<(parse::Tree, parse::Strings)> {
    parse::parse(source, options.mode, options.keep_indent).map_err(|error| {
        if options.allow_incomplete && error.unfinished {
            return source.incomplete();
        }
        noted(source, source.at_empty_line(error))
    })
}

/// The error of a parser, with what was suspicious before it.
fn noted(source: &source::Source, mut error: Box<SyntaxError>) -> Box<SyntaxError> {
    if !source.is_given() {
        error.warned = warnings::before(source, &error);
    }
    error
}

/// The tokenizer of CPython stops at the byte: the line is known up to there.
fn null_byte_in_file(source: &[u8], at: usize) -> Box<SyntaxError> {
    let before = &source[..at];
    let from = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let mut error = null_bytes("source code cannot contain null bytes");
    error.line = before.iter().filter(|&&byte| byte == b'\n').count() as u32 + 1;
    error.text = Some(String::from_utf8_lossy(&before[from..]).into_owned());
    error
}

fn null_bytes(message: &str) -> Box<SyntaxError> {
    SyntaxError::bare(ErrorKind::Syntax, message)
}

fn build(text: String, filename: &str, options: &Options) -> error::Res<Compiled> {
    compiled(&readable(text, options)?, filename, options)
}

fn compiled(source: &source::Source, filename: &str, options: &Options) -> error::Res<Compiled> {
    let (tree, strings) = parsed(source, options)?;
    finish(source, &tree, &strings, filename, options)
}

/// From the parsed tree to code.
fn finish(
    source: &source::Source,
    tree: &parse::Tree,
    strings: &parse::Strings,
    filename: &str,
    options: &Options,
) -> error::Res<Compiled> {
    grammar::check(source, tree, strings).map_err(|error| noted(source, error))?;
    let mut warnings = warnings::of_text(source, strings.tokens());
    let lowered = grammar::check_nesting(source, tree)
        .and_then(|()| lower::lower(source, tree, strings, filename, options));
    let code = match lowered {
        Ok(code) => code,
        Err(mut error) => {
            error.warned = warnings;
            return Err(error);
        }
    };
    #[cfg(debug_assertions)]
    if let Err(fault) = theseus_bytecode::verify::verify(&code) {
        debug_assert!(false, "{filename}: {fault}");
    }
    warnings.extend(warnings::of_code(source, tree, strings));
    Ok(Compiled { code, warnings })
}
