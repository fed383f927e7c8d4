//! What CPython's grammar refuses and the parser lets through: wrong targets, unpacking where none
//! may stand. It looks at the whole tree before names are resolved, as CPython's parser does.

use rustpython_parser::ast::{self, Expr, Pattern, Ranged, Stmt};
use rustpython_parser::text_size::TextRange;

use crate::error::{ErrorKind, Res};
use crate::kinds::{bitwise_or_prefix, is_bitwise_or, kind_of, starts_with_bitwise_or, takes_no_hint};
use crate::lower::walk::children;
use crate::parse::{Strings, Tree};
use crate::source::Source;

pub(crate) fn check(source: &Source, tree: &Tree, strings: &Strings) -> Res<()> {
    let grammar = Grammar { source, strings };
    match tree {
        Tree::Body(body) => grammar.body(body)?,
        Tree::Expression(e) => grammar.expr(e)?,
    }
    strings.fields().iter().try_for_each(|field| grammar.expr(field))
}

/// Loops, `try` and `with` inside each other in one function.
const MAX_BLOCKS: usize = 20;

/// Refuses blocks that nest too deeply, which is for the compiler and not for the grammar.
pub(crate) fn check_nesting(source: &Source, tree: &Tree) -> Res<()> {
    let Tree::Body(body) = tree else { return Ok(()) };
    let mut stack: Vec<(&Stmt, usize)> = body.iter().rev().map(|s| (s, 0)).collect();
    while let Some((next, depth)) = stack.pop() {
        let depth = if starts_code(next) { 0 } else { depth };
        let at = stack.len();
        let mut deepest = depth;
        blocks(next, &mut |block, levels| {
            deepest = deepest.max(depth + levels);
            stack.extend(block.iter().map(|s| (s, depth + levels)));
        });
        if deepest > MAX_BLOCKS {
            return Err(source.late("too many statically nested blocks", next.range()));
        }
        stack[at..].reverse();
    }
    Ok(())
}

struct Grammar<'a> {
    source: &'a Source,
    strings: &'a Strings,
}

/// Where a target stands, which decides the words of its refusal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The only target of an assignment: `==` may have been meant.
    Alone,
    /// One of several targets, or the target of another statement.
    Whole,
    /// In a display.
    Part,
}

