//! Paths as Python sees them.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::{ask, expect, new_set};
use crate::graph::Graph;
use crate::path::{self, About, Avoided, Paths};
use crate::set::{Bits, ObjectSet};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f3(
        "shortest",
        shortest,
        "shortest(sources or None, targets, avoided) -> Paths\n\n\
         avoided is a list of paths with levels whose steps are not gone.",
    ),
    NativeDef::f1("steps_in", steps_in, "steps_in(set) -> Paths"),
    NativeDef::f1("steps_out", steps_out, "steps_out(set) -> Paths"),
    NativeDef::f1("count_paths", count_paths, "count_paths(paths) -> int"),
    NativeDef::f1(
        "only_source",
        only_source,
        "only_source(paths) -> bool\n\nAll paths start from one object.",
    ),
    NativeDef::f1("starts", starts, "starts(paths) -> list of edges that begin a path"),
    NativeDef::f2("follow", follow, "follow(paths, edge) -> list of edges that go on from it"),
    NativeDef::f2("edge", edge, "edge(paths, edge) -> (source set or None, class, about, target set)"),
];

fn bits(g: &Graph, set: &ObjRef) -> Bits {
    g.heap().get::<ObjectSet>(set).map(|s| g.bits(s)).unwrap_or_default()
}

fn shortest(cx: &mut Cx, sources: &ObjRef, targets: &ObjRef, avoided: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, targets)?;
    if !sources.is_none() {
        expect::<ObjectSet>(cx, sources)?;
    }
    let mut levels = Vec::new();
    for pair in cx.collect(avoided)? {
        let pair = cx.heap.tuple(&pair).map(<[ObjRef]>::to_vec).unwrap_or_default();
        let [paths, level] = &pair[..] else { return Err(cx.bad_internal("levels")) };
        levels.push((paths.clone(), usize::try_from(cx.index_word(level)?).unwrap_or(usize::MAX)));
    }
    let paths = ask(cx, |g| {
        let mut avoided = Avoided::default();
        for (paths, level) in &levels {
            if let Some(paths) = g.heap().get::<Paths>(paths) {
                avoided.add(g, paths, *level);
            }
        }
        match sources.is_none() {
            true => path::from_roots(g, &bits(g, targets), &avoided),
            false => path::shortest(g, &bits(g, sources), &bits(g, targets), &avoided),
        }
    })?;
    Ok(cx.new_object(paths))
}

fn steps_in(cx: &mut Cx, set: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let (mut paths, variables) = ask(cx, |g| {
        let targets = bits(g, set);
        (path::steps(g, &path::referrers(g, &targets), &targets), path::variables(g, &targets))
    })?;
    let keeper = cx.upcalls.frames.keeper;
    let variables = variables.into_iter().map(|(v, item)| (keeper(cx, v.machine, v.depth), v.name, item));
    paths.add_variables(variables.collect());
    Ok(cx.new_object(paths))
}

fn steps_out(cx: &mut Cx, set: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let paths = ask(cx, |g| {
        let sources = bits(g, set);
        path::steps(g, &sources, &path::referents(g, &sources))
    })?;
    Ok(cx.new_object(paths))
}

fn starts(cx: &mut Cx, paths: &ObjRef) -> PyResult {
    expect::<Paths>(cx, paths)?;
    let end = cx.heap.get::<Paths>(paths).and_then(|p| p.levels.first().copied()).unwrap_or(0);
    Ok(cx.new_list((0..end).map(|i| cx.usize(i)).collect()))
}

fn follow(cx: &mut Cx, paths: &ObjRef, edge: &ObjRef) -> PyResult {
    expect::<Paths>(cx, paths)?;
    let at = usize::try_from(cx.index_word(edge)?).unwrap_or(0);
    let mut found = Vec::new();
    if let Some(p) = cx.heap.get::<Paths>(paths)
        && let Some(edge) = p.edges.get(at)
    {
        let level = p.levels.partition_point(|end| *end <= at);
        let next = p.levels.get(level).copied().unwrap_or(0)..p.levels.get(level + 1).copied().unwrap_or(0);
        found = next.filter(|i| p.edges[*i].source == Some(edge.target)).collect();
    }
    Ok(cx.new_list(found.into_iter().map(|i| cx.usize(i)).collect()))
}

fn edge(cx: &mut Cx, paths: &ObjRef, edge: &ObjRef) -> PyResult {
    expect::<Paths>(cx, paths)?;
    let at = usize::try_from(cx.index_word(edge)?).unwrap_or(usize::MAX);
    let Some(p) = cx.heap.get::<Paths>(paths) else { return Err(cx.bad_internal("paths")) };
    let Some(edge) = p.edges.get(at) else { return Err(cx.error(&cx.excs.index_error.clone(), "")) };
    let set = |n: u32| {
        let item = &p.items[n as usize];
        new_set(cx, item.alone())
    };
    let source = edge.source.map_or_else(|| cx.none.clone(), set);
    let about = match &edge.about {
        About::Name(name) => cx.new_str(name),
        About::Number(n) => cx.usize(*n),
        About::Key(key) => key.clone(),
    };
    Ok(cx.new_tuple([source, cx.new_str(edge.class), about, set(edge.target)]))
}

fn count_paths(cx: &mut Cx, paths: &ObjRef) -> PyResult {
    expect::<Paths>(cx, paths)?;
    let n = cx.heap.get::<Paths>(paths).map_or(0, Paths::count);
    Ok(cx.usize(n))
}

fn only_source(cx: &mut Cx, paths: &ObjRef) -> PyResult {
    expect::<Paths>(cx, paths)?;
    let one = cx.heap.get::<Paths>(paths).is_some_and(|p| {
        let first = &p.edges[..p.levels.first().copied().unwrap_or(0)];
        first.iter().all(|e| e.source == first[0].source)
    });
    Ok(cx.bool(one))
}
