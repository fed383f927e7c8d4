//! From text to tree: runs the parser on the blanked source and on every replacement field.

use rustpython_parser::Parse;
use rustpython_parser::ast::{self, Expr, Stmt};
use rustpython_parser::text_size::TextSize;
use theseus_bytecode::Const;

use crate::Mode;
use crate::aliases;
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::literal::{Text, decode_bytes, decode_text};
use crate::messages;
use crate::names;
use crate::source::Source;
use crate::tokens::{Literal, Part, Token, TokenKind, Tokens, tokenize, tokenize_before};

/// The parsed program.
pub(crate) enum Tree {
    Body(Vec<Stmt>),
    Expression(Box<Expr>),
}

/// The literals of a program and the expressions of their replacement fields.
pub(crate) struct Strings {
    tokens: Tokens,
    fields: Vec<Expr>,
}

impl Strings {
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// What a string expression is.
pub(crate) enum StringKind {
    Plain(Const),
    Format,
}

pub(crate) fn parse(source: &Source, mode: Mode, keep_indent: bool) -> Res<(Tree, Strings)> {
    let mut tokens = tokenize(source).map_err(|e| earlier_error(source).unwrap_or(e))?;
    let text = tokens.blanked_source(&source.text);
    let tree = match mode {
        Mode::Eval => {
            messages::check_expression(source, &tokens)?;
            let parsed: Result<ast::ModExpression, _> =
                names::parse(&text, TextSize::default(), |token, _| token, &[]);
            Tree::Expression(parsed.map_err(|e| messages::rewrite(source, &tokens, e, mode))?.body)
        }
        Mode::Exec | Mode::Single => {
            let parsed = aliases::statements(source, &tokens, &text);
            Tree::Body(parsed.map_err(|e| {
                if let Some(error) = spoilt_literal(source, &tokens, e.offset.into()) {
                    return error;
                }
                let error = messages::rewrite(source, &tokens, e, mode);
                let asks_for_more = mode == Mode::Single && error.unfinished;
                asks_for_more.then(|| second_statement(source, &tokens)).flatten().unwrap_or(error)
            })?)
        }
    };
    messages::check_unclosed(source, &tokens)?;
    messages::check_tokens(source, &tokens)?;
    if mode == Mode::Single {
        check_single(source, &tokens, &tree, keep_indent)?;
    }
    let fields = parse_fields(source, &mut tokens)?;
    Ok((tree, Strings { tokens, fields }))
}

/// What the parser finds before the place where the tokenizer gave up: an indent that no block asks
/// for, or anything at all if the tokenizer has no error of its own.
fn earlier_error(source: &Source) -> Option<Box<SyntaxError>> {
    let (tokens, weak) = tokenize_before(source)?;
    let text_of = |t: &Token| &source.text[t.start as usize..t.end as usize];
    let list = &tokens.list;
    let indent = (0..list.len())
        .find(|&i| list[i].kind == TokenKind::Indent && !(i >= 2 && text_of(&list[i - 2]) == ":"));
    let text_before = |end: u32| {
        let before = tokens.top.iter().copied().filter(|&i| tokens.literals[i as usize].end <= end);
        tokens.blanked(&source.text, 0, end, &before.collect::<Vec<u32>>())
    };
    if let Some(token) = indent.and_then(|i| list.get(i)) {
        let text = text_before(token.start);
        if ast::Suite::parse(&text, "").is_ok() {
            return Some(messages::unexpected_indent(source, token));
        }
    }
    let stop = weak?;
    let mut text = text_before(stop);
    let parsed = |text: &str| aliases::statements(source, &tokens, text);
    let error = parsed(&text).err()?;
    if source.text[stop as usize..].starts_with(['f', 'F', 'r', 'R']) && u32::from(error.offset) >= stop {
        // An f-string in which something is wrong: it may stand where none may stand.
        text.push_str("''");
        let error = parsed(&text).err().filter(|e| u32::from(e.offset) == stop)?;
        return Some(messages::rewrite(source, &tokens, error, Mode::Exec));
    }
    let last = list.iter().rfind(|t| t.start < stop && t.end > t.start)?;
    // The parser reads no further than a line end that it refuses.
    let at = u32::from(error.offset);
    let before = at < last.start || at == last.start && last.kind == TokenKind::Newline;
    let error = before.then(|| messages::rewrite(source, &tokens, error, Mode::Exec))?;
    // What CPython finds after parsing has no text.
    error.text.is_some().then_some(error)
}

/// What is wrong in a literal before the place where the parser stopped: CPython knows that earlier.
fn spoilt_literal(source: &Source, tokens: &Tokens, stop: u32) -> Option<Box<SyntaxError>> {
    let literals = tokens.top.iter().map(|&i| &tokens.literals[i as usize]);
    literals.take_while(|l| l.end <= stop).filter(|l| !l.format).find_map(|literal| {
        let [Part::Text { start, end }] = literal.parts[..] else { return None };
        match literal.bytes {
            true => decode_bytes(source, literal, &mut Vec::new()).err(),
            false => decode_text(source, literal, start, end, &mut Text::default()).err(),
        }
    })
}

/// Whether a statement owns a block.
pub(crate) fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement,
        Stmt::FunctionDef(_)
            | Stmt::AsyncFunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::For(_)
            | Stmt::AsyncFor(_)
            | Stmt::While(_)
            | Stmt::If(_)
            | Stmt::With(_)
            | Stmt::AsyncWith(_)
            | Stmt::Match(_)
            | Stmt::Try(_)
            | Stmt::TryStar(_)
    )
}