impl Grammar<'_> {
    fn fail(&self, message: impl Into<String>, range: TextRange) -> Res<()> {
        Err(self.source.syntax(message, range))
    }

    fn kind_of(&self, expr: &Expr) -> &'static str {
        kind_of(expr, self.strings.is_format(expr.range().start().into()))
    }

    /// Whether the source has a parenthesis before the expression.
    fn is_parenthesized(&self, expr: &Expr) -> bool {
        self.source.text[..usize::from(expr.range().start())].trim_end().ends_with('(')
    }

    /// Statements in source order, without recursion: `elif` chains nest deeply.
    fn body(&self, body: &[Stmt]) -> Res<()> {
        let mut stack: Vec<&Stmt> = body.iter().rev().collect();
        while let Some(next) = stack.pop() {
            self.stmt(next)?;
            let at = stack.len();
            blocks(next, &mut |block, _| stack.extend(block));
            stack[at..].reverse();
        }
        Ok(())
    }

    fn stmt(&self, stmt: &Stmt) -> Res<()> {
        match stmt {
            Stmt::Assign(s) => {
                self.misread_keyword(s)?;
                self.misread_part(s)?;
                let alone = match &s.targets[..] {
                    [_] => starts_with_bitwise_or(&s.value) || self.is_parenthesized(&s.value),
                    [_, second, ..] => self.bare_first(second).is_some(),
                    [] => false,
                };
                let place = if alone { Place::Alone } else { Place::Whole };
                s.targets.iter().try_for_each(|t| self.target(t, place))?;
            }
            Stmt::AugAssign(s)
                if !matches!(&*s.target, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)) =>
            {
                let kind = self.kind_of(&s.target);
                let message = format!("'{kind}' is an illegal expression for augmented assignment");
                self.fail(message, s.target.range())?;
            }
            Stmt::AnnAssign(s) => match &*s.target {
                Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => {}
                other @ (Expr::Tuple(_) | Expr::List(_)) => {
                    let message =
                        format!("only single target (not {}) can be annotated", self.kind_of(other));
                    self.fail(message, other.range())?;
                }
                other => self.fail("illegal target for annotation", other.range())?,
            },
            Stmt::Delete(s) => s.targets.iter().try_for_each(|t| self.deleted(t))?,
            Stmt::For(s) => self.target(&s.target, Place::Whole)?,
            Stmt::AsyncFor(s) => self.target(&s.target, Place::Whole)?,
            Stmt::ClassDef(s) => self.generator_base(s)?,
            Stmt::Match(s) => s.cases.iter().try_for_each(|c| self.pattern(&c.pattern))?,
            Stmt::With(s) => self.managers(&s.items)?,
            Stmt::AsyncWith(s) => self.managers(&s.items)?,
            _ => {}
        }
        let mut found = Ok(());
        expressions(stmt, &mut |e| {
            if found.is_ok() {
                found = self.expr(e);
            }
        });
        found
    }

    /// The first part of a tuple without parentheses.
    fn bare_first<'e>(&self, e: &'e Expr) -> Option<&'e Expr> {
        let Expr::Tuple(tuple) = e else { return None };
        tuple
            .elts
            .first()
            .filter(|first| is_bitwise_or(first) && first.range().start() == tuple.range.start())
    }

    /// `x=None, y=1` reads as a comparison with one `=` too few.
    fn misread_keyword(&self, s: &ast::StmtAssign) -> Res<()> {
        let [first @ Expr::Name(_), second, ..] = &s.targets[..] else { return Ok(()) };
        let Some(value) = self.bare_first(second) else { return Ok(()) };
        if self.target(second, Place::Whole).is_ok() {
            return Ok(());
        }
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        self.fail(message, TextRange::new(first.range().start(), value.range().end()))
    }

    /// The last part of a bare tuple that is no target, with the value behind `=`, reads as a comparison
    /// with one `=` too few.
    fn misread_part(&self, s: &ast::StmtAssign) -> Res<()> {
        let [target @ Expr::Tuple(tuple)] = &s.targets[..] else { return Ok(()) };
        let Some(last) = tuple.elts.last() else { return Ok(()) };
        let behind = &self.source.text[usize::from(last.range().end())..usize::from(tuple.range.end())];
        let bare = !behind.contains(',') && !self.has_own_parentheses(tuple.range);
        let value = bitwise_or_prefix(&s.value);
        let (true, Some(value)) = (bare && is_bitwise_or(last) && !takes_no_hint(last), value) else {
            return Ok(());
        };
        if self.target(target, Place::Whole).is_ok() {
            return Ok(());
        }
        if last.is_name_expr() {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.fail(message, TextRange::new(last.range().start(), value.range().end()));
        }
        let kind = self.kind_of(last);
        let message = format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?");
        self.fail(message, last.range())
    }

    /// Whether what stands at `range` begins with the parenthesis that ends it.
    fn has_own_parentheses(&self, range: TextRange) -> bool {
        let (start, end) = (u32::from(range.start()), u32::from(range.end()));
        let mut depth = 0;
        for token in self.strings.tokens().list.iter().filter(|t| start <= t.start && t.end <= end) {
            match &self.source.text[token.start as usize..token.end as usize] {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return token.end == end && token.start > start;
            }
        }
        false
    }

    fn managers(&self, items: &[ast::WithItem]) -> Res<()> {
        items.iter().filter_map(|i| i.optional_vars.as_deref()).try_for_each(|t| self.target(t, Place::Whole))
    }

    fn target(&self, target: &Expr, place: Place) -> Res<()> {
        match target {
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => Ok(()),
            Expr::Tuple(e) => e.elts.iter().try_for_each(|elt| self.target(elt, Place::Part)),
            Expr::List(e) => e.elts.iter().try_for_each(|elt| self.target(elt, Place::Part)),
            Expr::Starred(e) => self.target(&e.value, Place::Part),
            Expr::Yield(_) | Expr::YieldFrom(_) if !self.is_parenthesized(target) => {
                self.fail("assignment to yield expression not possible", target.range())
            }
            other => {
                let inner = is_bitwise_or(other) || self.is_parenthesized(other);
                let word = other.is_constant_expr() && self.is_parenthesized(other);
                let hint = place == Place::Alone && inner && (word || !takes_no_hint(other));
                let hint = if hint { " here. Maybe you meant '==' instead of '='?" } else { "" };
                self.fail(format!("cannot assign to {}{hint}", self.kind_of(other)), other.range())
            }
        }
    }

    fn deleted(&self, target: &Expr) -> Res<()> {
        match target {
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => Ok(()),
            Expr::Tuple(e) => e.elts.iter().try_for_each(|elt| self.deleted(elt)),
            Expr::List(e) => e.elts.iter().try_for_each(|elt| self.deleted(elt)),
            other => self.fail(format!("cannot delete {}", self.kind_of(other)), other.range()),
        }
    }

    fn expr(&self, expr: &Expr) -> Res<()> {
        let mut found = Ok(());
        each(expr, &mut |e| {
            if found.is_ok() {
                found = self.check_one(e);
            }
        });
        found
    }

    fn check_one(&self, expr: &Expr) -> Res<()> {
        match expr {
            Expr::NamedExpr(e) if !e.target.is_name_expr() => {
                let message = format!("cannot use assignment expressions with {}", self.kind_of(&e.target));
                self.fail(message, e.target.range())
            }
            Expr::Call(e) => self.generators_in(e),
            Expr::ListComp(e) => self.comprehension(Some(&e.elt), &e.generators),
            Expr::SetComp(e) => self.comprehension(Some(&e.elt), &e.generators),
            Expr::GeneratorExp(e) => self.comprehension(Some(&e.elt), &e.generators),
            Expr::DictComp(e) => self.comprehension(None, &e.generators),
            _ => Ok(()),
        }
    }

    fn comprehension(&self, element: Option<&Expr>, generators: &[ast::Comprehension]) -> Res<()> {
        if let Some(Expr::Starred(e)) = element {
            self.fail("iterable unpacking cannot be used in comprehension", e.range)?;
        }
        generators.iter().try_for_each(|g| self.target(&g.target, Place::Whole))
    }

    /// A generator expression without its own parentheses must be the only argument.
    fn generators_in(&self, e: &ast::ExprCall) -> Res<()> {
        for arg in &e.args {
            let Some(generator) = bare_generator(arg) else { continue };
            let rest = &self.source.text[usize::from(generator.range.end())..];
            let alone = e.args.len() + e.keywords.len() == 1 && !rest.trim_start().starts_with(',');
            if !alone {
                self.fail("Generator expression must be parenthesized", generator.range)?;
            }
        }
        Ok(())
    }

    /// A class has no generator expression for a base.
    fn generator_base(&self, s: &ast::StmtClassDef) -> Res<()> {
        for base in &s.bases {
            let Some(generator) = bare_generator(base) else { continue };
            if s.bases.len() + s.keywords.len() > 1 {
                self.fail("Generator expression must be parenthesized", generator.range)?;
            }
            let after = generator.elt.range().end();
            let rest = &self.source.text[usize::from(after)..];
            let start = u32::from(after) + (rest.len() - rest.trim_start().len()) as u32;
            let word = rest.trim_start().find(|c: char| !c.is_alphanumeric()).unwrap_or(0) as u32;
            return Err(self.source.error(ErrorKind::Syntax, "invalid syntax", start, start + word));
        }
        Ok(())
    }

    // ---- patterns

    fn pattern(&self, pattern: &Pattern) -> Res<()> {
        let mut stack = vec![pattern];
        while let Some(next) = stack.pop() {
            let at = stack.len();
            match next {
                // It stands in no sequence.
                Pattern::MatchStar(p) if std::ptr::eq(next, pattern) => {
                    let end = u32::from(p.range.end());
                    return Err(self.source.error(ErrorKind::Syntax, "invalid syntax", end, end + 1));
                }
                Pattern::MatchValue(p) => self.literal(&p.value)?,
                Pattern::MatchMapping(p) => {
                    if p.rest.as_ref().is_some_and(|rest| rest.as_str() == "_") {
                        let text = &self.source.text[..usize::from(p.range.end())];
                        let at = text.rfind('_').unwrap_or(0) as u32;
                        return Err(self.source.error(ErrorKind::Syntax, "invalid syntax", at, at + 1));
                    }
                    p.keys.iter().try_for_each(|key| self.literal(key))?;
                    stack.extend(&p.patterns);
                }
                Pattern::MatchSequence(p) => stack.extend(&p.patterns),
                Pattern::MatchClass(p) => stack.extend(p.patterns.iter().chain(&p.kwd_patterns)),
                Pattern::MatchAs(p) => stack.extend(p.pattern.as_deref()),
                Pattern::MatchOr(p) => stack.extend(&p.patterns),
                Pattern::MatchSingleton(_) | Pattern::MatchStar(_) => {}
            }
            stack[at..].reverse();
        }
        Ok(())
    }

    /// `1 + 2j`: a real and an imaginary number.
    fn literal(&self, value: &Expr) -> Res<()> {
        let Expr::BinOp(e) = value else { return Ok(()) };
        let left = match &*e.left {
            Expr::UnaryOp(minus) => &minus.operand,
            _ => &e.left,
        };
        if is_imaginary(left) {
            self.fail("real number required in complex literal", left.range())?;
        }
        if !is_imaginary(&e.right) {
            self.fail("imaginary number required in complex literal", e.right.range())?;
        }
        Ok(())
    }
}

