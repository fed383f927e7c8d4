//! Walks the tree in source order and notes how each name occurs in each scope.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use rustpython_parser::ast::{self, Expr, Pattern, Ranged, Stmt};
use rustpython_parser::text_size::{TextRange, TextSize};

use super::{
    CLASS_DICT, Def, Name, Place, Scope, ScopeId, ScopeKind, Scopes, Symbol, address, bound_node, mangle,
    seen, type_params_node,
};
use crate::error::{Res, SyntaxError};
use crate::lower::walk::children;
use crate::names;
use crate::parse::{Strings, Tree};
use crate::source::Source;
use crate::tokens::Part;

pub(super) fn collect(
    source: &Source,
    tree: &Tree,
    strings: &Strings,
    future_annotations: bool,
) -> Res<Scopes> {
    let mut collector = Collector {
        source,
        strings,
        all: vec![Scope::new(ScopeKind::Module, None, None)],
        by_node: FxHashMap::default(),
        current: 0,
        future_annotations,
        depth: 0,
        in_iterable: 0,
    };
    match tree {
        Tree::Body(body) => collector.body(body)?,
        Tree::Expression(expr) => collector.expr(expr)?,
    }
    Ok(Scopes { all: collector.all, by_node: collector.by_node })
}

struct Collector<'a> {
    source: &'a Source,
    strings: &'a Strings,
    all: Vec<Scope>,
    by_node: FxHashMap<usize, ScopeId>,
    current: ScopeId,
    future_annotations: bool,
    depth: u32,
    /// Inside the iterable of a comprehension, where `:=` may not stand.
    in_iterable: u32,
}

