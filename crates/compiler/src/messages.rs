//! The parser's errors in CPython's words.
//!
//! The parser says where it stopped. The tokens around that place tell which of CPython's
//! special messages applies: [`Scene::special`] tries them in order.

use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::{ParseError, ParseErrorType, Tok};

use crate::error::{ErrorKind, Res, SyntaxError};
use crate::source::Source;
use crate::tokens::{Token, TokenKind, Tokens, tokenize};

/// Refuses what `eval` refuses before parsing.
pub(crate) fn check_expression(source: &Source, tokens: &Tokens) -> Res<()> {
    match tokens.list.first() {
        Some(token) if token.kind == TokenKind::Indent => Err(unexpected_indent(source, token)),
        _ => Ok(()),
    }
}

/// Refuses what the parser lets through.
pub(crate) fn check_tokens(source: &Source, tokens: &Tokens) -> Res<()> {
    for window in tokens.list.windows(3) {
        let texts = [0, 1, 2].map(|i| text_of(source, &window[i]));
        if let ["*", ",", "**"] = texts {
            let message = "named arguments must follow bare *";
            let (start, end) = (window[0].start, window[0].end);
            return Err(source.error(ErrorKind::Syntax, message, start, end));
        }
    }
    Ok(())
}

pub(crate) fn rewrite(source: &Source, tokens: &Tokens, error: ParseError) -> Box<SyntaxError> {
    let at = u32::from(error.offset).min(source.text.len() as u32);
    if let Some((open, line)) = tokens.unclosed {
        let solid = |t: &&Token| {
            matches!(t.kind, TokenKind::Name | TokenKind::Number | TokenKind::Str | TokenKind::Op)
        };
        let last = tokens.list.iter().rfind(solid);
        if last.is_none_or(|t| t.end <= at) || source.line_of(at) > line {
            return never_closed(source, open);
        }
    }
    let scene = Scene::new(source, tokens, at, &error.error);
    scene.explain(&error.error)
}

fn never_closed(source: &Source, open: u32) -> Box<SyntaxError> {
    let char = source.text.as_bytes().get(open as usize).copied();
    let message = format!("'{}' was never closed", char.unwrap_or(b'(') as char);
    source.error(ErrorKind::Syntax, message, open, open + 1)
}

/// The error for an unclosed bracket that the parser did not notice.
pub(crate) fn check_unclosed(source: &Source, tokens: &Tokens) -> Res<()> {
    match tokens.unclosed {
        Some((open, _)) => Err(never_closed(source, open)),
        None => Ok(()),
    }
}

/// An error in a replacement field, which was parsed as `(text)`.
pub(crate) fn rewrite_field(
    source: &Source,
    text: String,
    error: ParseError,
    start: u32,
    end: u32,
) -> Box<SyntaxError> {
    let at = u32::from(error.offset).clamp(start, end);
    let trimmed = source.text[start as usize..end as usize].trim_start();
    let first = end - trimmed.len() as u32;
    let fail = |message: &str, at: u32| source.error(ErrorKind::Syntax, message, at, end);
    if trimmed.starts_with("lambda") {
        let message = "f-string: lambda expressions are not allowed without parentheses";
        return fail(message, first);
    }
    if at <= first || trimmed.starts_with(['*', ',', '.']) && at <= first + 1 {
        return fail("f-string: expecting a valid expression after '{'", first);
    }
    let inner = Source::new(text);
    if let Ok(tokens) = tokenize(&inner) {
        let scene = Scene::new(&inner, &tokens, at - start + 1, &error.error);
        if let Some((message, place, _)) = scene.special() {
            return fail(&message, place + start - 1);
        }
    }
    fail("f-string: invalid syntax", at)
}

fn unexpected_indent(source: &Source, token: &Token) -> Box<SyntaxError> {
    let at = token.end.saturating_sub(1).max(token.start);
    source.error(ErrorKind::Indentation, "unexpected indent", at, token.end)
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

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

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
}

impl<'a> Scene<'a> {
    fn new(source: &'a Source, tokens: &'a Tokens, offset: u32, error: &ParseErrorType) -> Scene<'a> {
        let list = &tokens.list[..];
        let is_indent = matches!(error, ParseErrorType::UnrecognizedToken(Tok::Indent, _));
        let fits = |t: &Token| {
            if is_indent {
                t.kind == TokenKind::Indent && t.start <= offset && offset <= t.end
            } else {
                (t.start >= offset || t.end > offset)
                    && !matches!(t.kind, TokenKind::Indent | TokenKind::Dedent)
            }
        };
        let end = list.len().saturating_sub(1);
        let mut at = list.iter().position(fits).unwrap_or(end);
        // A newline that is not in the text, where a block or clause is missing.
        let wants_newline = matches!(error, ParseErrorType::UnrecognizedToken(Tok::Newline, _));
        if !wants_newline && list[at].kind == TokenKind::Newline && list[at].end == list[at].start {
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
        Scene { source, tokens: list, at, line, bracket }
    }

