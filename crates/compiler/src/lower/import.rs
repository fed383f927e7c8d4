//! Imports.

use rustpython_parser::ast::{self, Alias};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Const, Op, Reg};

use super::{Lower, Value};
use crate::error::Res;

impl<'a> Lower<'a> {
    pub(super) fn import(&mut self, s: &'a ast::StmtImport) -> Res<()> {
        for alias in &s.names {
            self.at(s.range);
            let mark = self.top;
            let module = self.import_name(&alias.name, 0, Const::None);
            self.bind_import(alias, module, s.range)?;
            self.top = mark;
        }
        Ok(())
    }

    /// Imports into the next temporary.
    fn import_name(&mut self, name: &str, level: u32, names: Const) -> Reg {
        let module = self.push();
        self.load_constant(module, Const::Int(level as i64));
        self.push_constant(names);
        let name = self.unit.name(name);
        self.emit(Op::ImportName, 0, module, name, module);
        self.top = module + 1;
        module
    }

    fn bind_import(&mut self, alias: &'a Alias, module: Reg, range: TextRange) -> Res<()> {
        let mut parts = alias.name.split('.');
        let first = parts.next().unwrap_or_default();
        let Some(asname) = &alias.asname else {
            self.check_target_name(first, range)?;
            self.store_name(first, Value::Temp(module));
            return Ok(());
        };
        self.check_target_name(asname, range)?;
        // `import a.b.c as d`: down from the top package.
        let mut holder = module;
        for part in parts {
            let inner = self.push();
            let name = self.unit.name(part);
            self.emit(Op::ImportFrom, 0, inner, holder, name);
            self.drop_temp(holder);
            holder = inner;
        }
        self.store_name(asname, Value::Temp(holder));
        Ok(())
    }

    pub(super) fn import_from(&mut self, s: &'a ast::StmtImportFrom) -> Res<()> {
        let future = s.module.as_deref() == Some("__future__");
        if future && self.source.line_of(s.range.start().into()) > self.future_line {
            return self.fail("from __future__ imports must occur at the beginning of the file", s.range);
        }
        self.at(s.range);
        let mark = self.top;
        let names = s.names.iter();
        let names: Vec<Const> = names.map(|alias| Const::Str(alias.name.as_str().into())).collect();
        let level = s.level.map_or(0, |level| level.to_u32());
        let module = s.module.as_deref().unwrap_or_default();
        let module = self.import_name(module, level, Const::Tuple(names.into()));
        if s.names.iter().any(|alias| &alias.name == "*") {
            self.emit(Op::ImportStar, 0, module | CONSUME, 0, 0);
            self.top = mark;
            return Ok(());
        }
        for alias in &s.names {
            self.import_member(alias, module, s.range)?;
        }
        self.drop_temp(module);
        self.top = mark;
        Ok(())
    }

    fn import_member(&mut self, alias: &'a Alias, module: Reg, range: TextRange) -> Res<()> {
        let target = alias.asname.as_ref().unwrap_or(&alias.name);
        self.check_target_name(target, range)?;
        self.at(range);
        let name = self.unit.name(&alias.name);
        if let Some(reg) = self.local(target) {
            self.emit(Op::ImportFrom, 0, reg, module, name);
            return Ok(());
        }
        let mark = self.top;
        let value = self.push();
        self.emit(Op::ImportFrom, 0, value, module, name);
        self.store_name(target, Value::Temp(value));
        self.top = mark;
        Ok(())
    }
}
