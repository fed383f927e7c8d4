//! What is known of a code's sites: rows for programs, a listing for people.

use std::fmt::Write;

use theseus_bytecode::{Op, Word, disasm};
use theseus_guards::{Optimisation, Strategy};
use theseus_object::payload::{Function, Method};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::code::CodeData;
use crate::exec::Exec;
use crate::guard::record::assumed;
use crate::guard::sites::Site;
use crate::guard::{analysis, is_fold};
use crate::machine::Vm;

/// The running form of a function, which is made for it to be looked at, or those of a code object; none if
/// no function made of it ran.
fn forms(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<*const Exec>> {
    let vm = Vm::of(cx);
    let func = vm.heap.get::<Method>(o).map_or_else(|| o.clone(), |m| m.func.clone());
    if let Some(f) = vm.heap.get::<Function>(&func) {
        let Some(data) = vm.heap.get::<CodeData>(&f.code) else { return Err(vm.bad_internal("code")) };
        return Ok(vec![data.exec(vm.interp(), &f.globals, &f.builtins)]);
    }
    match vm.heap.get::<CodeData>(&func) {
        Some(data) => Ok(data.forms().map(|e| &raw const *e).collect()),
        None => {
            let got = func.ty().name();
            Err(vm.type_error(format!("a Python function or code object expected, not {got}")))
        }
    }
}

/// One site as it stands.
struct Row {
    index: usize,
    /// As it runs now.
    op: Op,
    optimisation: Optimisation,
    strategy: Strategy,
    site: Site,
    /// Executions until it may be specialised again, of a generic form.
    wait: u64,
    /// What it passes over, and gives instead; or why it checks nothing.
    plan: Option<String>,
}

impl Row {
    fn state(&self) -> &'static str {
        match (self.op.is_quickened(), self.site.gave_up, self.site.failures) {
            (true, ..) => "special",
            (false, true, _) => "gave up",
            (false, false, 0) => "generic",
            (false, false, _) => "backoff",
        }
    }
}

/// The sites of a form: what stands specialised, and what was.
fn rows(exec: &Exec) -> Vec<Row> {
    // SAFETY: nobody else holds the table while its rows are copied.
    let known = unsafe { exec.sites() };
    let row = |(index, original): (usize, Op)| {
        let op = exec.op_at(index)?;
        let site = known.get(index).cloned();
        let wait = if op.is_quickened() || original.cache_words() == 0 { 0 } else { exec.words()[index + 1] };
        let plan = known.plan(index).filter(|_| is_fold(op)).map(|p| p.describe(index));
        let plan = plan.or_else(|| analysis::reason(exec, index));
        let seen = op.is_quickened() || site.is_some();
        let strategy = exec.strategy_at(index).unwrap_or(Strategy::Off);
        seen.then(|| {
            let site = site.unwrap_or_default();
            let optimisation = exec.optimisation_at(index, op, &site);
            Row { index, op, optimisation, strategy, site, wait, plan }
        })
    };
    disasm::instructions(&exec.code().words).filter_map(row).collect()
}

/// `sites(func)`.
pub fn sites(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let mut list = Vec::new();
    for exec in forms(cx, o)? {
        // SAFETY: the function or code object, which the caller holds, keeps its forms.
        let exec = unsafe { &*exec };
        for row in rows(exec) {
            list.push(dict(cx, exec, &row));
        }
    }
    Ok(cx.new_list(list))
}

fn dict(cx: &Cx, exec: &Exec, row: &Row) -> ObjRef {
    let dict = cx.new_dict();
    let position = exec.code().position(row.index);
    let site = &row.site;
    let text = |t: Option<&str>| t.map_or_else(|| cx.none.clone(), |t| cx.new_str(t));
    let respecialised = site.specialised.saturating_sub(1);
    for (name, n) in [
        ("line", u64::from(position.line)),
        ("column", u64::from(position.column)),
        ("hits", site.hits),
        ("misses", u64::from(site.failures)),
        ("deopts", u64::from(site.failures)),
        ("invalidated", u64::from(site.invalidated)),
        ("respecialised", u64::from(respecialised)),
        ("backoff_next", row.wait),
    ] {
        cx.namespace_put(&dict, name, cx.big_int(n.into()));
    }
    let cause = site.cause.as_ref();
    for (name, value) in [
        ("op", Some(row.op.name())),
        ("opt", Some(row.optimisation.name())),
        ("strategy", Some(row.strategy.name())),
        ("state", Some(row.state())),
        ("assume", assumed(exec, row.index).as_deref()),
        ("cause", cause.map(|c| c.what)),
        ("key", cause.and_then(|c| c.key.as_deref())),
        ("by", cause.and_then(|c| c.by.as_deref())),
    ] {
        cx.namespace_put(&dict, name, text(value));
    }
    dict
}

/// `reset(func)`.
pub fn reset(cx: &mut Cx, o: &ObjRef) -> PyResult {
    for exec in forms(cx, o)? {
        // SAFETY: as in `sites`.
        unsafe { (*exec).sites() }.forget_counts();
    }
    Ok(cx.none.clone())
}

/// `explain(func)`.
pub fn explain(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let forms = forms(cx, o)?;
    let mut out = String::new();
    if forms.is_empty() {
        out.push_str("never ran\n");
    }
    for exec in forms {
        // SAFETY: as in `sites`.
        list(unsafe { &*exec }, &mut out);
    }
    if o.kind() == Kind::Function {
        let special = crate::guard::special::list(Vm::of(cx), o);
        for item in special {
            let _ = writeln!(out, "behind guards: {}", cx.repr_text(&item)?);
        }
    }
    Ok(cx.new_str(&out))
}

fn list(exec: &Exec, out: &mut String) {
    let code = exec.code();
    let words: Vec<Word> = exec.words().iter().map(|&w| Word(w)).collect();
    let rows = rows(exec);
    let _ = writeln!(out, "{} ({} line {})", code.qualname, code.filename, code.first_line);
    let mut line = 0;
    for i in disasm::list(code, &words) {
        let here = code.position(i.index).line;
        let shown = if here == line || here == 0 { String::new() } else { here.to_string() };
        line = if here == 0 { line } else { here };
        let mark = if i.is_target { ">>" } else { "  " };
        let mut text = format!("{shown:>6} {mark} {:5}  {:<22} {}", i.index, i.op.name(), i.operands);
        if let Some(row) = rows.iter().find(|r| r.index == i.index) {
            let _ = write!(text, "{:pad$}; {}", "", notes(row), pad = 52usize.saturating_sub(text.len()));
        }
        let _ = writeln!(out, "{}", text.trim_end());
    }
}

/// What is said of a site behind its instruction.
fn notes(row: &Row) -> String {
    let site = &row.site;
    let mut text = match row.state() {
        "special" => format!("{} by {}", row.optimisation.name(), row.strategy.name()),
        "backoff" => format!("again after {}", row.wait),
        state => state.to_string(),
    };
    if let Some(plan) = &row.plan {
        let _ = write!(text, ": {plan}");
    }
    if site.hits + u64::from(site.failures) > 0 {
        let _ = write!(text, ", {} hits, {} misses", site.hits, site.failures);
    }
    if let Some(c) = &site.cause {
        let _ = write!(text, ", last: {}", c.what);
        if let Some(key) = &c.key {
            let _ = write!(text, " {key}");
        }
        if let Some(by) = &c.by {
            let _ = write!(text, " by {by}");
        }
    }
    text
}
