//! Comes in: texts in the manners of the news. Goes out: whether sentences, words and parts are as expected.

use super::*;
use lexicon::SourceFile;
use proptest::prelude::*;

fn rules() -> TextRules {
    let text = include_str!("../../../../lexicon/en/text.toml").to_owned();
    TextRules::read(&SourceFile { path: "text.toml".into(), text }).unwrap()
}

/// Sentences as words with blanks between them.
fn cut(text: &str) -> Vec<String> {
    parts(text).into_iter().map(|(_, words)| words).collect()
}

fn parts(text: &str) -> Vec<(Part, String)> {
    let words = |s: &RawSentence| s.tokens.iter().map(|t| t.of(text)).collect::<Vec<_>>().join(" ");
    segment(text, &rules()).iter().map(|s| (s.part, words(s))).collect()
}

#[test]
fn titles_initials_and_acronyms_end_no_sentence() {
    for text in [
        "Gen. Ali Haidar met Mr. Smith on Monday .",
        "Lt. Col. J. R. Okafor of the U.S. Army was hurt .",
        "The U.S. and the U.K. signed it .",
        "Sen. Mary T. Boyd ( D - Vt. ) spoke .",
        "It rose to No. 2 vs. the euro .",
        "He left on Jan. 5 at 6 p.m. local time .",
    ] {
        let glued = text.replace(" .", ".").replace("( ", "(").replace(" )", ")").replace(" - ", "-");
        assert_eq!(cut(&glued), [text]);
    }
}

#[test]
fn an_acronym_may_end_a_sentence() {
    assert_eq!(cut("Troops left for the U.S. The envoy stayed.").len(), 2);
    assert_eq!(cut("They met at 5 p.m. It was late.").len(), 2);
    assert_eq!(cut("He joined Acme Inc. They were pleased.").len(), 2);
    assert_eq!(cut("Rebels, police, etc. The list goes on.").len(), 2);
}

#[test]
fn quotations_close_with_their_sentence() {
    assert_eq!(cut("\"We will fight.\" He left."), ["\" We will fight . \"", "He left ."]);
    assert_eq!(cut("“We will fight.” He left."), ["“ We will fight . ”", "He left ."]);
    assert_eq!(cut("\"Will you go?\" he asked."), ["\" Will you go ? \" he asked ."]);
    assert_eq!(cut("“Stop the war!” they chanted. Police watched."), ["“ Stop the war ! ” they chanted .", "Police watched ."]);
    assert_eq!(cut("\"It is over,\" she said. \"We lost.\" Then she left.").len(), 3);
    assert_eq!(cut("He agreed (in part). She did not.").len(), 2);
}

#[test]
fn datelines_stand_apart() {
    for (text, dateline) in [
        ("BAGHDAD (AP) — Gunmen killed two officers on Monday.", "BAGHDAD ( AP ) —"),
        ("IP (Baghdad) - Gunmen killed two officers on Monday.", "IP ( Baghdad ) -"),
        ("Kabul, Afghanistan -- Gunmen killed two officers on Monday.", "Kabul , Afghanistan --"),
        ("NAIROBI, March 3 (Xinhua) -- Gunmen killed two officers on Monday.", "NAIROBI , March 3 ( Xinhua ) --"),
        ("(CNN) Gunmen killed two officers on Monday.", "( CNN )"),
    ] {
        let found = parts(text);
        assert_eq!(found[0], (Part::Dateline, dateline.to_owned()), "{found:?}");
        assert_eq!(found[1], (Part::Body, "Gunmen killed two officers on Monday .".to_owned()));
    }
    assert_eq!(parts("The army - long divided - attacked the town on Monday.").len(), 1);
}

#[test]
fn lines_around_the_report_are_told_from_it() {
    let text = "Army retakes northern town\n\nBy Jane Roe\n\nSoldiers entered the town of Kadura on Monday, the army said.\n\nRead more: Rebels leave talks\n\nThe rebels denied that they had left the town to the army.\n";
    let found: Vec<Part> = parts(text).into_iter().map(|(part, _)| part).collect();
    assert_eq!(found, [Part::Headline, Part::Dateline, Part::Body, Part::Related, Part::Body]);
}

#[test]
fn lists_and_lines_without_a_stop_end_where_they_end() {
    assert_eq!(cut("The demands:\n- free elections\n- a new court\n1. The first demand\n2. The second").len(), 5);
    assert_eq!(cut("The ministers of the two countries met on Monday and\nagreed on a plan.").len(), 1);
}

#[test]
fn words_are_cut_as_in_the_treebanks() {
    for (text, words) in [
        ("pro-government anti-war Iran-backed", "pro-government anti-war Iran - backed"),
        ("a 15-year-old", "a 15 - year - old"),
        ("They don't, can't and won't", "They do n't , ca n't and wo n't"),
        ("Iran’s and the rebels’ talks", "Iran ’s and the rebels ’ talks"),
        ("cannot gonna", "can not gon na"),
        ("$3.5 billion (2.3%)", "$ 3.5 billion ( 2.3 % )"),
        ("10km at 5pm", "10 km at 5 pm"),
        ("1,000 troops; 10:30", "1,000 troops ; 10:30"),
        ("see www.example.org/a-b.", "see www.example.org/a-b ."),
        ("Mon\u{a0}Sept.\u{a0}4", "Mon Sept. 4"),
        ("talks—again", "talks — again"),
        ("and/or", "and / or"),
        ("well ... no!!", "well ... no !!"),
        ("“Go,” he said", "“ Go , ” he said"),
        ("the 1990s and the 21st", "the 1990s and the 21st"),
        ("‘’We agree,’’ he said", "‘’ We agree , ’’ he said"),
        ("O'Brien o'clock", "O'Brien o'clock"),
    ] {
        assert_eq!(cut(text).join(" "), words);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_spans_in_order(text in "\\PC{0,120}|[A-Za-z.,'\"()\\-\n /0-9:!?—’“”\u{a0}]{0,200}|(?s).{0,80}") {
        let mut free = 0;
        let mut covered = 0;
        for sentence in segment(&text, &rules()) {
            prop_assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= MAX_TOKENS);
            prop_assert_eq!(sentence.span, Span::new(sentence.tokens[0].start, sentence.tokens[sentence.tokens.len() - 1].end));
            for token in sentence.tokens {
                prop_assert!(token.start >= free && token.end > token.start, "{:?}", token);
                let word = text.get(token.start..token.end);
                prop_assert!(word.is_some_and(|w| !w.contains(char::is_whitespace)), "{:?}", word);
                covered += word.map_or(0, |w| w.chars().filter(|c| c.is_alphanumeric()).count());
                free = token.end;
            }
        }
        // no letter is lost
        prop_assert_eq!(covered, text.chars().filter(|c| c.is_alphanumeric()).count());
    }
}