/// The error for a statement that begins, and may not be finished, behind one with a block.
fn second_statement(source: &Source, tokens: &Tokens) -> Option<Box<SyntaxError>> {
    let text_of = |t: &Token| &source.text[t.start as usize..t.end as usize];
    let mut last = None;
    let begin = tokens.list.iter().filter(|t| {
        let before = last.replace(t.kind);
        let begins =
            matches!(before, Some(TokenKind::Newline | TokenKind::Dedent)) && t.kind == TokenKind::Name;
        begins && (t.start == 0 || source.text.as_bytes()[t.start as usize - 1] == b'\n')
    });
    let mut begin = begin.filter(|t| !matches!(text_of(t), "elif" | "else" | "except" | "finally"));
    begin.find_map(|t| {
        let head = Source::new(source.text[..t.start as usize].to_owned());
        let (Tree::Body(body), _) = parse(&head, Mode::Single, false).ok()? else { return None };
        let found = body.first().is_some_and(is_compound);
        found.then(|| source.error(ErrorKind::Syntax, "invalid syntax", t.start, t.end))
    })
}

/// An interactive statement is one line of simple statements, or one with a block and a line end
/// behind its last line.
fn check_single(source: &Source, tokens: &Tokens, tree: &Tree, keep_indent: bool) -> Res<()> {
    use ast::Ranged;
    let Tree::Body(body) = tree else { return Ok(()) };
    let at_end = || {
        let error = source.error_at_end(ErrorKind::Syntax, "invalid syntax".into());
        Err(error.unfinished_if(true))
    };
    if body.first().is_none_or(is_compound) && !source.text.ends_with('\n') {
        // The end of the text stands for a line end, and then ends the blocks.
        let in_block = tokens.list.iter().rev().nth(1).is_some_and(|t| t.kind == TokenKind::Dedent);
        if keep_indent || !in_block {
            return at_end();
        }
    }
    if body.is_empty() {
        return at_end();
    }
    if let [first, second, ..] = &body[..]
        && is_compound(first)
    {
        let start = u32::from(second.range().start());
        let token = tokens.list.iter().find(|t| t.start == start && t.end > start);
        let end = token.map_or(start + 1, |t| t.end);
        return Err(source.error(ErrorKind::Syntax, "invalid syntax", start, end));
    }
    if let [first, .., second] = &body[..] {
        let end: u32 = first.range().end().into();
        if source.line_of(second.range().start().into()) != source.line_of(end) {
            let message = "multiple statements found while compiling a single statement";
            return Err(source.error(ErrorKind::Syntax, message, end, end));
        }
    }
    Ok(())
}

