//! Shrinks a failing run to the few steps that matter. proptest's own shrinking of a vector removes each
//! element once and then simplifies each; here a step often can be removed only after others were, or only
//! if the time it took still passes.

use proptest::prelude::*;
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;

use crate::step::{Action, Environment, Person, Run, Setup, Step, Tab};

/// Makes runs as the inner strategy does, and shrinks them in its own way.
#[derive(Debug)]
pub struct Shrinking<S>(pub S);

impl<S: Strategy<Value = Run>> Strategy for Shrinking<S> {
    type Tree = RunTree;
    type Value = Run;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let run = self.0.new_tree(runner)?.current();
        Ok(RunTree::new(run))
    }
}

/// One kind of simplification.
#[derive(Clone, Copy)]
enum Pass {
    /// Removes so many steps.
    Remove(usize),
    /// Removes a step, and lets its time pass after the step before.
    Join,
    /// Removes two steps that undo each other, wherever they stand.
    RemovePair,
    /// Announces a fault later, for the next occasion alone.
    PostponeFault,
    SimplifySteps,
    SimplifySetup,
}

const PASSES: [Pass; 10] = [
    Pass::Remove(128),
    Pass::Remove(32),
    Pass::Remove(8),
    Pass::Remove(2),
    Pass::Remove(1),
    Pass::Join,
    Pass::PostponeFault,
    Pass::SimplifySteps,
    Pass::SimplifySetup,
    Pass::RemovePair,
];

/// Tries each simplification of each pass, in rounds, until a round makes nothing simpler.
pub struct RunTree {
    /// The simplest run that is known to fail.
    best: Run,
    /// The simpler one that is being tried.
    candidate: Option<Run>,
    pass: usize,
    /// Which simplification of the pass.
    number: usize,
    improved: bool,
}

impl RunTree {
    fn new(run: Run) -> Self {
        Self {
            best: run,
            candidate: None,
            pass: 0,
            number: 0,
            improved: false,
        }
    }

    /// Returns whether there is one more candidate.
    fn propose(&mut self) -> bool {
        loop {
            let Some(pass) = PASSES.get(self.pass) else {
                if !std::mem::take(&mut self.improved) {
                    return false;
                }
                self.pass = 0;
                continue;
            };
            self.candidate = candidate(&self.best, *pass, self.number);
            if self.candidate.is_some() {
                return true;
            }
            self.pass += 1;
            self.number = 0;
        }
    }
}

impl ValueTree for RunTree {
    type Value = Run;

    fn current(&self) -> Run {
        self.candidate.as_ref().unwrap_or(&self.best).clone()
    }

    /// The candidate fails too.
    fn simplify(&mut self) -> bool {
        if let Some(run) = self.candidate.take() {
            // The next simplification has moved to this one's place.
            self.best = run;
            self.improved = true;
        }
        self.propose()
    }

    /// The candidate does not fail.
    fn complicate(&mut self) -> bool {
        self.candidate = None;
        self.number += 1;
        self.propose()
    }
}

fn candidate(run: &Run, pass: Pass, number: usize) -> Option<Run> {
    let mut run = run.clone();
    match pass {
        Pass::Remove(count) => {
            let from = number * count;
            let to = run.steps.len().min(from + count);
            (from < to).then(|| run.steps.drain(from..to))?;
        }
        Pass::Join => {
            let at = number + 1;
            let step = (at < run.steps.len()).then(|| run.steps.remove(at))?;
            run.steps[number].wait += step.wait;
        }
        Pass::RemovePair => {
            let (first, second) = pairs(run.steps.len()).nth(number)?;
            run.steps.remove(second);
            run.steps.remove(first);
        }
        Pass::PostponeFault => return postponed(&run, number),
        Pass::SimplifySteps => {
            let steps = run.steps.iter().enumerate();
            let mut simpler = steps
                .flat_map(|(at, step)| simpler_steps(step).into_iter().map(move |it| (at, it)));
            let (at, step) = simpler.nth(number)?;
            run.steps[at] = step;
        }
        Pass::SimplifySetup => run.setup = simpler_setups(&run.setup).into_iter().nth(number)?,
    }
    Some(run)
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |first| (first + 1..count).map(move |second| (first, second)))
}