/// Visits an expression and all expressions in it, in source order and without recursion.
pub(crate) fn each<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    let mut stack = vec![expr];
    while let Some(next) = stack.pop() {
        visit(next);
        let at = stack.len();
        children(next, &mut |child| stack.push(child));
        match next {
            Expr::Lambda(e) => {
                stack.extend(defaults(&e.args));
                stack.push(&e.body);
            }
            Expr::GeneratorExp(e) => stack.push(&e.elt),
            _ => {}
        }
        stack[at..].reverse();
    }
}

fn is_imaginary(e: &Expr) -> bool {
    matches!(e, Expr::Constant(c) if matches!(c.value, ast::Constant::Complex { .. }))
}

/// A generator expression that has no parentheses of its own.
fn bare_generator(e: &Expr) -> Option<&ast::ExprGeneratorExp> {
    match e {
        Expr::GeneratorExp(g) if g.elt.range().start() == g.range.start() => Some(g),
        _ => None,
    }
}

fn defaults(args: &ast::Arguments) -> impl Iterator<Item = &Expr> {
    let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
    all.filter_map(|a| a.default.as_deref())
}

/// Whether the blocks of a statement belong to a code object of their own.
fn starts_code(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) | Stmt::ClassDef(_))
}

/// The blocks of a statement, in source order, with the levels of nesting that each adds.
pub(crate) fn blocks<'s>(stmt: &'s Stmt, visit: &mut dyn FnMut(&'s [Stmt], usize)) {
    match stmt {
        Stmt::FunctionDef(s) => visit(&s.body, 0),
        Stmt::AsyncFunctionDef(s) => visit(&s.body, 0),
        Stmt::ClassDef(s) => visit(&s.body, 0),
        Stmt::For(s) => looped(&s.body, &s.orelse, visit),
        Stmt::AsyncFor(s) => looped(&s.body, &s.orelse, visit),
        Stmt::While(s) => looped(&s.body, &s.orelse, visit),
        Stmt::If(s) => [&s.body, &s.orelse].into_iter().for_each(|b| visit(b, 0)),
        Stmt::With(s) => visit(&s.body, s.items.len()),
        Stmt::AsyncWith(s) => visit(&s.body, s.items.len()),
        Stmt::Try(s) => tried([&s.body, &s.orelse, &s.finalbody], &s.handlers, visit),
        Stmt::TryStar(s) => tried([&s.body, &s.orelse, &s.finalbody], &s.handlers, visit),
        Stmt::Match(s) => s.cases.iter().for_each(|c| visit(&c.body, 0)),
        _ => {}
    }
}