impl Collector<'_> {
    fn scope(&mut self) -> &mut Scope {
        &mut self.all[self.current]
    }

    fn kind(&self) -> ScopeKind {
        self.all[self.current].kind
    }

    fn mangled(&self, name: &str) -> Name {
        let scope = &self.all[self.current];
        mangle(scope.private.as_ref(), name).into()
    }

    fn add(&mut self, name: &str, bits: u16, range: TextRange) {
        let name = self.mangled(name);
        self.add_to(self.current, name, bits, range);
    }

    fn add_to(&mut self, scope: ScopeId, name: Name, bits: u16, range: TextRange) {
        let symbol = self.all[scope].symbols.entry(name).or_insert(Symbol {
            seen: 0,
            place: Place::GlobalImplicit,
            declared: range,
        });
        symbol.seen |= bits;
    }

    fn enter(&mut self, node: usize, kind: ScopeKind, title: &str, range: TextRange) -> ScopeId {
        let parent = self.current;
        let private = self.all[parent].private.clone();
        let id = self.all.len();
        let mut scope = Scope::new(kind, Some(parent), private);
        scope.title = title.into();
        scope.line = self.source.line_of(range.start().into());
        self.all.push(scope);
        self.all[parent].children.push(id);
        self.by_node.insert(node, id);
        self.current = id;
        id
    }

    fn leave(&mut self) {
        if let Some(parent) = self.all[self.current].parent {
            self.current = parent;
        }
    }

    fn body(&mut self, body: &[Stmt]) -> Res<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Res<()> {
        self.depth += 1;
        if self.depth > 20_000 {
            return Err(SyntaxError::too_deep());
        }
        let result = self.stmt_inner(stmt);
        self.depth -= 1;
        result
    }

    fn stmt_inner(&mut self, stmt: &Stmt) -> Res<()> {
        match stmt {
            Stmt::FunctionDef(def) => self.function_def(def.into()),
            Stmt::ClassDef(def) => self.class_def(def),
            Stmt::Return(s) => self.maybe(s.value.as_deref()),
            Stmt::Delete(s) => {
                self.scope().has_delete = true;
                s.targets.iter().try_for_each(|t| self.target(t))
            }
            Stmt::Assign(s) => {
                self.expr(&s.value)?;
                s.targets.iter().try_for_each(|t| self.target(t))
            }
            Stmt::AugAssign(s) => {
                if let Expr::Name(name) = &*s.target {
                    self.add(&name.id, seen::USE, name.range);
                }
                self.target(&s.target)?;
                self.expr(&s.value)
            }
            Stmt::AnnAssign(s) => self.annotated(s),
            Stmt::AsyncFunctionDef(def) => self.function_def(def.into()),
            Stmt::For(s) => self.for_stmt(&s.iter, &s.target, &s.body, &s.orelse),
            Stmt::AsyncFor(s) => self.for_stmt(&s.iter, &s.target, &s.body, &s.orelse),
            Stmt::While(s) => {
                self.expr(&s.test)?;
                self.body(&s.body)?;
                self.body(&s.orelse)
            }
            Stmt::If(s) => {
                self.expr(&s.test)?;
                self.body(&s.body)?;
                self.body(&s.orelse)
            }
            Stmt::With(s) => self.with_stmt(&s.items, &s.body),
            Stmt::AsyncWith(s) => self.with_stmt(&s.items, &s.body),
            Stmt::Raise(s) => {
                self.maybe(s.exc.as_deref())?;
                self.maybe(s.cause.as_deref())
            }
            Stmt::Try(s) => self.try_stmt([&s.body, &s.orelse, &s.finalbody], &s.handlers),
            Stmt::TryStar(s) => self.try_stmt([&s.body, &s.orelse, &s.finalbody], &s.handlers),
            Stmt::Assert(s) => {
                self.expr(&s.test)?;
                self.maybe(s.msg.as_deref())
            }
            Stmt::Import(s) => {
                for alias in &s.names {
                    let name = match &alias.asname {
                        Some(name) => name.as_str(),
                        None => alias.name.split('.').next().unwrap_or(&alias.name),
                    };
                    self.add(name, seen::IMPORT, alias.range);
                }
                Ok(())
            }
            Stmt::ImportFrom(s) => {
                for alias in &s.names {
                    if &alias.name == "*" {
                        if self.kind() != ScopeKind::Module {
                            let message = "import * only allowed at module level";
                            return Err(self.source.symbolic(message, alias.range));
                        }
                        continue;
                    }
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.add(name, seen::IMPORT, alias.range);
                }
                Ok(())
            }
            Stmt::Global(s) => self.declare(&s.names, s.range, seen::GLOBAL),
            Stmt::Nonlocal(s) => self.declare(&s.names, s.range, seen::NONLOCAL),
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
            Stmt::Match(s) => {
                self.expr(&s.subject)?;
                for case in &s.cases {
                    self.pattern(&case.pattern)?;
                    self.maybe(case.guard.as_deref())?;
                    self.body(&case.body)?;
                }
                Ok(())
            }
            Stmt::TypeAlias(s) => self.type_alias(s),
        }
    }

    fn pattern(&mut self, pattern: &Pattern) -> Res<()> {
        self.depth += 1;
        if self.depth > 20_000 {
            return Err(SyntaxError::too_deep());
        }
        match pattern {
            Pattern::MatchValue(p) => self.expr(&p.value)?,
            Pattern::MatchSingleton(_) => {}
            Pattern::MatchSequence(p) => p.patterns.iter().try_for_each(|p| self.pattern(p))?,
            Pattern::MatchMapping(p) => {
                self.exprs(&p.keys)?;
                p.patterns.iter().try_for_each(|p| self.pattern(p))?;
                self.capture(p.rest.as_ref(), p.range);
            }
            Pattern::MatchClass(p) => {
                self.expr(&p.cls)?;
                p.patterns.iter().chain(&p.kwd_patterns).try_for_each(|p| self.pattern(p))?;
            }
            Pattern::MatchStar(p) => self.capture(p.name.as_ref(), p.range),
            Pattern::MatchAs(p) => {
                p.pattern.iter().try_for_each(|p| self.pattern(p))?;
                self.capture(p.name.as_ref(), p.range);
            }
            Pattern::MatchOr(p) => p.patterns.iter().try_for_each(|p| self.pattern(p))?,
        }
        self.depth -= 1;
        Ok(())
    }

    fn capture(&mut self, name: Option<&ast::Identifier>, range: TextRange) {
        if let Some(name) = name {
            self.add(name, seen::LOCAL, range);
        }
    }

    fn maybe(&mut self, expr: Option<&Expr>) -> Res<()> {
        expr.map_or(Ok(()), |e| self.expr(e))
    }

    fn for_stmt(&mut self, iter: &Expr, target: &Expr, body: &[Stmt], orelse: &[Stmt]) -> Res<()> {
        self.expr(iter)?;
        self.target(target)?;
        self.body(body)?;
        self.body(orelse)
    }

    fn with_stmt(&mut self, items: &[ast::WithItem], body: &[Stmt]) -> Res<()> {
        for item in items {
            self.expr(&item.context_expr)?;
            if let Some(target) = &item.optional_vars {
                self.target(target)?;
            }
        }
        self.body(body)
    }

    fn try_stmt(
        &mut self,
        [body, orelse, finalbody]: [&Vec<Stmt>; 3],
        handlers: &[ast::ExceptHandler],
    ) -> Res<()> {
        self.body(body)?;
        for ast::ExceptHandler::ExceptHandler(handler) in handlers {
            self.maybe(handler.type_.as_deref())?;
            if let Some(name) = &handler.name {
                self.scope().has_delete = true;
                self.add(name, seen::LOCAL, handler.range);
            }
            self.body(&handler.body)?;
        }
        self.body(orelse)?;
        self.body(finalbody)
    }

    fn annotated(&mut self, s: &ast::StmtAnnAssign) -> Res<()> {
        self.scope().has_annotations = true;
        if let Expr::Name(name) = &*s.target {
            let mangled = self.mangled(&name.id);
            let simple = is_simple(self.source, s);
            if self.kind() != ScopeKind::Module
                && let Some(symbol) = self.scope().symbols.get(&mangled)
                && simple
                && symbol.seen & (seen::GLOBAL | seen::NONLOCAL) != 0
            {
                let what = if symbol.seen & seen::GLOBAL != 0 { "global" } else { "nonlocal" };
                let message = format!("annotated name '{}' can't be {what}", &name.id);
                return Err(self.source.symbolic(message, s.range));
            }
            if simple {
                self.add(&name.id, seen::ANNOTATED | seen::LOCAL, name.range);
            } else if s.value.is_some() {
                self.add(&name.id, seen::LOCAL, name.range);
            }
        } else {
            self.target(&s.target)?;
        }
        self.annotation(&s.annotation)?;
        self.maybe(s.value.as_deref())
    }

    fn declare(&mut self, names: &[ast::Identifier], range: TextRange, bit: u16) -> Res<()> {
        let word = if bit == seen::GLOBAL { "global" } else { "nonlocal" };
        if bit == seen::NONLOCAL && self.kind() == ScopeKind::Module {
            let message = "nonlocal declaration not allowed at module level";
            return Err(self.source.symbolic(message, range));
        }
        for name in names {
            let mangled = self.mangled(name);
            let before = self.scope().symbols.get(&mangled).map_or(0, |s| s.seen);
            let problem = if before & seen::PARAM != 0 {
                Some(format!("name '{name}' is parameter and {word}"))
            } else if before & seen::USE != 0 {
                Some(format!("name '{name}' is used prior to {word} declaration"))
            } else if before & seen::ANNOTATED != 0 {
                Some(format!("annotated name '{name}' can't be {word}"))
            } else if before & seen::LOCAL != 0 {
                Some(format!("name '{name}' is assigned to before {word} declaration"))
            } else {
                None
            };
            if let Some(message) = problem {
                return Err(self.source.symbolic(message, range));
            }
            self.add(name, bit, range);
            if before & (seen::GLOBAL | seen::NONLOCAL) == 0
                && let Some(symbol) = self.scope().symbols.get_mut(&mangled)
            {
                symbol.declared = range;
            }
        }
        Ok(())
    }

    fn function_def(&mut self, def: Def<'_>) -> Res<()> {
        self.add(def.name, seen::LOCAL, def.range);
        def.decorator_list.iter().try_for_each(|d| self.expr(d))?;
        self.defaults(def.args)?;
        if !def.type_params.is_empty() {
            self.enter_type_params(def.type_params, def.name, def.range);
            for (name, present) in
                [(".defaults", has_defaults(def.args)), (".kwdefaults", has_kwdefaults(def.args))]
            {
                if present {
                    self.add_to(self.current, name.into(), seen::PARAM, def.range);
                    self.scope().params.push(name.into());
                }
            }
            self.type_params(def.type_params)?;
        }
        for annotation in annotations(def.args).chain(def.returns) {
            self.annotation(annotation)?;
        }
        self.enter(def.node, ScopeKind::Function, def.name, def.range);
        self.scope().is_async = def.is_async;
        self.params(def.args)?;
        let iterable = std::mem::take(&mut self.in_iterable);
        self.body(def.body)?;
        self.in_iterable = iterable;
        self.leave();
        if !def.type_params.is_empty() {
            self.leave();
        }
        Ok(())
    }

    fn class_def(&mut self, def: &ast::StmtClassDef) -> Res<()> {
        let generic = !def.type_params.is_empty();
        self.add(&def.name, seen::LOCAL, def.range);
        def.decorator_list.iter().try_for_each(|d| self.expr(d))?;
        if generic {
            self.enter_type_params(&def.type_params, &def.name, def.range);
            self.scope().private = Some(Rc::from(def.name.as_str()));
            self.add_to(self.current, TYPE_PARAMS.into(), seen::LOCAL, def.range);
            self.type_params(&def.type_params)?;
        }
        def.bases.iter().try_for_each(|b| self.expr(b))?;
        def.keywords.iter().try_for_each(|k| self.expr(&k.value))?;
        self.enter(address(def), ScopeKind::Class, &def.name, def.range);
        self.scope().private = Some(Rc::from(def.name.as_str()));
        if generic {
            self.add_to(self.current, "__type_params__".into(), seen::LOCAL, def.range);
            self.add_to(self.current, TYPE_PARAMS.into(), seen::USE, def.range);
        }
        self.body(&def.body)?;
        self.leave();
        if generic {
            self.leave();
        }
        Ok(())
    }

    /// An annotation that is evaluated, or one that becomes text: then it binds and uses nothing.
    fn annotation(&mut self, expr: &Expr) -> Res<()> {
        if !self.future_annotations {
            return self.expr(expr);
        }
        let mut stack = vec![expr];
        while let Some(next) = stack.pop() {
            let what = match next {
                Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
                Expr::Await(_) => "await expression",
                Expr::NamedExpr(_) => "named expression",
                _ => "",
            };
            if !what.is_empty() {
                let message = format!("{what} cannot be used within an annotation");
                return Err(self.source.symbolic(message, next.range()));
            }
            if let Expr::Constant(e) = next
                && matches!(e.value, ast::Constant::Str(_))
            {
                self.strings
                    .pieces(e.range.start().into())
                    .for_each(|l| fields(self.strings, &l.parts, &mut stack));
            }
            children(next, &mut |child| stack.push(child));
        }
        Ok(())
    }

    // ---- annotation scopes

    fn type_alias(&mut self, s: &ast::StmtTypeAlias) -> Res<()> {
        self.target(&s.name)?;
        let title = match &*s.name {
            Expr::Name(name) => name.id.as_str(),
            _ => "",
        };
        let generic = !s.type_params.is_empty();
        if generic {
            self.enter_type_params(&s.type_params, title, s.range);
            self.type_params(&s.type_params)?;
        }
        self.enter_annotation(address(s), ScopeKind::TypeAlias, title, s.range);
        self.expr(&s.value)?;
        self.leave();
        if generic {
            self.leave();
        }
        Ok(())
    }

    /// Enters a scope that looks into the class body around it, if there is one.
    fn enter_annotation(&mut self, node: usize, kind: ScopeKind, title: &str, range: TextRange) {
        let outer = self.scope();
        let sees_class = outer.kind == ScopeKind::Class || outer.sees_class;
        self.enter(node, kind, title, range);
        self.scope().sees_class = sees_class;
        if sees_class {
            self.add_to(self.current, CLASS_DICT.into(), seen::USE, TextRange::default());
        }
    }

    fn enter_type_params(&mut self, list: &[ast::TypeParam], title: &str, range: TextRange) {
        self.enter_annotation(type_params_node(list), ScopeKind::TypeParams, title, range);
    }

    fn type_params(&mut self, list: &[ast::TypeParam]) -> Res<()> {
        for param in list {
            let name = match param {
                ast::TypeParam::TypeVar(p) => &p.name,
                ast::TypeParam::ParamSpec(p) => &p.name,
                ast::TypeParam::TypeVarTuple(p) => &p.name,
            };
            let mangled = self.mangled(name);
            if self.scope().symbols.get(&mangled).is_some_and(|s| s.seen & seen::TYPE_PARAM != 0) {
                let message = format!("duplicate type parameter '{name}'");
                return Err(self.source.symbolic(message, param.range()));
            }
            self.add_to(self.current, mangled, seen::LOCAL | seen::TYPE_PARAM, param.range());
            if let ast::TypeParam::TypeVar(p) = param
                && let Some(bound) = &p.bound
            {
                self.enter_annotation(bound_node(p), ScopeKind::TypeBound, &p.name, p.range);
                self.expr(bound)?;
                self.leave();
            }
        }
        Ok(())
    }

    /// Refuses what would make an annotation scope more than an expression.
    fn check_annotation(&self, what: &str, range: TextRange) -> Res<()> {
        let place = match self.kind() {
            ScopeKind::TypeBound => "a TypeVar bound",
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParams => "the definition of a generic",
            _ => return Ok(()),
        };
        Err(self.source.symbolic(format!("{what} cannot be used within {place}"), range))
    }

    /// Refuses a scope inside an annotation scope that looks into a class.
    fn check_nested(&self, what: &str, range: TextRange) -> Res<()> {
        if self.all[self.current].sees_class {
            let message = format!("Cannot use {what} in annotation scope within class scope");
            return Err(self.source.symbolic(message, range));
        }
        Ok(())
    }

    fn defaults(&mut self, args: &ast::Arguments) -> Res<()> {
        let positional = args.posonlyargs.iter().chain(&args.args);
        for arg in positional.chain(&args.kwonlyargs) {
            self.maybe(arg.default.as_deref())?;
        }
        Ok(())
    }

    /// Parameters in register order.
    fn params(&mut self, args: &ast::Arguments) -> Res<()> {
        let with_default = args.posonlyargs.iter().chain(&args.args);
        let plain = with_default.chain(&args.kwonlyargs).map(|a| &a.def);
        for arg in plain.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
            let given = names::unmarked(&arg.arg);
            let name = self.mangled(given);
            if self.scope().symbols.contains_key(&name) {
                let message = format!("duplicate argument '{given}' in function definition");
                return Err(self.source.symbolic(message, arg.range));
            }
            self.add_to(self.current, name.clone(), seen::PARAM, arg.range);
            self.scope().params.push(name);
        }
        Ok(())
    }

    /// A target of an assignment, `for`, `with` or `del`.
    fn target(&mut self, target: &Expr) -> Res<()> {
        match target {
            Expr::Name(name) => {
                self.add(&name.id, seen::LOCAL, name.range);
                Ok(())
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.target(e)),
            Expr::List(t) => t.elts.iter().try_for_each(|e| self.target(e)),
            Expr::Starred(t) => self.target(&t.value),
            other => self.expr(other),
        }
    }

    fn expr(&mut self, expr: &Expr) -> Res<()> {
        self.depth += 1;
        if self.depth > 20_000 {
            return Err(SyntaxError::too_deep());
        }
        let result = self.expr_inner(expr);
        self.depth -= 1;
        result
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Res<()> {
        exprs.into_iter().try_for_each(|e| self.expr(e))
    }

    fn expr_inner(&mut self, expr: &Expr) -> Res<()> {
        match expr {
            Expr::Name(e) => {
                self.add(&e.id, seen::USE, e.range);
                if &e.id == "super" && self.kind().is_function() {
                    self.add("__class__", seen::USE, e.range);
                }
                Ok(())
            }
            Expr::Constant(e) => {
                if matches!(e.value, ast::Constant::Str(_)) {
                    self.string(e.range)?;
                }
                Ok(())
            }
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::NamedExpr(e) => self.walrus(e),
            Expr::BinOp(e) => {
                self.expr(&e.left)?;
                self.expr(&e.right)
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                self.check_nested("lambda", e.range)?;
                self.defaults(&e.args)?;
                self.enter(address(e), ScopeKind::Lambda, "lambda", e.range);
                self.params(&e.args)?;
                self.expr(&e.body)?;
                self.leave();
                Ok(())
            }
            Expr::IfExp(e) => self.exprs([&*e.test, &*e.body, &*e.orelse]),
            Expr::Dict(e) => {
                for (key, value) in e.keys.iter().zip(&e.values) {
                    self.maybe(key.as_ref())?;
                    self.expr(value)?;
                }
                Ok(())
            }
            Expr::Set(e) => self.exprs(&e.elts),
            Expr::List(e) => self.exprs(&e.elts),
            Expr::Tuple(e) => self.exprs(&e.elts),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::GeneratorExp(_)
                if self.scope().sees_class =>
            {
                let mut range = expr.range();
                let text = self.source.text.as_bytes();
                let bare = matches!(expr, Expr::GeneratorExp(e) if e.elt.range().start() == range.start());
                if bare && text.get(usize::from(range.end())) == Some(&b')') {
                    // The parentheses of the call are its own.
                    let one = TextSize::from(1);
                    range = TextRange::new(range.start() - one, range.end() + one);
                }
                self.check_nested("comprehension", range)
            }
            Expr::ListComp(e) => {
                self.comprehension(address(e), &e.generators, &[&e.elt], "list comprehension")
            }
            Expr::SetComp(e) => self.comprehension(address(e), &e.generators, &[&e.elt], "set comprehension"),
            Expr::DictComp(e) => {
                self.comprehension(address(e), &e.generators, &[&e.key, &e.value], "dict comprehension")
            }
            Expr::GeneratorExp(e) => self.comprehension(address(e), &e.generators, &[&e.elt], GENERATOR),
            Expr::Yield(e) => {
                self.yields(e.range)?;
                self.maybe(e.value.as_deref())
            }
            Expr::YieldFrom(e) => {
                self.yields(e.range)?;
                self.expr(&e.value)
            }
            Expr::Compare(e) => {
                self.expr(&e.left)?;
                self.exprs(&e.comparators)
            }
            Expr::Call(e) => {
                self.expr(&e.func)?;
                self.exprs(&e.args)?;
                e.keywords.iter().try_for_each(|k| self.expr(&k.value))
            }
            Expr::Attribute(e) => self.expr(&e.value),
            Expr::Subscript(e) => {
                self.expr(&e.value)?;
                self.expr(&e.slice)
            }
            Expr::Starred(e) => self.expr(&e.value),
            Expr::Slice(e) => {
                self.maybe(e.lower.as_deref())?;
                self.maybe(e.upper.as_deref())?;
                self.maybe(e.step.as_deref())
            }
            Expr::Await(e) => {
                self.check_annotation("await expression", e.range)?;
                self.scope().awaits = true;
                self.expr(&e.value)
            }
            // Literals are blanked before parsing, so the parser never makes these.
            Expr::JoinedStr(_) | Expr::FormattedValue(_) => Ok(()),
        }
    }

    fn string(&mut self, range: TextRange) -> Res<()> {
        let strings = self.strings;
        for literal in strings.pieces(range.start().into()) {
            self.parts(&literal.parts)?;
        }
        Ok(())
    }

    fn parts(&mut self, parts: &[Part]) -> Res<()> {
        let strings = self.strings;
        for part in parts {
            if let Part::Field(field) = part {
                if let Some(expr) = strings.field(field.parsed) {
                    self.expr(expr)?;
                }
                if let Some(spec) = &field.spec {
                    self.parts(spec)?;
                }
            }
        }
        Ok(())
    }

    fn yields(&mut self, range: TextRange) -> Res<()> {
        self.check_annotation("yield expression", range)?;
        match self.kind() {
            // Lowering refuses it, after what comes before it in the statement.
            ScopeKind::Module | ScopeKind::Class => Ok(()),
            ScopeKind::Generator | ScopeKind::Comprehension => {
                let message = format!("'yield' inside {}", self.scope().comprehension);
                Err(self.source.symbolic(message, range))
            }
            _ => {
                self.scope().generator = true;
                Ok(())
            }
        }
    }

    fn walrus(&mut self, e: &ast::ExprNamedExpr) -> Res<()> {
        self.check_annotation("named expression", e.range)?;
        let Expr::Name(target) = &*e.target else {
            let message = "cannot use assignment expressions with this target";
            return Err(self.source.symbolic(message, e.target.range()));
        };
        let name = self.mangled(&target.id);
        let fail = |this: &Self, message: String| Err(this.source.symbolic(message, target.range));
        if self.in_iterable > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(self.source.symbolic(message, e.range));
        }
        let mut path = Vec::new();
        let mut owner = self.current;
        while self.all[owner].kind.is_comprehension() {
            let seen = self.all[owner].symbols.get(&name).map_or(0, |s| s.seen);
            if seen & seen::TARGET != 0 {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{}'",
                    &target.id
                );
                return fail(self, message);
            }
            path.push(owner);
            match self.all[owner].parent {
                Some(parent) => owner = parent,
                None => break,
            }
        }
        if self.all[owner].kind == ScopeKind::Class && !path.is_empty() {
            let message = "assignment expression within a comprehension cannot be used in a class body";
            return fail(self, message.into());
        }
        let place = match self.all[owner].kind {
            ScopeKind::TypeBound => "in a TypeVar bound",
            ScopeKind::TypeAlias => "in a type alias",
            ScopeKind::TypeParams => "within the definition of a generic",
            _ => "",
        };
        if !place.is_empty() {
            return fail(
                self,
                format!("assignment expression within a comprehension cannot be used {place}"),
            );
        }
        let declared = self.all[owner].symbols.get(&name).map_or(0, |s| s.seen);
        let global = !self.all[owner].kind.is_function() || declared & seen::GLOBAL != 0;
        for scope in path {
            let bits = match (self.all[scope].inlined, global) {
                (true, _) => seen::USE,
                (false, true) => seen::GLOBAL,
                (false, false) => seen::NONLOCAL,
            };
            self.all[scope].has_walrus = true;
            self.add_to(scope, name.clone(), bits | seen::WALRUS, target.range);
        }
        self.all[owner].has_walrus = true;
        self.add_to(owner, name, seen::LOCAL, target.range);
        self.expr(&e.value)
    }

    fn comprehension(
        &mut self,
        node: usize,
        generators: &[ast::Comprehension],
        results: &[&Expr],
        what: &'static str,
    ) -> Res<()> {
        let generator = what == GENERATOR;
        let Some(first) = generators.first() else {
            return Ok(());
        };
        self.in_iterable += 1;
        self.expr(&first.iter)?;
        self.in_iterable -= 1;
        let outer = self.kind();
        let outer_iterable = self.in_iterable;
        let kind = if generator { ScopeKind::Generator } else { ScopeKind::Comprehension };
        let id = self.enter(node, kind, "", first.target.range());
        self.all[id].comprehension = what;
        self.all[id].inlined = !generator;
        self.all[id].over_class = !generator && outer == ScopeKind::Class;
        self.all[id].generator = generator;
        if !self.all[id].inlined {
            self.add_to(id, ".0".into(), seen::PARAM, first.target.range());
            self.all[id].params.push(".0".into());
        }
        for (index, part) in generators.iter().enumerate() {
            self.scope().awaits |= part.is_async;
            if index > 0 {
                self.in_iterable += 1;
                self.expr(&part.iter)?;
                self.in_iterable -= 1;
            }
            self.comprehension_target(&part.target)?;
            self.exprs(&part.ifs)?;
        }
        results.iter().try_for_each(|e| self.expr(e))?;
        self.in_iterable = outer_iterable;
        self.leave();
        if self.all[id].inlined {
            let (has_walrus, over_class) = (self.all[id].has_walrus, self.all[id].over_class);
            let used: Vec<Name> = self.all[id]
                .symbols
                .iter()
                .filter(|(_, s)| s.seen & seen::BOUND == 0 && !over_class)
                .map(|(name, _)| name.clone())
                .collect();
            for name in used {
                self.add_to(self.current, name, seen::USE, first.target.range());
            }
            self.scope().has_walrus |= has_walrus;
        }
        // A comprehension that waits makes the one around it wait; a generator expression does not.
        self.scope().awaits |= !generator && self.all[id].awaits;
        Ok(())
    }

    fn comprehension_target(&mut self, target: &Expr) -> Res<()> {
        let before: Vec<Name> = self.bound_names();
        self.target(target)?;
        for name in self.bound_names() {
            if before.contains(&name) {
                continue;
            }
            let Some(symbol) = self.scope().symbols.get_mut(&name) else { continue };
            symbol.seen |= seen::TARGET;
            if symbol.seen & seen::WALRUS != 0 {
                let message =
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                let range = self.name_in(target, &name).unwrap_or(target.range());
                return Err(self.source.symbolic(message, range));
            }
        }
        Ok(())
    }

    /// Where a target binds a name.
    fn name_in(&self, target: &Expr, name: &str) -> Option<TextRange> {
        let mut stack = vec![target];
        while let Some(next) = stack.pop() {
            match next {
                Expr::Name(e) if *self.mangled(&e.id) == *name => return Some(e.range),
                other => children(other, &mut |child| stack.push(child)),
            }
        }
        None
    }

    fn bound_names(&mut self) -> Vec<Name> {
        let symbols = self.scope().symbols.iter();
        symbols.filter(|(_, s)| s.seen & seen::LOCAL != 0).map(|(name, _)| name.clone()).collect()
    }
}

