//! The parser's errors in CPython's words.
//!
//! The parser says where it stopped. The tokens around that place tell which of CPython's
//! special messages applies: [`Scene::special`] tries them in order.

mod clause;
mod equals;
mod expression;
mod field;

use rustpython_parser::ast::{Expr, Ranged};
use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::{Parse, ParseError, ParseErrorType, Tok};

use crate::Mode;
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::kinds::kind_of;
use crate::source::Source;
use crate::tokens::{Token, TokenKind, Tokens};

pub(crate) use field::{check_bare_generator, rewrite_field};

/// Refuses what `eval` refuses before parsing.
pub(crate) fn check_expression(source: &Source, tokens: &Tokens) -> Res<()> {
    match tokens.list.first() {
        Some(token) if token.kind == TokenKind::Indent => Err(unexpected_indent(source, token)),
        Some(token) if text_of(source, token) == "*" => {
            Err(source.error(ErrorKind::Syntax, "invalid syntax", token.start, token.end))
        }
        _ => Ok(()),
    }
}

/// Refuses what the parser lets through.
pub(crate) fn check_tokens(source: &Source, tokens: &Tokens) -> Res<()> {
    for (at, window) in tokens.list.windows(3).enumerate() {
        let texts = [0, 1, 2].map(|i| text_of(source, &window[i]));
        if let ["*", ",", "**"] = texts {
            let message = "named arguments must follow bare *";
            let before = tokens.list[..at].iter().rev().map(|t| text_of(source, t));
            let in_lambda = before.take_while(|t| !matches!(*t, "(" | ":")).any(|t| t == "lambda");
            let Token { start, end, .. } = window[if in_lambda { 2 } else { 0 }];
            return Err(source.error(ErrorKind::Syntax, message, start, end));
        }
        if let ["**", ")" | ":" | ",", _] = texts {
            return Err(source.error(ErrorKind::Syntax, "invalid syntax", window[1].start, window[1].end));
        }
    }
    Ok(())
}

/// The parser's error in CPython's words.
pub(crate) fn rewrite(source: &Source, tokens: &Tokens, error: ParseError, mode: Mode) -> Box<SyntaxError> {
    let at = u32::from(error.offset);
    let beyond = |t: &Token| match t.kind {
        TokenKind::Name | TokenKind::Number | TokenKind::Str | TokenKind::Op => t.end > at,
        TokenKind::Newline => t.start < t.end && t.end > at,
        _ => false,
    };
    let unfinished = !tokens.list.iter().any(beyond);
    explain(source, tokens, error, mode).unfinished_if(unfinished)
}

fn explain(source: &Source, tokens: &Tokens, error: ParseError, mode: Mode) -> Box<SyntaxError> {
    let at = u32::from(error.offset).min(source.text.len() as u32);
    if let Some((open, line)) = tokens.unclosed {
        let solid = |t: &&Token| {
            matches!(t.kind, TokenKind::Name | TokenKind::Number | TokenKind::Str | TokenKind::Op)
        };
        let last = tokens.list.iter().rfind(solid);
        let inside = &source.text[open as usize..];
        if at == open && inside.starts_with('{') && ends_operand(source, tokens, open) {
            let whole = inside.trim_end() == "{" || Expr::parse(&format!("{inside}\n}}"), "").is_ok();
            if whole {
                return never_closed(source, open);
            }
        }
        let later = !source.prompt && source.line_of(at) > line;
        if last.is_none_or(|t| t.end <= at) || later {
            return never_closed(source, open);
        }
    }
    let scene = Scene::new(source, tokens, at, &error.error, mode);
    scene.explain(&error.error)
}

/// Whether an expression may end just before a place.
fn ends_operand(source: &Source, tokens: &Tokens, at: u32) -> bool {
    let before = tokens.list.iter().take_while(|t| t.start < at).last();
    before.is_some_and(|t| match t.kind {
        TokenKind::Name => !KEYWORDS.contains(&text_of(source, t)),
        TokenKind::Number | TokenKind::Str => true,
        _ => false,
    })
}

fn never_closed(source: &Source, open: u32) -> Box<SyntaxError> {
    let char = source.text.as_bytes().get(open as usize).copied();
    let message = format!("'{}' was never closed", char.unwrap_or(b'(') as char);
    let mut error = source.error(ErrorKind::Syntax, message, open, open + 1).ending(0);
    if (error.line as usize) < source.text.lines().count() {
        // The text is what the tokenizer still has: of a line it has left, without its end.
        error.text = error.text.map(|t| t.trim_end_matches('\n').to_owned());
    }
    error
}

/// The error for an unclosed bracket that the parser did not notice.
pub(crate) fn check_unclosed(source: &Source, tokens: &Tokens) -> Res<()> {
    match tokens.unclosed {
        Some((open, _)) => Err(never_closed(source, open).unfinished_if(true)),
        None => Ok(()),
    }
}