fn looped<'s>(body: &'s [Stmt], orelse: &'s [Stmt], visit: &mut dyn FnMut(&'s [Stmt], usize)) {
    visit(body, 1);
    visit(orelse, 0);
}

fn tried<'s>(
    [body, orelse, finalbody]: [&'s Vec<Stmt>; 3],
    handlers: &'s [ast::ExceptHandler],
    visit: &mut dyn FnMut(&'s [Stmt], usize),
) {
    let outer = !finalbody.is_empty() as usize;
    visit(body, outer + !handlers.is_empty() as usize);
    for ast::ExceptHandler::ExceptHandler(handler) in handlers {
        visit(&handler.body, outer + 2);
    }
    visit(orelse, outer);
    visit(finalbody, outer);
}

/// The expressions that stand directly in a statement.
pub(crate) fn expressions<'s>(stmt: &'s Stmt, visit: &mut dyn FnMut(&'s Expr)) {
    match stmt {
        Stmt::FunctionDef(s) => {
            s.decorator_list.iter().for_each(&mut *visit);
            defaults(&s.args).for_each(visit);
        }
        Stmt::AsyncFunctionDef(s) => {
            s.decorator_list.iter().for_each(&mut *visit);
            defaults(&s.args).for_each(visit);
        }
        Stmt::ClassDef(s) => {
            s.decorator_list.iter().for_each(&mut *visit);
            s.bases.iter().for_each(&mut *visit);
            s.keywords.iter().for_each(|k| visit(&k.value));
        }
        Stmt::Return(s) => s.value.iter().for_each(|e| visit(e)),
        Stmt::Delete(s) => s.targets.iter().for_each(visit),
        Stmt::Assign(s) => {
            s.targets.iter().for_each(&mut *visit);
            visit(&s.value);
        }
        Stmt::AugAssign(s) => [&s.target, &s.value].into_iter().for_each(|e| visit(e)),
        Stmt::AnnAssign(s) => {
            [&s.target, &s.annotation].into_iter().chain(&s.value).for_each(|e| visit(e));
        }
        Stmt::For(s) => [&s.target, &s.iter].into_iter().for_each(|e| visit(e)),
        Stmt::AsyncFor(s) => [&s.target, &s.iter].into_iter().for_each(|e| visit(e)),
        Stmt::While(s) => visit(&s.test),
        Stmt::If(s) => visit(&s.test),
        Stmt::With(s) => s.items.iter().for_each(|i| visit(&i.context_expr)),
        Stmt::AsyncWith(s) => s.items.iter().for_each(|i| visit(&i.context_expr)),
        Stmt::Match(s) => {
            visit(&s.subject);
            s.cases.iter().filter_map(|c| c.guard.as_ref()).for_each(|e| visit(e));
        }
        Stmt::Raise(s) => [&s.exc, &s.cause].into_iter().flatten().for_each(|e| visit(e)),
        Stmt::Assert(s) => std::iter::once(&s.test).chain(&s.msg).for_each(|e| visit(e)),
        Stmt::Expr(s) => visit(&s.value),
        Stmt::Try(s) => types(&s.handlers, visit),
        Stmt::TryStar(s) => types(&s.handlers, visit),
        _ => {}
    }
}

fn types<'s>(handlers: &'s [ast::ExceptHandler], visit: &mut dyn FnMut(&'s Expr)) {
    for ast::ExceptHandler::ExceptHandler(handler) in handlers {
        handler.type_.iter().for_each(|e| visit(e));
    }
}
