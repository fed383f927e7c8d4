//! Programs that mutate: hot functions made of expressions, and steps that run them and change the
//! world between runs or inside of one. A program is data, so that it can be made smaller.

/// What everything stands on.
const PRELUDE: &str = include_str!("../../python/fuzz.py");

/// Expressions of hot functions. Those with `tick` or `op` may run a mutation that is due.
const EXPRESSIONS: &[&str] = &[
    "len(T)",
    "len('abc')",
    "abs(-3)",
    "abs(G0)",
    "G0",
    "G0 + G1",
    "f0(2)",
    "f1(3)",
    "f1(y=4, x=2)",
    "f0(f1(G1))",
    "a.x",
    "a.own",
    "a.shared",
    "a.p",
    "a.m(1)",
    "a.inherited(2)",
    "A.own",
    "read_cell()",
    "T[1]",
    "T[G0 % 3]",
    "sum([i for i in range(4)])",
    "max(1, G0)",
    "(1 if FLAG else 2)",
    "[f0(i) for i in range(3)]",
    "sum(map(f0, T))",
    "(op + 1)",
    "(2 + op)",
    "op[2]",
    "(tick(), len(T))[1]",
    "(tick(), f0(1))[1]",
    "(tick(), a.m(1))[1]",
    "(G0 + (op + 1) + G0)",
    "(len(T) + (op + 1) + len(T))",
    "(f0(1) + (op + 1) + f0(1))",
    "(a.x + (op + 1) + a.x)",
    "isinstance(a, A)",
    "type(a).__name__",
    "str(G1)",
    "int('7')",
];

/// Mutations, each one expression.
const MUTATIONS: &[&str] = &[
    "setattr(builtins, 'len', lambda x: 42)",
    "setattr(builtins, 'len', real_len)",
    "setattr(builtins, 'abs', real_len and (lambda x: -1))",
    "setattr(builtins, 'abs', real_abs)",
    "setattr(builtins, 'unrelated', 1)",
    "drop(builtins.__dict__, 'unrelated')",
    "setattr(builtins, 'range', lambda n: [9, 9])",
    "setattr(builtins, 'range', real_range)",
    "set_global('len', lambda x: 77)",
    "drop(globals(), 'len')",
    "set_global('G0', 11)",
    "set_global('G0', 'text')",
    "set_global('G0', 5)",
    "drop(globals(), 'G1')",
    "set_global('G1', 8.5)",
    "set_global('G1', 7)",
    "set_global('FLAG', False)",
    "set_global('FLAG', True)",
    "set_global('T', [4, 5, 6, 7])",
    "set_global('T', (1, 2, 3))",
    "set_global('f0', twin0)",
    "set_global('f0', abs)",
    "set_global('f0', first['f0'])",
    "set_global('f1', twin1)",
    "set_global('f1', first['f1'])",
    "setattr(first['f0'], '__code__', codes[1])",
    "setattr(first['f0'], '__code__', codes[0])",
    "setattr(first['f1'], '__defaults__', (6,))",
    "setattr(first['f1'], '__defaults__', None)",
    "setattr(first['f1'], '__kwdefaults__', {})",
    "write_cell(40)",
    "write_cell('cell')",
    "setattr(A, 'm', other_m)",
    "setattr(A, 'm', first_m)",
    "setattr(A, 'own', 20)",
    "setattr(A, 'shared', 21)",
    "drop_attribute(A, 'shared')",
    "setattr(Base, 'shared', 30)",
    "setattr(Base, 'unrelated', 1)",
    "setattr(A, 'x', property(lambda self: 99))",
    "drop_attribute(A, 'x')",
    "setattr(A, '__bases__', (Rival,))",
    "setattr(A, '__bases__', (Base,))",
    "setattr(a, '__class__', B)",
    "setattr(a, '__class__', A)",
    "setattr(a, 'x', 8)",
    "setattr(a, 'extra', 1)",
    "setattr(a, 'm', lambda x: 'own')",
    "a.__dict__.pop('m', None)",
    "setattr(A, '__getattr__', lambda self, name: 'missing')",
    "drop_attribute(A, '__getattr__')",
    "sys.settrace(None)",
];

/// A part of the main program.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Runs a hot function so many times and prints the last result.
    Run { hot: usize, times: u32 },
    /// A mutation between runs.
    Mutate(usize),
    /// A mutation at the n-th tick from now, inside whatever runs then.
    Inside { mutation: usize, ticks: u32 },
}

/// A program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The expressions of each hot function.
    pub hot: Vec<Vec<usize>>,
    pub steps: Vec<Step>,
}

impl Program {
    /// A random program of so many steps.
    pub fn random(random: &mut fastrand::Rng, steps: usize) -> Program {
        let hot = (0..random.usize(1..4))
            .map(|_| (0..random.usize(1..6)).map(|_| random.usize(..EXPRESSIONS.len())).collect())
            .collect::<Vec<Vec<usize>>>();
        let step = |_| match random.u32(..10) {
            // Enough runs that a site specialises, or few, so that it is caught half warm.
            0..5 => Step::Run { hot: random.usize(..hot.len()), times: [1, 3, 40, 300][random.usize(..4)] },
            5..8 => Step::Mutate(random.usize(..MUTATIONS.len())),
            _ => Step::Inside { mutation: random.usize(..MUTATIONS.len()), ticks: random.u32(1..60) },
        };
        let steps = (0..steps).map(step).collect();
        Program { hot, steps }
    }

    /// The script, which stands alone.
    pub fn text(&self) -> String {
        let mut out = PRELUDE.to_string();
        for (at, expressions) in self.hot.iter().enumerate() {
            let list: Vec<&str> = expressions.iter().map(|e| EXPRESSIONS[*e]).collect();
            out.push_str(&format!("\n\ndef hot{at}():\n    return [{}]\n", list.join(", ")));
        }
        out.push_str("\n\n");
        for step in &self.steps {
            out.push_str(&match step {
                Step::Run { hot, times } => format!("show(hot{hot}, {times})\n"),
                Step::Mutate(at) => format!("{}\n", MUTATIONS[*at]),
                Step::Inside { mutation, ticks } => {
                    format!("due[:] = [{ticks}, lambda: {}]\n", MUTATIONS[*mutation])
                }
            });
        }
        out
    }

    /// Programs a little smaller than this one, the smallest first.
    pub fn smaller(&self) -> Vec<Program> {
        let mut all = Vec::new();
        let steps = self.steps.len();
        let mut length = steps / 2;
        while length > 0 {
            for start in (0..steps).step_by(length) {
                let mut less = self.clone();
                less.steps.drain(start..(start + length).min(steps));
                all.push(less);
            }
            length /= 2;
        }
        for (at, expressions) in self.hot.iter().enumerate() {
            for e in 0..expressions.len() {
                let mut less = self.clone();
                less.hot[at].remove(e);
                all.push(less);
            }
        }
        for (at, step) in self.steps.iter().enumerate() {
            if let Step::Run { hot, times } = step
                && *times > 1
            {
                let mut less = self.clone();
                less.steps[at] = Step::Run { hot: *hot, times: times / 2 };
                all.push(less);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_repeat_by_seed_and_shrink() {
        let made = |seed| Program::random(&mut fastrand::Rng::with_seed(seed), 12);
        assert_eq!(made(5), made(5));
        assert_ne!(made(5), made(6));
        let program = made(5);
        assert!(program.smaller().iter().all(|less| less != &program));
        assert!(program.text().contains("show(hot"));
    }
}
