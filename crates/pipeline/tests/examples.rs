//! Every example of every rule through the whole pipeline: one named test each.

use libtest_mimic::{Arguments, Failed, Trial};
use pipeline::Resources;
use pipeline::check::{Verdict, cases, run_all};

fn main() {
    let arguments = Arguments::from_args();
    let resources = Resources::embedded().expect("the embedded data is read").hearing(pipeline::Witnesses::Rules);
    let cases = cases(&resources.lexicon);
    let verdicts = run_all(&resources, &cases);
    let needless = pipeline::check::needless(&resources, &cases);
    let mut trials: Vec<Trial> = cases
        .iter()
        .zip(verdicts)
        .map(|(case, verdict)| {
            let name = format!("{}:{}", case.rule, case.example.line);
            let place = format!("{}:{}\n  {}", case.file, case.example.line, case.example.marked.text);
            Trial::test(name, move || match verdict {
                Verdict::Passed | Verdict::Known(_) => Ok(()),
                Verdict::Failed(difference) => Err(Failed::from(format!("{place}\n  {difference}"))),
                Verdict::Fixed => Err(Failed::from(format!("{place}\n  passes now: take its `todo` away"))),
            })
        })
        .collect();
    trials.push(Trial::test("no rule is needless", move || match needless.as_slice() {
        [] => Ok(()),
        rules => Err(Failed::from(format!("each example comes out without its rule, so take the rule away: {}", rules.join(", ")))),
    }));
    libtest_mimic::run(&arguments, trials).exit();
}
