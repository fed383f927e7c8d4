//! Rules about clauses with blocks, imports, `match` and lists of type parameters.

use rustpython_parser::Parse;
use rustpython_parser::ast::{self, Expr};

use super::{Finding, Scene};
use crate::tokens::TokenKind;

impl Scene<'_> {
    /// The end of the logical line the place is in.
    pub(super) fn line_end(&self) -> usize {
        let ends = |i: &usize| matches!(self.kind(*i), TokenKind::Newline | TokenKind::End);
        (self.at.max(self.line)..self.tokens.len()).find(ends).unwrap_or(self.at)
    }

    /// The first token of the tokens `start..end` outside brackets that is `word`.
    pub(super) fn find_outside(&self, word: &str, start: usize, end: usize) -> Option<usize> {
        let mut depth = 0;
        for index in start..end {
            match self.text(index) {
                text if depth == 0 && text == word => return Some(index),
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Index of the keyword `def` of the line.
    pub(super) fn def(&self) -> Option<usize> {
        let def = self.line + usize::from(self.text(self.line) == "async");
        (self.text(def) == "def").then_some(def)
    }

    /// Index of the parenthesis that opens the parameters of a `def`.
    pub(super) fn parameters_open(&self) -> Option<usize> {
        self.def().and_then(|_| self.definition_open())
    }

    /// Index of the parenthesis that opens the parameters of a `def` or the bases of a `class`, behind type parameters.
    pub(super) fn definition_open(&self) -> Option<usize> {
        let open = if self.text(self.line) == "class" { self.line } else { self.def()? } + 2;
        if self.text(open) == "[" { Some(self.closing(open)? + 1) } else { Some(open) }
    }

    /// `import a from b`.
    pub(super) fn reversed_import(&self) -> Option<Finding> {
        if self.text(self.line) != "import" || self.text(self.at) != "from" {
            return None;
        }
        let name = |i: usize| self.kind(i) == TokenKind::Name;
        if self.at == self.line + 1 || !name(self.at + 1) {
            return None;
        }
        let mut end = self.at + 2;
        while self.text(end) == "." && name(end + 1) {
            end += 2;
        }
        let (first, next) = (self.tokens.get(self.line)?, self.tokens.get(end)?);
        // CPython counts the token it has looked at behind the name.
        let stop = if next.kind == TokenKind::Newline { next.start } else { next.end - 1 };
        Some(("Did you mean to use 'from ... import ...' instead?".into(), first.start, stop))
    }

    /// `except` and `except*` in one statement, and `except*` without a type.
    pub(super) fn exception_kinds(&self) -> Option<Finding> {
        if self.text(self.line) != "except" || self.at <= self.line {
            return None;
        }
        let starred = self.text(self.line + 1) == "*";
        let bare = matches!(self.text(self.line + 2), ":") || self.kind(self.line + 2) == TokenKind::Newline;
        if starred && bare {
            return self.found("expected one or more exception types", self.line + 2);
        }
        if self.clause_before()? == starred {
            return None;
        }
        let message = "cannot have both 'except' and 'except*' on the same 'try'";
        self.span(message, self.line, self.line + 1 + usize::from(starred))
    }

    /// Whether the clause before this one, in the same `try`, is an `except*`.
    fn clause_before(&self) -> Option<bool> {
        let mut depth = 0;
        for index in (1..self.line).rev() {
            match self.kind(index) {
                TokenKind::Dedent => depth += 1,
                TokenKind::Indent if depth == 0 => return None,
                TokenKind::Indent => depth -= 1,
                _ => {}
            }
            let starts =
                matches!(self.kind(index - 1), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent);
            if depth == 0 && starts && self.text(index) == "except" {
                return Some(self.text(index + 1) == "*");
            }
            if depth == 0 && starts && self.text(index) == "try" {
                return None;
            }
        }
        None
    }

    /// `match` and `case` are names unless their line ends as it should.
    pub(super) fn soft_colon(&self) -> Option<Finding> {
        let (word, end) = (self.text(self.line), self.line_end());
        if end <= self.line + 1 || self.find_outside(":", self.line, end).is_some() {
            return None;
        }
        let complete = match word {
            "match" => self.parsed(self.line + 1, end).is_some() && self.starts_value(self.line + 1),
            "case" => {
                let inside = (0..self.line).any(|i| self.text(i) == "match");
                inside && self.is_case(self.line + 1, end)
            }
            _ => false,
        };
        complete.then(|| self.found("expected ':'", end))?
    }

    /// Whether a brace opens the pattern of a `case`, where the rules of displays do not hold.
    pub(super) fn opens_pattern(&self, bracket: usize) -> bool {
        let inside = || (0..self.line).any(|i| self.text(i) == "match");
        bracket == self.line + 1 && self.text(bracket) == "{" && self.text(self.line) == "case" && inside()
    }

    fn is_case(&self, start: usize, end: usize) -> bool {
        let (Some(first), Some(last)) = (self.tokens.get(start), self.tokens.get(end - 1)) else {
            return false;
        };
        let text = &self.source.text[first.start as usize..last.end as usize];
        ast::Suite::parse(&format!("match x:\n case {text}:\n  pass\n"), "").is_ok()
    }

    /// The first token that is no pattern in a line that begins a `case` of a `match`: of its guard, or what ends it.
    pub(super) fn pattern_end(&self) -> Option<usize> {
        let inside = || (0..self.line).any(|i| self.text(i) == "match");
        if self.text(self.line) != "case" || self.at == self.line || !inside() {
            return None;
        }
        let end = self.line_end();
        let ends = |word| self.find_outside(word, self.line, end);
        ends("if").into_iter().chain(ends(":")).min().or(Some(end))
    }

    /// `case Foo(x=1, y):`
    pub(super) fn late_pattern(&self) -> Option<Finding> {
        let bracket = self.bracket?;
        let class =
            bracket > self.line && self.text(bracket) == "(" && self.kind(bracket - 1) == TokenKind::Name;
        let start = self.item_start();
        let fresh = start == self.at && self.starts_value(self.at);
        if self.text(self.line) != "case" || !class || start > self.at {
            return None;
        }
        let end = if fresh { self.operand_end(self.at) } else { self.at };
        let end = self.find_outside(",", start, end).unwrap_or(end);
        let named = (bracket..start).any(|i| self.text(i) == "=");
        if !named || start >= end || self.find_outside("=", start, end).is_some() {
            return None;
        }
        self.span("positional patterns follow keyword patterns", start, end)
    }

    /// `case 1 as x + 1:`
    pub(super) fn pattern_target(&self) -> Option<Finding> {
        let applies = self.text(self.line) == "case" && self.text(self.at.checked_sub(1)?) == "as";
        if !applies || self.kind(self.at) == TokenKind::Newline || !self.starts_value(self.at) {
            return None;
        }
        self.span("invalid pattern target", self.at, self.operand_end(self.at))
    }

    /// A `for` whose targets are none, or that has no `in`.
    pub(super) fn for_target(&self) -> Option<Finding> {
        let start = self.line + usize::from(self.text(self.line) == "async");
        if self.text(start) != "for" || self.at <= start {
            return None;
        }
        let end = self.find_outside("in", start, self.at).unwrap_or(self.at);
        let expr = self.parsed(start + 1, end)?;
        self.bad_target("cannot assign to", start + 1, &expr)
    }

    /// `1 = ` without a value, or with something wrong behind it.
    pub(super) fn unfinished_assignment(&self) -> Option<Finding> {
        let end = self.line_end();
        let equals = self.find_outside("=", self.line, end)?;
        if equals >= self.at + usize::from(self.text(self.at) == "=") {
            return None;
        }
        let expr = self.parsed(self.line, equals)?;
        let value = self.operand_end(equals + 1);
        let hint = if is_whole(&expr) && self.parsed(equals + 1, value).is_some() {
            " here. Maybe you meant '==' instead of '='?"
        } else {
            ""
        };
        let (message, from, to) = self.bad_target("cannot assign to", self.line, &expr)?;
        Some((message + hint, from, to))
    }

    /// `a + b: c d`
    pub(super) fn annotation_target(&self) -> Option<Finding> {
        let colon = self.find_outside(":", self.line, self.at)?;
        let expr = self.parsed(self.line, colon)?;
        let refused = !matches!(
            expr,
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Tuple(_) | Expr::List(_)
        );
        if !refused || self.parsed(colon + 1, self.operand_end(colon + 1)).is_none() {
            return None;
        }
        self.span("illegal target for annotation", self.line, colon)
    }

    /// What stands in the brackets of type parameters.
    pub(super) fn type_parameters(&self) -> Option<Finding> {
        let name = match self.text(self.line) {
            "class" | "type" => self.line + 1,
            _ => self.def()? + 1,
        };
        let open = name + 1;
        if self.text(open) != "[" || self.at <= open {
            return None;
        }
        let inside = self.bracket == Some(open) || self.at == open;
        let start = self.item_start();
        if inside && self.text(self.at) == ":" {
            let kind = match self.text(start) {
                "*" => "TypeVarTuple",
                "**" => "ParamSpec",
                _ => return None,
            };
            let end = self.operand_end(self.at + 1);
            let tuple = matches!(self.parsed(self.at + 1, end)?, Expr::Tuple(_));
            let what = if tuple { "constraints" } else { "bound" };
            return self.span(format!("cannot use {what} with {kind}"), self.at, end);
        }
        let function = self.text(name - 1) == "def";
        if function && self.at > open && self.closing(open) == Some(self.at - 1) {
            return self.found("expected '('", self.at);
        }
        (function && inside).then(|| self.found("expected '('", open))?
    }
}

/// Whether CPython takes the expression as a whole for a mistyped comparison.
fn is_whole(expr: &Expr) -> bool {
    crate::kinds::is_bitwise_or(expr) && !crate::kinds::takes_no_hint(expr)
}