pub(crate) fn unexpected_indent(source: &Source, token: &Token) -> Box<SyntaxError> {
    let at = token.end.saturating_sub(1).max(token.start);
    source.error(ErrorKind::Indentation, "unexpected indent", at, token.end).ending(-1)
}

fn text_of<'s>(source: &'s Source, token: &Token) -> &'s str {
    &source.text[token.start as usize..token.end as usize]
}

fn lexical_message(error: &LexicalErrorType) -> Option<String> {
    Some(match error {
        LexicalErrorType::DefaultArgumentError => {
            "parameter without a default follows parameter with a default".into()
        }
        LexicalErrorType::OtherError(text) => text.clone(),
        LexicalErrorType::DuplicateArgumentError(_)
        | LexicalErrorType::PositionalArgumentError
        | LexicalErrorType::UnpackedArgumentError
        | LexicalErrorType::DuplicateKeywordArgumentError(_)
        | LexicalErrorType::LineContinuationError => error.to_string(),
        _ => return None,
    })
}

pub(crate) const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

const SOFT_KEYWORDS: &[&str] = &["_", "case", "match", "type"];

const FORGOTTEN_COMMA: &str = "invalid syntax. Perhaps you forgot a comma?";

/// Statements that own a block, with CPython's name for each.
const BLOCKS: &[(&str, &str)] = &[
    ("if", "'if' statement"),
    ("elif", "'elif' statement"),
    ("else", "'else' statement"),
    ("for", "'for' statement"),
    ("while", "'while' statement"),
    ("with", "'with' statement"),
    ("try", "'try' statement"),
    ("except", "'except' statement"),
    ("finally", "'finally' statement"),
    ("def", "function definition"),
    ("class", "class definition"),
    ("match", "'match' statement"),
    ("case", "'case' statement"),
];

/// A message with the bytes it is about.
type Finding = (String, u32, u32);

/// The tokens around the place where the parser stopped.
struct Scene<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    /// Index of the offending token.
    at: usize,
    /// Index of the first token of its logical line.
    line: usize,
    /// Index of the bracket around it.
    bracket: Option<usize>,
    /// The text is an expression: rules of statements do not hold.
    expression: bool,
    /// The last bracket that nothing closes.
    unclosed: Option<(u32, u32)>,
}