/// Parses the expression of each field in parentheses, at its place in the source.
fn parse_fields(source: &Source, tokens: &mut Tokens) -> Res<Vec<Expr>> {
    let mut fields = Vec::new();
    let mut literals = std::mem::take(&mut tokens.literals);
    let mut wanted = Vec::new();
    for literal in &mut literals {
        number_fields(&mut literal.parts, &mut wanted);
    }
    tokens.literals = literals;
    for (start, end, strings) in wanted {
        let inner = tokens.blanked(&source.text, start, end, &strings);
        let text = format!("({inner})");
        let parsed = names::parse(&text, TextSize::from(start - 1), |token, _| token, &[]);
        let expr = parsed.map_err(|e| messages::rewrite_field(source, text, e, start, end))?;
        messages::check_bare_generator(source, &expr, start)?;
        fields.push(expr);
    }
    Ok(fields)
}

/// What is wrong with the expression of a field, in which something else is wrong.
pub(crate) fn check_field(source: &Source, start: usize, end: usize) -> Res<()> {
    let inner = &source.text[start..end];
    if inner.trim().is_empty() {
        return Ok(());
    }
    let text = format!("({inner})");
    let parsed = Expr::parse_starts_at(&text, "", TextSize::from(start as u32 - 1));
    match parsed {
        Ok(_) => Ok(()),
        Err(e) => Err(messages::rewrite_field(source, text, e, start as u32, end as u32)),
    }
}

/// What is wrong with the expression of a field, if the parser finds it before the end of the expression.
pub(crate) fn check_cut_field(source: &Source, start: usize, end: usize) -> Res<()> {
    let expression = &source.text[start..end];
    // The `=` of a field that shows its expression: the parser has read all there is.
    if expression.trim_end().ends_with('=') {
        return Ok(());
    }
    let text = format!("({expression})");
    match Expr::parse_starts_at(&text, "", TextSize::from(start as u32 - 1)) {
        // Where a text follows a name, CPython reads on and meets the end first.
        Err(e) if usize::from(e.offset) < end && !source.text[e.offset.into()..].starts_with(['\'', '"']) => {
            let error = messages::rewrite_field(source, text, e, start as u32, end as u32);
            if error.message.starts_with("f-string: expecting") { Err(error) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

fn number_fields(parts: &mut [Part], wanted: &mut Vec<(u32, u32, Vec<u32>)>) {
    for part in parts {
        if let Part::Field(field) = part {
            field.parsed = wanted.len();
            wanted.push((field.expr_start, field.expr_end, field.strings.clone()));
            if let Some(spec) = &mut field.spec {
                number_fields(spec, wanted);
            }
        }
    }
}

impl Strings {
    /// Of a tree that was not parsed.
    pub fn given(tokens: Tokens, fields: Vec<Expr>) -> Strings {
        Strings { tokens, fields }
    }

    /// The literals that make up the string expression starting at `start`.
    pub fn pieces(&self, start: u32) -> impl Iterator<Item = &Literal> {
        let mut next = self.tokens.by_start.get(&start).copied();
        std::iter::from_fn(move || {
            let literal = self.tokens.literals.get(next? as usize)?;
            next = literal.adjacent;
            Some(literal)
        })
    }

    /// The innermost f-string that holds a place.
    pub fn around(&self, at: u32) -> Option<&Literal> {
        let all = self.tokens.literals.iter();
        all.filter(|l| l.format && l.start < at && at < l.end).min_by_key(|l| l.end - l.start)
    }

    pub fn field(&self, index: usize) -> Option<&Expr> {
        self.fields.get(index)
    }

    /// The expressions of all replacement fields.
    pub fn fields(&self) -> &[Expr] {
        &self.fields
    }

    pub fn is_format(&self, start: u32) -> bool {
        self.pieces(start).any(|literal| literal.format)
    }

    /// Value of the str or bytes expression starting at `start`.
    pub fn value(&self, source: &Source, start: u32) -> Res<StringKind> {
        if self.is_format(start) {
            return Ok(StringKind::Format);
        }
        if self.pieces(start).any(|literal| literal.bytes) {
            let mut bytes = Vec::new();
            for literal in self.pieces(start) {
                decode_bytes(source, literal, &mut bytes)?;
            }
            return Ok(StringKind::Plain(Const::Bytes(bytes.into())));
        }
        let mut text = Text::default();
        for literal in self.pieces(start) {
            for part in &literal.parts {
                if let Part::Text { start, end } = part {
                    decode_text(source, literal, *start, *end, &mut text)?;
                }
            }
        }
        Ok(StringKind::Plain(text.into_const()))
    }
}