/// A fault of a late occasion keeps all steps in the run that bring about the occasions before it.
fn postponed(run: &Run, number: usize) -> Option<Run> {
    let announced = run.steps.iter().enumerate();
    let announced = announced.filter_map(|(at, step)| match step.action {
        Action::Fault { fault, on } if on != 1 => Some((at, fault)),
        _ => None,
    });
    let mut choices = announced.flat_map(|(from, fault)| {
        let places = from + 1..run.steps.len();
        places.map(move |to| (from, fault, to))
    });
    let (from, fault, to) = choices.nth(number)?;
    let mut run = run.clone();
    let action = Action::Fault { fault, on: 1 };
    let step = Step {
        action,
        ..Step::WAIT
    };
    // The time of the step stays where it was.
    run.steps[from].action = Action::Wait;
    run.steps.insert(to, step);
    Some(run)
}

/// Round numbers are easier to read than the least ones.
fn simpler_times(millis: u64) -> Vec<u64> {
    let round = [0, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    let mut times: Vec<u64> = round.into_iter().filter(|it| *it < millis).collect();
    times.extend((millis > 20).then_some(millis / 2));
    times
}

/// With fewer occasions, and with earlier ones.
fn simpler_occasions(on: u64) -> Vec<u64> {
    let mut simpler = vec![1, on & on.wrapping_neg(), on >> 1];
    let bits = (0..u64::BITS).map(|bit| 1 << bit);
    simpler.extend(bits.filter(|bit| on & bit != 0).map(|bit| on & !bit));
    simpler.retain(|it| *it < on && *it != 0);
    simpler
}

fn simpler_steps(step: &Step) -> Vec<Step> {
    let actions = simpler_actions(step.action).into_iter();
    let mut simpler: Vec<Step> = actions.map(|action| Step { action, ..*step }).collect();
    if step.tab == Tab::Second {
        let tab = Tab::First;
        simpler.push(Step { tab, ..*step });
    }
    if step.jitter != 0 {
        simpler.push(Step { jitter: 0, ..*step });
    }
    let times = simpler_times(step.wait).into_iter();
    simpler.extend(times.map(|wait| Step { wait, ..*step }));
    simpler
}

fn simpler_actions(action: Action) -> Vec<Action> {
    match action {
        Action::Wait => Vec::new(),
        Action::Person(Person::SendRefused(_)) => vec![Action::Person(Person::Send)],
        Action::Receive { from, count } if count > 1 => {
            let counts = [1, count / 2, count - 1].into_iter();
            counts
                .map(|count| Action::Receive { from, count })
                .collect()
        }
        Action::Edit {
            from,
            before_newest,
        } => {
            let edit = |before_newest| Action::Edit {
                from,
                before_newest,
            };
            (0..before_newest).map(edit).collect()
        }
        Action::Delete {
            from,
            before_newest,
        } => {
            let delete = |before_newest| Action::Delete {
                from,
                before_newest,
            };
            (0..before_newest).map(delete).collect()
        }
        Action::Person(Person::ReadScreen { all_but }) if all_but > 0 => {
            vec![Action::Person(Person::ReadScreen { all_but: 0 })]
        }
        Action::Fault { fault, on } => {
            let occasions = simpler_occasions(on).into_iter();
            occasions.map(|on| Action::Fault { fault, on }).collect()
        }
        Action::Environment(Environment::Sleep { millis }) => {
            let times = simpler_times(millis).into_iter();
            let sleep = |millis| Action::Environment(Environment::Sleep { millis });
            times.map(sleep).collect()
        }
        _ => Vec::new(),
    }
}

fn simpler_setups(setup: &Setup) -> Vec<Setup> {
    let plain = Setup::plain(setup.kind);
    let mut simpler = vec![
        Setup {
            faults: setup.faults.clone(),
            ..plain.clone()
        },
        Setup {
            page_size: plain.page_size,
            ..setup.clone()
        },
        Setup {
            group_page_size: plain.group_page_size,
            ..setup.clone()
        },
        Setup {
            token_seconds: plain.token_seconds,
            ..setup.clone()
        },
        Setup {
            clock_skew: plain.clock_skew,
            ..setup.clone()
        },
        Setup {
            history: plain.history,
            ..setup.clone()
        },
        Setup {
            jitter: plain.jitter,
            ..setup.clone()
        },
    ];
    for at in 0..setup.faults.len() {
        let mut less = setup.clone();
        less.faults.remove(at);
        simpler.push(less);
        for on in simpler_occasions(setup.faults[at].1) {
            let mut less = setup.clone();
            less.faults[at].1 = on;
            simpler.push(less);
        }
    }
    simpler.retain(|it| it != setup);
    simpler
}