impl<'a> Scene<'a> {
    fn new(
        source: &'a Source,
        tokens: &'a Tokens,
        offset: u32,
        error: &ParseErrorType,
        mode: Mode,
    ) -> Scene<'a> {
        let list = &tokens.list[..];
        // A newline that is not in the text; a comment may be part of it.
        let is_unwritten = |t: &Token| t.kind == TokenKind::Newline && !text_of(source, t).ends_with('\n');
        let is_indent = matches!(error, ParseErrorType::UnrecognizedToken(Tok::Indent, _));
        let fits = |t: &Token| {
            if is_indent {
                t.kind == TokenKind::Indent && t.start <= offset && offset <= t.end
            } else {
                (t.start >= offset || t.end > offset || (t.end == offset && is_unwritten(t)))
                    && !matches!(t.kind, TokenKind::Indent | TokenKind::Dedent)
            }
        };
        let end = list.len().saturating_sub(1);
        let mut at = list.iter().position(fits).unwrap_or(end);
        // Where a block or clause is missing.
        let wants_newline = matches!(error, ParseErrorType::UnrecognizedToken(Tok::Newline, _));
        if !wants_newline && is_unwritten(&list[at]) {
            at = end;
        }
        let breaks = |t: &Token| matches!(t.kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent);
        let line = list[..at].iter().rposition(breaks).map_or(0, |i| i + 1);
        let mut bracket = None;
        let mut depth = 0;
        for index in (line..at).rev() {
            match text_of(source, &list[index]) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" if depth == 0 => {
                    bracket = Some(index);
                    break;
                }
                "(" | "[" | "{" => depth -= 1,
                _ => {}
            }
        }
        let (expression, unclosed) = (mode == Mode::Eval, tokens.unclosed);
        Scene { source, tokens: list, at, line, bracket, expression, unclosed }
    }

    fn text(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |t| text_of(self.source, t))
    }

    fn kind(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::End, |t| t.kind)
    }

    fn found(&self, message: impl Into<String>, index: usize) -> Option<Finding> {
        let token = self.tokens.get(index)?;
        Some((message.into(), token.start, self.end_of_first(token)))
    }

    /// The end of a token as CPython has it: of an f-string that of its quote.
    pub(super) fn end_of_first(&self, token: &Token) -> u32 {
        let text = text_of(self.source, token);
        let quoted = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let prefix = text.len() - quoted.len();
        if token.kind != TokenKind::Str || !text[..prefix].contains(['f', 'F']) {
            return token.end;
        }
        let triple = quoted.starts_with("\"\"\"") || quoted.starts_with("'''");
        token.start + prefix as u32 + if triple { 3 } else { 1 }
    }

    /// The token behind text literals and bytes literals side by side.
    fn behind_mixed(&self, error: &LexicalErrorType) -> Option<&Token> {
        let LexicalErrorType::OtherError(message) = error else { return None };
        let behind = || self.tokens[self.at..].iter().find(|t| t.kind != TokenKind::Str);
        (message == "cannot mix bytes and nonbytes literals").then(behind).flatten()
    }

    fn explain(&self, error: &ParseErrorType) -> Box<SyntaxError> {
        let token = self.tokens.get(self.at).copied().unwrap_or(Token {
            kind: TokenKind::End,
            start: self.source.text.len() as u32,
            end: self.source.text.len() as u32,
        });
        if token.kind == TokenKind::Indent {
            let mut error = unexpected_indent(self.source, &token);
            if self.line_before().is_some_and(|start| self.text(start) == "try") {
                (error.kind, error.message) =
                    (ErrorKind::Syntax, "expected 'except' or 'finally' block".into());
            }
            return error;
        }
        if error.is_indentation_error() {
            return self.missing_block(token);
        }
        if let ParseErrorType::Lexical(lexical) = error
            && let Some(message) = lexical_message(lexical)
        {
            if let LexicalErrorType::DuplicateArgumentError(_) = lexical {
                // CPython finds it after parsing.
                let mut error = self.source.error(ErrorKind::Syntax, message, token.start, token.end);
                error.text = None;
                return error;
            }
            if let LexicalErrorType::PositionalArgumentError = lexical {
                return self.late_argument(token, message);
            }
            if message == "named arguments must follow bare *"
                && self.parameter_list().is_some_and(|(_, what)| what.starts_with("Lambda"))
                && let Some(next) = self.tokens.get(self.at + 1)
            {
                return self.source.error(ErrorKind::Syntax, message, next.start, next.end);
            }
            let wide = match lexical {
                LexicalErrorType::DuplicateKeywordArgumentError(_) => Some(self.at + 2),
                LexicalErrorType::DefaultArgumentError
                    if self.def().is_some() && self.text(self.at + 1) == ":" =>
                {
                    Some(self.at + 2)
                }
                _ if message == "cannot use starred expression here" => Some(self.at + 1),
                _ => None,
            };
            if let Some((message, from, to)) =
                wide.and_then(|value| self.span(message.clone(), self.at, self.operand_end(value)))
            {
                let mut error = self.source.error(ErrorKind::Syntax, message, from, to);
                if matches!(lexical, LexicalErrorType::DuplicateKeywordArgumentError(_)) {
                    error.text = None;
                }
                return error;
            }
            if let Some(behind) = self.behind_mixed(lexical) {
                return self.source.error(ErrorKind::Syntax, message, behind.start, behind.end);
            }
            if message == "cannot use '_' as a target"
                && let Some(at) = (self.line..self.tokens.len() - 1)
                    .find(|&i| self.text(i) == "as" && self.text(i + 1) == "_")
            {
                let token = self.tokens[at + 1];
                return self.source.error(ErrorKind::Syntax, message, token.start, token.end);
            }
            return self.source.error(ErrorKind::Syntax, message, token.start, token.end);
        }
        let special = self.special();
        let solid = |t: &&Token| t.end > t.start && t.kind != TokenKind::Newline;
        let later = |end: u32, line: u32| {
            let next = self.tokens.iter().find(|t| t.start >= end);
            next.is_some_and(|t| self.source.line_of(t.start) > line)
        };
        if let (Some((message, _, end)), Some((open, line))) = (&special, self.unclosed)
            && !self.source.prompt
            && (self.tokens.iter().rfind(solid).is_some_and(|t| t.end <= *end)
                || message == FORGOTTEN_COMMA && later(*end, line))
        {
            // What would have been wrong goes on behind the end of the text.
            return never_closed(self.source, open);
        }
        if let Some((open, line)) = self.unclosed.filter(|_| !self.source.prompt && self.asks_behind_value())
            && self.tokens.get(self.behind_value()).is_none_or(|t| {
                matches!(t.kind, TokenKind::Newline | TokenKind::End) || self.source.line_of(t.start) > line
            })
        {
            return never_closed(self.source, open);
        }
        if special.is_none() && token.kind == TokenKind::End && self.decorator_before() {
            return self.source.end_of_input("invalid syntax");
        }
        let (message, start, end) = special.unwrap_or_else(|| {
            let token =
                if token.kind == TokenKind::End { self.last_newline().unwrap_or(token) } else { token };
            // `type X` goes on with its name; `case` alone is a name.
            let named = self.text(self.line) == "type" && self.at == self.line + 1;
            let alone = self.text(self.line) == "case" && self.at == self.line;
            let next = self.tokens.get(self.at + 1);
            let name = token.kind == TokenKind::Name && (alone || !KEYWORDS.contains(&self.text(self.at)));
            let next = next.filter(|_| (named || alone) && name);
            let earlier =
                || self.refused_colon().or_else(|| self.in_subject()).or_else(|| self.loop_variable());
            let token = next.or_else(earlier).unwrap_or(&token);
            ("invalid syntax".into(), token.start, self.end_of_first(token))
        });
        let ends = message == "':' expected after dictionary key";
        let unending = token.kind == TokenKind::End && message.starts_with("expected 'except'");
        let error = self.source.error(ErrorKind::Syntax, message, start, end);
        match (ends, unending) {
            _ if error.end_line > error.line => error.without_newline(),
            (true, _) => error.ending(0),
            (_, true) => self.source.at_end_of_file(error.ending(-1)),
            _ => error,
        }
    }

    /// A positional argument behind keyword arguments: CPython reports it at the end of the call.
    fn late_argument(&self, token: Token, mut message: String) -> Box<SyntaxError> {
        let call = self.bracket.or_else(|| (self.line..self.at).rev().find(|&i| self.text(i) == "("));
        if let Some(open) = call {
            if (open..self.at).any(|i| self.text(i) == "**" && matches!(self.text(i - 1), "(" | ",")) {
                message.push_str(" unpacking");
            }
            if let Some(close) = self.closing(open).and_then(|i| self.tokens.get(i)) {
                return self.source.error(ErrorKind::Syntax, message, close.start, close.end);
            }
        }
        self.source.error(ErrorKind::Syntax, message, token.start, token.end)
    }

    /// The first special message that applies. The order is part of the meaning.
    fn special(&self) -> Option<Finding> {
        let of_clauses = [Self::late_pattern, Self::pattern_target];
        let rules = [
            Self::legacy_statement,
            Self::reversed_import,
            Self::type_parameters,
            Self::for_target,
            Self::soft_colon,
            Self::missing_parenthesis,
            Self::missing_colon,
            Self::unfinished_try,
            Self::exception_kinds,
            Self::exception_list,
            Self::late_pattern,
            Self::pattern_target,
            Self::parameters,
            Self::comprehension_target,
            Self::equals_in_call,
            Self::equals_in_condition,
            Self::equals_in_list,
            Self::starred_manager,
            Self::trailing_comma,
            Self::dict_entry,
            Self::missing_else,
            Self::missing_comma,
            Self::missing_else_outside,
            Self::late_positional,
        ];
        let of_statements = [
            Self::walrus_target,
            Self::yield_target,
            Self::annotated_tuple,
            Self::annotation_target,
            Self::deleted_expression,
            Self::unfinished_assignment,
        ];
        if let Some(end) = self.pattern_end().filter(|&end| self.at > self.line + 1 || end == self.at) {
            // A pattern is no expression; the guard behind it is one.
            let guard = self.tokens.get(end).map_or(u32::MAX, |t| t.start);
            let behind = |found: &Finding| found.1 > guard;
            let missing = || Self::soft_colon(self).or_else(|| Self::missing_colon(self));
            let found = missing().or_else(|| of_clauses.iter().find_map(|rule| rule(self)));
            return found.or_else(|| rules.iter().find_map(|rule| rule(self).filter(behind)));
        }
        let statement = !self.expression || self.bracket.is_some();
        let more = of_statements.iter().filter(|_| statement);
        rules.iter().chain(more).find_map(|rule| rule(self))
    }

    /// The colon behind what begins no block and can have no annotation: `f(x):`, `f(x): pass`.
    fn refused_colon(&self) -> Option<&Token> {
        let colon = self.at.checked_sub(1).filter(|&i| i > self.line && self.text(i) == ":")?;
        let ends = self.kind(self.at) == TokenKind::Newline || KEYWORDS.contains(&self.text(self.at));
        if !ends || self.bracket.is_some() {
            return None;
        }
        let expr = self.parsed(self.line, colon)?;
        let target = matches!(expr, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_));
        self.tokens.get(colon).filter(|_| !target)
    }

    /// What stands behind a `for` and begins no target.
    fn loop_variable(&self) -> Option<&Token> {
        let before = self.tokens.get(self.at.checked_sub(1)?)?;
        let sign =
            matches!(text_of(self.source, before), "+" | "-" | "~" | "not" | "await" | "lambda" | "yield");
        (sign && self.at > self.line + 1 && self.text(self.at - 2) == "for").then_some(before)
    }

    /// Where the subject of a `match` goes wrong, if the word is taken for the keyword.
    fn in_subject(&self) -> Option<&Token> {
        let first = self.tokens.get(self.line + 1)?;
        if self.text(self.line) != "match" || self.at != self.line + 1 || first.kind != TokenKind::Op {
            return None;
        }
        let last = self.tokens.get(self.line_end().checked_sub(1)?)?;
        let text = self.source.text.get(first.start as usize..last.end as usize)?;
        let stop = first.start + u32::from(Expr::parse(&text.replace('\n', " "), "").err()?.offset);
        self.tokens.iter().find(|t| t.end > stop && t.kind != TokenKind::Newline)
    }

    /// Whether the text ends behind a decorator.
    fn decorator_before(&self) -> bool {
        self.line_before().is_some_and(|start| self.text(start) == "@")
    }

    fn last_newline(&self) -> Option<Token> {
        let before = self.tokens.get(..self.at)?;
        before.iter().rfind(|t| t.kind == TokenKind::Newline).copied()
    }

    /// First tokens of the logical lines before the offending token, last first.
    fn line_before(&self) -> Option<usize> {
        let newline = self.tokens[..self.at].iter().rposition(|t| t.kind == TokenKind::Newline)?;
        let breaks = |t: &Token| matches!(t.kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent);
        let start = self.tokens[..newline].iter().rposition(breaks);
        Some(start.map_or(0, |i| i + 1))
    }

    fn missing_block(&self, token: Token) -> Box<SyntaxError> {
        let mut message = "expected an indented block".to_owned();
        if let Some(start) = self.line_before() {
            let line = self.source.line_of(self.tokens[start].start);
            let mut word = self.text(start);
            if word == "async" {
                word = self.text(start + 1);
            }
            if word == "except" && self.text(start + 1) == "*" {
                message.push_str(&format!(" after 'except*' statement on line {line}"));
            } else if let Some((_, name)) = BLOCKS.iter().find(|(keyword, _)| *keyword == word) {
                message.push_str(&format!(" after {name} on line {line}"));
            }
        }
        if token.kind == TokenKind::End {
            let text = &self.source.text;
            let end = text.strip_suffix('\n').unwrap_or(text).len() as u32;
            let error = self.source.error(ErrorKind::Indentation, message, end, end).ending(-1);
            return self.source.at_end_of_file(error);
        }
        let mut error = self.source.error(ErrorKind::Indentation, message, token.start, token.end);
        if self.at > 0 && self.kind(self.at - 1) == TokenKind::Dedent {
            // CPython counts from where the block that is missing would have ended.
            error.column -= 1;
            return error.ending(-1);
        }
        // At a prompt, CPython has no end of the token.
        if self.source.prompt { error.ending(-1) } else { error }
    }

    // ---- rules

    fn legacy_statement(&self) -> Option<Finding> {
        let before = self.at.checked_sub(1)?;
        let word = self.text(before);
        let opens = |text| matches!(text, ";" | ":" | "(" | "[" | "{" | "," | "=" | "return");
        let parameter = self.bracket.is_some() && self.bracket == self.parameters_open();
        let begins = !parameter && (before == self.line || opens(self.text(before - 1)));
        if !matches!(word, "print" | "exec") || !begins || !self.starts_value(self.at) {
            return None;
        }
        let end = self.operand_end(self.at);
        self.parsed(self.at, end)?;
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        self.span(message, before, end)
    }

    fn missing_colon(&self) -> Option<Finding> {
        if let Some(def) = self.def() {
            // What a function returns may be left out, but not behind its arrow.
            let types = if self.text(def + 2) == "[" { self.closing(def + 2)? - 1 } else { def };
            let next = self.closing(types + 2)? + 1;
            let arrow = self.text(next) == "->";
            if next + usize::from(arrow) == self.at && (arrow || self.text(next) != ":") {
                return self.found("expected ':'", next);
            }
            let in_type = arrow && self.at > next + 1 && self.find_outside(":", next, self.at).is_none();
            if in_type {
                // The colon is missed behind as much as is an expression.
                let end = (next + 2..=self.at).rev().find(|&end| self.parsed(next + 1, end).is_some());
                return self.found("expected ':'", end.unwrap_or(next));
            }
        }
        let word = self.text(self.line);
        if matches!(word, "else" | "try" | "finally") && self.at == self.line + 1 {
            return self.found("expected ':'", self.at);
        }
        if self.at == 0 || self.kind(self.at) != TokenKind::Newline || self.bracket.is_some() {
            return None;
        }
        let owns_block = BLOCKS.iter().any(|(keyword, _)| *keyword == word);
        let has_colon = self.find_outside(":", self.line, self.at).is_some();
        let ends_early = self.at == self.line + 1 && !matches!(word, "else" | "try" | "finally" | "except");
        let unfinished =
            self.kind(self.at - 1) == TokenKind::Op && !matches!(self.text(self.at - 1), ")" | "]" | "}");
        if word == "for"
            && (self.find_outside("in", self.line, self.at).is_none() || self.text(self.at - 1) == "in")
        {
            return None;
        }
        if !owns_block || has_colon || ends_early || unfinished {
            return None;
        }
        self.found("expected ':'", self.at)
    }

    fn missing_parenthesis(&self) -> Option<Finding> {
        if self.def().is_some_and(|def| self.at == def + 2) {
            return self.found("expected '('", self.at);
        }
        None
    }

    fn unfinished_try(&self) -> Option<Finding> {
        if self.at != self.line || matches!(self.text(self.at), "except" | "finally") {
            return None;
        }
        // The statement that owns the block which ends here.
        let mut owners = Vec::new();
        let mut closed = None;
        let mut first = true;
        let mut word = "";
        for index in 0..self.at {
            match self.kind(index) {
                TokenKind::Indent => {
                    owners.push(word);
                    closed = None;
                }
                TokenKind::Dedent => closed = owners.pop(),
                TokenKind::Newline => first = true,
                _ if first => {
                    first = false;
                    word = self.text(index);
                    closed = (word == "try").then_some(word);
                }
                _ => {}
            }
        }
        if closed != Some("try") {
            return None;
        }
        let message = "expected 'except' or 'finally' block";
        if self.kind(self.at) == TokenKind::End {
            let newline = self.last_newline()?;
            return Some((message.into(), newline.start, newline.end));
        }
        let token = self.tokens.get(self.at)?;
        Some((message.into(), token.start, self.end_of_first(token)))
    }

    fn exception_list(&self) -> Option<Finding> {
        if self.text(self.line) != "except" || self.bracket.is_some() {
            return None;
        }
        let starred = self.text(self.line + 1) == "*";
        if self.text(self.at) == "," {
            let first = self.line + 1 + usize::from(starred);
            let ends = |i: &usize| matches!(self.text(*i), ":") || self.kind(*i) == TokenKind::Newline;
            let colon = (self.at..self.tokens.len()).find(ends).filter(|&i| self.text(i) == ":")?;
            let message = "multiple exception types must be parenthesized";
            return self.span(message, first, colon);
        }
        None
    }

    /// First token of the parameter list the place is in.
    fn parameter_list(&self) -> Option<(usize, &'static str)> {
        let lambda = (self.line..self.at)
            .rev()
            .take_while(|&i| self.text(i) != ":")
            .find(|&i| self.text(i) == "lambda");
        if let Some(lambda) = lambda {
            return Some((lambda + 1, "Lambda expression"));
        }
        let open = self.bracket.filter(|open| self.parameters_open() == Some(*open))?;
        Some((open + 1, "Function"))
    }

    fn parameters(&self) -> Option<Finding> {
        let (first, what) = self.parameter_list()?;
        let before: Vec<&str> = (first..self.at).map(|i| self.text(i)).collect();
        let starts = |word: &str| {
            before.iter().enumerate().any(|(i, t)| *t == word && (i == 0 || before[i - 1] == ","))
        };
        if starts("**") && before.last() == Some(&",") {
            return self.found("arguments cannot follow var-keyword argument", self.at);
        }
        let fresh = before.last().is_none_or(|t| *t == ",");
        let start = before.iter().rposition(|t| *t == ",").map_or(0, |i| i + 1);
        match self.text(self.at) {
            "/" if self.at == first && self.text(self.at + 1) == "," => {
                self.found("at least one argument must precede /", self.at)
            }
            "*" if before.last() == Some(&"/") => self.found("expected comma between / and *", self.at),
            "=" if before[start..].contains(&":")
                && before.last() != Some(&":")
                && before[start + 1..].contains(&"*") =>
            {
                None
            }
            "=" if before.get(start) == Some(&"*") => {
                self.found("var-positional argument cannot have default value", self.at)
            }
            "=" if before.get(start) == Some(&"**") => {
                self.found("var-keyword argument cannot have default value", self.at)
            }
            "/" if starts("/") => self.found("/ may appear only once", self.at),
            "/" if starts("*") => self.found("/ must be ahead of *", self.at),
            "*" if starts("*") && fresh => self.found("* argument may appear only once", self.at),
            "(" if fresh => {
                let close = self.closing(self.at)?;
                let message = format!("{what} parameters cannot be parenthesized");
                let plain = !before.iter().any(|t| matches!(*t, "*" | "/" | "="));
                let is_name = |i| self.kind(i) == TokenKind::Name && !KEYWORDS.contains(&self.text(i));
                let names = plain && close > self.at + 1;
                let names = names && (self.at + 1..close).all(|i| is_name(i) || self.text(i) == ",");
                names.then(|| self.span(message, self.at, close + 1))?
            }
            ")" | "," if before.last() == Some(&"=") => {
                self.found("expected default value expression", self.at - 1)
            }
            _ => None,
        }
    }

    /// The bracket that closes the one at `open`.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0;
        for index in open..self.tokens.len() {
            match self.text(index) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(index);
            }
        }
        None
    }

    /// A finding about the tokens `start..end`.
    fn span(&self, message: impl Into<String>, start: usize, end: usize) -> Option<Finding> {
        let (first, last) = (self.tokens.get(start)?, self.tokens.get(end.checked_sub(1)?)?);
        Some((message.into(), first.start, last.end))
    }

    /// The tokens `start..end` as an expression.
    fn parsed(&self, start: usize, end: usize) -> Option<Expr> {
        let (first, last) = (self.tokens.get(start)?, self.tokens.get(end.checked_sub(1)?)?);
        let text = self.source.text.get(first.start as usize..last.end as usize)?;
        Expr::parse(&text.replace('\n', " "), "").ok()
    }

    /// The first part of an expression, whose tokens begin at `start`, that is no target.
    fn bad_target(&self, words: &str, start: usize, expr: &Expr) -> Option<Finding> {
        match expr {
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => None,
            Expr::Tuple(e) => e.elts.iter().find_map(|e| self.bad_target(words, start, e)),
            Expr::List(e) => e.elts.iter().find_map(|e| self.bad_target(words, start, e)),
            Expr::Starred(e) => self.bad_target(words, start, &e.value),
            other => {
                let base = self.tokens.get(start)?.start;
                let (from, to) = (u32::from(other.range().start()), u32::from(other.range().end()));
                let format = self.source.text[(base + from) as usize..].starts_with(['f', 'F']);
                let kind = kind_of(other, format && matches!(other, Expr::Constant(_)));
                Some((format!("{words} {kind}"), base + from, base + to))
            }
        }
    }

    fn kind_between(&self, start: usize, expr: &Expr) -> &'static str {
        let text = self.text(start);
        kind_of(expr, self.kind(start) == TokenKind::Str && text.starts_with(['f', 'F']))
    }

    fn comprehension_target(&self) -> Option<Finding> {
        let bracket = self.bracket?;
        if self.text(self.at) != "for" || self.at == bracket + 1 {
            return None;
        }
        let (open, item) = (self.text(bracket), self.item_start());
        let whole = item == bracket + 1;
        if whole && self.text(item) == "*" {
            return self.span("iterable unpacking cannot be used in comprehension", item, self.at);
        }
        if whole && open == "{" && self.text(item) == "**" {
            return self.found("dict unpacking cannot be used in dict comprehension", item);
        }
        if whole || open == "(" || (bracket + 1..self.at).any(|i| matches!(self.text(i), ":" | "**")) {
            return None;
        }
        self.span("did you forget parentheses around the comprehension target?", bracket + 1, self.at)
    }

    fn walrus_target(&self) -> Option<Finding> {
        if self.text(self.at) != ":=" || self.call().is_some() {
            return None;
        }
        let start = match self.text(self.line) {
            _ if self.bracket.is_some() => self.item_start(),
            "if" | "elif" | "while" => self.line + 1,
            _ => (self.line..self.at).rfind(|&i| self.text(i) == ";").map_or(self.line, |i| i + 1),
        };
        let expr = self.parsed(start, self.at)?;
        self.parsed(self.at + 1, self.operand_end(self.at + 1))?;
        if expr.is_name_expr() && self.text(start) != "(" {
            return None;
        }
        let message = format!("cannot use assignment expressions with {}", self.kind_between(start, &expr));
        let (base, range) = (self.tokens.get(start)?.start, expr.range());
        Some((message, base + u32::from(range.start()), base + u32::from(range.end())))
    }

    fn yield_target(&self) -> Option<Finding> {
        let start = self.value_start().checked_sub(1).filter(|&i| i >= self.line)?;
        let applies = self.text(self.at) == "=" && self.bracket.is_none() && self.text(start) == "yield";
        applies.then(|| self.span("assignment to yield expression not possible", start, self.at))?
    }

    fn annotated_tuple(&self) -> Option<Finding> {
        if self.text(self.at) != ":" || self.bracket.is_some() || !self.starts_value(self.at + 1) {
            return None;
        }
        let Expr::Tuple(tuple) = self.parsed(self.line, self.at)? else { return None };
        let width = u32::from(tuple.elts.first()?.range().end());
        let start = self.tokens.get(self.line)?.start;
        Some(("only single target (not tuple) can be annotated".into(), start, start + width))
    }

    fn deleted_expression(&self) -> Option<Finding> {
        if self.text(self.line) != "del" {
            return None;
        }
        let expr = self.parsed(self.line + 1, self.operand_end(self.line + 1))?;
        self.bad_target("cannot delete", self.line + 1, &expr)
    }

    fn starred_manager(&self) -> Option<Finding> {
        let applies =
            self.text(self.at) == "*" && self.text(self.line) == "with" && self.text(self.at - 1) == "as";
        applies.then(|| self.found("starred assignment target must be in a list or tuple", self.at))?
    }

    fn trailing_comma(&self) -> Option<Finding> {
        let applies = self.text(self.line) == "from"
            && self.kind(self.at) == TokenKind::Newline
            && self.bracket.is_none()
            && self.text(self.at - 1) == ","
            && (self.line..self.at).any(|i| self.text(i) == "import");
        applies.then(|| self.found("trailing comma not allowed without surrounding parentheses", self.at))?
    }

    /// The call whose arguments the place is in.
    fn call(&self) -> Option<usize> {
        let bracket = self.bracket?;
        let before = bracket.checked_sub(1)?;
        let callee = match self.kind(before) {
            TokenKind::Name => !KEYWORDS.contains(&self.text(before)),
            TokenKind::Op => matches!(self.text(before), ")" | "]"),
            _ => false,
        };
        let definition = self.def().is_some_and(|def| before <= def + 1);
        (self.text(bracket) == "(" && callee && !definition).then_some(bracket)
    }

    /// First token of the item the place is in: after a comma or the bracket.
    fn item_start(&self) -> usize {
        let stop = self.bracket.map_or(self.line, |b| b + 1);
        let mut depth = 0;
        for index in (stop..self.at).rev() {
            match self.text(index) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth -= 1,
                "," if depth == 0 => return index + 1,
                _ => {}
            }
        }
        stop
    }

    /// The end of the longest expression that starts at `start`.
    fn operand_end(&self, start: usize) -> usize {
        let ends = |i: &usize| self.kind(*i) == TokenKind::Newline || self.text(*i) == ";";
        let stop = (start..self.tokens.len()).find(ends).unwrap_or(self.tokens.len());
        // Long lines are cut: the end is for a mark under the source only.
        let stop = stop.min(start + 64);
        (start + 1..=stop).rev().find(|&end| self.parsed(start, end).is_some()).unwrap_or(start + 1)
    }

    fn dict_entry(&self) -> Option<Finding> {
        let bracket = self.bracket?;
        let value = self.starts_value(self.at) && self.ends_value(self.at.checked_sub(1)?);
        let ends = value || matches!(self.text(self.at), "," | "}" | "for" | "*" | "=");
        if self.text(bracket) != "{" || !ends || self.opens_pattern(bracket) {
            return None;
        }
        let start = self.item_start();
        if self.text(self.at) == "*" {
            let ends = |i: &usize| matches!(self.text(*i), "," | "}");
            let end = (self.at..self.tokens.len()).find(ends)?;
            let message = "cannot use a starred expression in a dictionary value";
            return (self.text(self.at - 1) == ":").then(|| self.span(message, self.at, end))?;
        }
        let lambda = (start..self.at).any(|i| self.text(i) == "lambda");
        if self.text(self.at - 1) == ":" && self.text(self.at) != "for" && !lambda {
            let message = "expression expected after dictionary key and ':'";
            return self.found(message, self.at - 1);
        }
        let item: Vec<&str> = (start..self.at).map(|i| self.text(i)).collect();
        let entries = (bracket + 1..start).any(|i| matches!(self.text(i), ":" | "**"));
        if entries && !item.is_empty() && !item.contains(&":") && item[0] != "**" {
            let token = self.tokens.get(self.at - 1)?;
            return Some(("':' expected after dictionary key".into(), token.end - 1, token.end));
        }
        None
    }

    /// First token of the value the place is in.
    fn value_start(&self) -> usize {
        let stop = self.item_start();
        let mut depth = 0;
        for index in (stop..self.at).rev() {
            match self.text(index) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth -= 1,
                "=" | ":" | ":=" | "return" | "yield" | "assert" | ";" if depth == 0 => {
                    return index + 1;
                }
                _ => {}
            }
        }
        stop
    }

    fn ends_value(&self, index: usize) -> bool {
        let text = self.text(index);
        match self.kind(index) {
            TokenKind::Name => !KEYWORDS.contains(&text) || matches!(text, "True" | "False" | "None"),
            TokenKind::Number | TokenKind::Str => true,
            TokenKind::Op => matches!(text, ")" | "]" | "}" | "..."),
            _ => false,
        }
    }

    fn starts_value(&self, index: usize) -> bool {
        let text = self.text(index);
        match self.kind(index) {
            TokenKind::Name => {
                !KEYWORDS.contains(&text)
                    || matches!(text, "True" | "False" | "None" | "lambda" | "not" | "await")
            }
            TokenKind::Number | TokenKind::Str => true,
            TokenKind::Op => matches!(text, "(" | "[" | "{" | "~" | "..."),
            _ => false,
        }
    }
}