    fn text(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |t| text_of(self.source, t))
    }

    fn kind(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::End, |t| t.kind)
    }

    fn found(&self, message: impl Into<String>, index: usize) -> Option<Finding> {
        let token = self.tokens.get(index)?;
        Some((message.into(), token.start, token.end))
    }

    fn explain(&self, error: &ParseErrorType) -> Box<SyntaxError> {
        let token = self.tokens.get(self.at).copied().unwrap_or(Token {
            kind: TokenKind::End,
            start: self.source.text.len() as u32,
            end: self.source.text.len() as u32,
        });
        if token.kind == TokenKind::Indent {
            return unexpected_indent(self.source, &token);
        }
        if error.is_indentation_error() {
            return self.missing_block(token);
        }
        if let ParseErrorType::Lexical(lexical) = error
            && let Some(message) = lexical_message(lexical)
        {
            return self.source.error(ErrorKind::Syntax, message, token.start, token.end);
        }
        let (message, start, end) = self.special().unwrap_or_else(|| {
            let token =
                if token.kind == TokenKind::End { self.last_newline().unwrap_or(token) } else { token };
            ("invalid syntax".into(), token.start, token.end)
        });
        self.source.error(ErrorKind::Syntax, message, start, end)
    }

    /// The first special message that applies. The order is part of the meaning.
    fn special(&self) -> Option<Finding> {
        let rules: [fn(&Self) -> Option<Finding>; 12] = [
            Self::legacy_statement,
            Self::missing_colon,
            Self::missing_parenthesis,
            Self::unfinished_try,
            Self::exception_list,
            Self::parameters,
            Self::walrus_target,
            Self::equals_in_call,
            Self::equals_in_condition,
            Self::dict_entry,
            Self::missing_else,
            Self::missing_comma,
        ];
        rules.iter().find_map(|rule| rule(self))
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
            if let Some((_, name)) = BLOCKS.iter().find(|(keyword, _)| *keyword == word) {
                message.push_str(&format!(" after {name} on line {line}"));
            }
        }
        let token = if token.kind == TokenKind::End { self.last_newline().unwrap_or(token) } else { token };
        self.source.error(ErrorKind::Indentation, message, token.start, token.end)
    }

    // ---- rules

    fn legacy_statement(&self) -> Option<Finding> {
        let before = self.at.checked_sub(1)?;
        let word = self.text(before);
        let begins = before == self.line || matches!(self.text(before - 1), ";" | ":");
        if !matches!(word, "print" | "exec") || !begins || !self.starts_value(self.at) {
            return None;
        }
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        self.found(message, before)
    }

    fn missing_colon(&self) -> Option<Finding> {
        if self.kind(self.at) != TokenKind::Newline || self.bracket.is_some() {
            return None;
        }
        let word = self.text(self.line);
        let owns_block = BLOCKS.iter().any(|(keyword, _)| *keyword == word);
        let has_colon = (self.line..self.at).any(|i| self.text(i) == ":");
        let ends_early = self.at == self.line + 1 && !matches!(word, "else" | "try" | "finally");
        let unfinished =
            self.kind(self.at - 1) == TokenKind::Op && !matches!(self.text(self.at - 1), ")" | "]" | "}");
        if !owns_block || has_colon || ends_early || unfinished {
            return None;
        }
        self.found("expected ':'", self.at)
    }

    fn missing_parenthesis(&self) -> Option<Finding> {
        if self.text(self.line) == "def" && self.at == self.line + 2 {
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
                TokenKind::Indent => owners.push(word),
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
        self.found(message, self.at)
    }

    fn exception_list(&self) -> Option<Finding> {
        if self.text(self.line) == "except" && self.text(self.at) == "," && self.bracket.is_none() {
            let message = "multiple exception types must be parenthesized";
            return self.found(message, self.line + 1);
        }
        None
    }

    fn parameters(&self) -> Option<Finding> {
        let bracket = self.bracket?;
        if self.text(self.line) != "def" || bracket != self.line + 2 {
            return None;
        }
        let before: Vec<&str> = (bracket + 1..self.at).map(|i| self.text(i)).collect();
        let starts = |word: &str| {
            before.iter().enumerate().any(|(i, t)| *t == word && (i == 0 || before[i - 1] == ","))
        };
        if starts("**") {
            return self.found("arguments cannot follow var-keyword argument", self.at);
        }
        match self.text(self.at) {
            "/" if starts("/") => self.found("/ may appear only once", self.at),
            "*" if starts("*") => self.found("* argument may appear only once", self.at),
            _ => None,
        }
    }

    fn walrus_target(&self) -> Option<Finding> {
        if self.text(self.at) != ":=" {
            return None;
        }
        let (start, kind) = self.primary_before()?;
        if kind == "name" {
            return None;
        }
        let message = format!("cannot use assignment expressions with {kind}");
        self.found(message, start)
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
        let definition = matches!(self.text(self.line), "def" | "class") && before <= self.line + 1;
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

    fn equals_in_call(&self) -> Option<Finding> {
        self.call()?;
        let start = self.item_start();
        if self.text(self.at) == "=" {
            let word = self.text(start);
            if self.at == start + 1 && matches!(word, "True" | "False" | "None") {
                return self.found(format!("cannot assign to {word}"), start);
            }
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return self.found(message, start);
        }
        let ends = matches!(self.text(self.at), ")" | ",");
        if ends && self.at == start + 2 && self.text(start + 1) == "=" {
            return self.found("expected argument value expression", start);
        }
        None
    }

    fn equals_in_condition(&self) -> Option<Finding> {
        let condition = matches!(self.text(self.line), "if" | "elif" | "while");
        let definition = matches!(self.text(self.line), "def" | "class");
        if self.text(self.at) != "=" || definition || self.bracket.is_none() && !condition {
            return None;
        }
        let (start, kind) = self.primary_before()?;
        if kind == "name" {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.found(message, start);
        }
        let message = format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?");
        self.found(message, start)
    }

    /// The simple expression that ends just before the place: first token and kind.
    fn primary_before(&self) -> Option<(usize, &'static str)> {
        let last = self.at.checked_sub(1)?;
        let kind = match (self.kind(last), self.text(last)) {
            (TokenKind::Name, "True") => "True",
            (TokenKind::Name, "False") => "False",
            (TokenKind::Name, "None") => "None",
            (TokenKind::Name, word) if KEYWORDS.contains(&word) => return None,
            (TokenKind::Name, _) if last > self.line && self.text(last - 1) == "." => "attribute",
            (TokenKind::Name, _) => "name",
            (TokenKind::Number | TokenKind::Str, _) => "literal",
            (_, "]") => "subscript",
            (_, ")") => "function call",
            _ => return None,
        };
        let mut start = last;
        loop {
            match self.text(start) {
                ")" | "]" => {
                    let mut depth = 0;
                    loop {
                        match self.text(start) {
                            ")" | "]" | "}" => depth += 1,
                            "(" | "[" | "{" => depth -= 1,
                            _ => {}
                        }
                        if depth == 0 {
                            break;
                        }
                        start = start.checked_sub(1).filter(|s| *s >= self.line)?;
                    }
                    let callee = start.checked_sub(1).filter(|s| *s >= self.line);
                    match callee {
                        Some(c) if self.ends_value(c) => start = c,
                        _ => return Some((start, kind)),
                    }
                }
                _ if start > self.line + 1 && self.text(start - 1) == "." => start -= 2,
                _ => return Some((start, kind)),
            }
        }
    }

    fn dict_entry(&self) -> Option<Finding> {
        let bracket = self.bracket?;
        if self.text(bracket) != "{" || !matches!(self.text(self.at), "," | "}") {
            return None;
        }
        let start = self.item_start();
        if self.text(self.at - 1) == ":" {
            let message = "expression expected after dictionary key and ':'";
            return self.found(message, self.at - 1);
        }
        let item: Vec<&str> = (start..self.at).map(|i| self.text(i)).collect();
        let entries = (bracket + 1..start).any(|i| matches!(self.text(i), ":" | "**"));
        if entries && !item.is_empty() && !item.contains(&":") && item[0] != "**" {
            return self.found("':' expected after dictionary key", self.at - 1);
        }
        None
    }

    fn missing_else(&self) -> Option<Finding> {
        let start = self.value_start();
        let mut depth = 0;
        for index in (start..self.at).rev() {
            match self.text(index) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth -= 1,
                "else" | "for" if depth == 0 => return None,
                "if" if depth == 0 => {
                    let complete = self.ends_value(self.at - 1) && index > start;
                    if !complete || matches!(self.text(self.at), ":" | "else") {
                        return None;
                    }
                    let message = "expected 'else' after 'if' expression";
                    return self.found(message, start);
                }
                _ => {}
            }
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

    fn missing_comma(&self) -> Option<Finding> {
        let bracket = self.bracket?;
        if self.text(self.line) == "def" && bracket == self.line + 2 {
            return None;
        }
        let last = self.at.checked_sub(1)?;
        if !self.ends_value(last) || !self.starts_value(self.at) {
            return None;
        }
        let prefix = self.kind(last) == TokenKind::Name && self.kind(self.at) == TokenKind::Str;
        let both = self.kind(last) == TokenKind::Str && self.kind(self.at) == TokenKind::Str;
        if prefix || both {
            return None;
        }
        let mut start = self.value_start();
        for index in (start..self.at).rev() {
            if matches!(self.text(index), "if" | "else" | "for" | "lambda" | "in") {
                if self.text(index) == "for" || self.text(index) == "lambda" {
                    return None;
                }
                if self.text(index) != "in" {
                    start = index + 1;
                    break;
                }
            }
        }
        while matches!(self.text(start), "*" | "**") {
            start += 1;
        }
        self.found("invalid syntax. Perhaps you forgot a comma?", start)
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
                !KEYWORDS.contains(&text) || matches!(text, "True" | "False" | "None" | "lambda" | "not")
            }
            TokenKind::Number | TokenKind::Str => true,
            TokenKind::Op => matches!(text, "(" | "[" | "{" | "~" | "..."),
            _ => false,
        }
    }
}