/// The expressions of the replacement fields.
fn fields<'s>(strings: &'s Strings, parts: &'s [Part], out: &mut Vec<&'s Expr>) {
    for part in parts {
        if let Part::Field(field) = part {
            out.extend(strings.field(field.parsed));
            field.spec.iter().for_each(|spec| fields(strings, spec, out));
        }
    }
}

/// What a generator expression is called in messages.
const GENERATOR: &str = "generator expression";

/// The variable that hands the type parameters of a class to its body.
const TYPE_PARAMS: &str = ".type_params";

pub(crate) fn has_defaults(args: &ast::Arguments) -> bool {
    args.posonlyargs.iter().chain(&args.args).any(|a| a.default.is_some())
}

pub(crate) fn has_kwdefaults(args: &ast::Arguments) -> bool {
    args.kwonlyargs.iter().any(|a| a.default.is_some())
}

/// Whether an annotated name is recorded: not if it stands in parentheses.
pub(crate) fn is_simple(source: &Source, s: &ast::StmtAnnAssign) -> bool {
    s.simple && (source.is_given() || s.range.start() == s.target.range().start())
}

/// Annotations of parameters, in CPython's order.
pub(crate) fn annotations(args: &ast::Arguments) -> impl Iterator<Item = &Expr> {
    let positional = args.posonlyargs.iter().chain(&args.args).map(|a| &a.def);
    positional
        .chain(args.vararg.as_deref())
        .chain(args.kwonlyargs.iter().map(|a| &a.def))
        .chain(args.kwarg.as_deref())
        .filter_map(|arg| arg.annotation.as_deref())
}
