//! Comes in: CoNLL-U of our own making. Goes out: whether reader and writer agree with it.

use super::*;
use proptest::prelude::*;
use schema::{Deprel, Entity, EntityKind, Token, Upos};

const FILE: &str = "\
# newdoc id = one
# sent_id = one-1
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVBP\tMood=Imp\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tshoot\tshoot\tVERB\tVB\t_\t0\troot\t0:root\tSpaceAfter=No|Entity=x
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# newpar
1\tTalks\ttalk\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tended\tend\tVERB\tVBD\t_\t0\troot\t_\t_

";

#[test]
fn a_file_is_read_and_written_as_it_was() {
    let trees = read(FILE).unwrap();
    assert_eq!(trees.len(), 2);
    assert_eq!(trees[0].comment("sent_id"), Some("one-1"));
    assert!(trees[1].opens("newpar") && !trees[0].opens("newpar"));
    assert_eq!(trees[0].words[1].lemma, "not");
    assert_eq!((trees[0].words[2].head, trees[0].words[2].feats.as_str()), (0, ""));
    assert_eq!(write(&trees), FILE);
}

#[test]
fn the_text_is_put_together_again() {
    let (text, spans) = text(&read(FILE).unwrap());
    assert_eq!(text, "Don't shoot.\n\nTalks ended ");
    let words: Vec<&str> = spans.iter().flatten().map(|s| s.of(&text)).collect();
    assert_eq!(words, ["Do", "n't", "shoot", ".", "Talks", "ended"]);
}

#[test]
fn a_broken_line_is_named() {
    let broken = |from: &str, to: &str| read(&FILE.replacen(from, to, 1)).unwrap_err();
    assert_eq!(broken("\n3\tshoot", "\n4\tshoot").line, 6);
    assert_eq!(broken("1\tTalks\ttalk", "1\tTalks").line, 10);
    assert!(broken("2\tnsubj", "9\tnsubj").why.contains("2 words"));
    assert!(broken("1-2", "1-9").why.contains("beyond"));
    assert!(broken("1-2", "2-1").why.contains("before word 1"));
    assert!(broken("\t3\taux", "\tx\taux").why.contains("head"));
    assert_eq!(read("").unwrap(), []);
    assert_eq!(read("1.1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n").unwrap(), []);
}

#[test]
fn a_parsed_sentence_becomes_a_tree() {
    let document = Document { id: "d\n1".into(), text: "Iran's\u{a0}say".into(), title: None, url: None, publisher: None, published: None };
    let token = |start, end, head, deprel| Token {
        span: Span::new(start, end),
        form: document.text[start..end].to_owned(),
        lemma: "x".into(),
        upos: Upos::Propn,
        xpos: "NNP".into(),
        feats: String::new(),
        head,
        deprel,
    };
    let sentence = Sentence {
        learned: Vec::new(),
        span: Span::new(0, 11),
        part: Part::Headline,
        tokens: vec![token(0, 4, Some(2), Deprel::NmodPoss), token(4, 6, Some(0), Deprel::Case), token(8, 11, None, Deprel::Root)],
        entities: vec![Entity { first: 0, last: 0, kind: EntityKind::Gpe }],
        args: vec![Vec::new(); 3],
    };
    let written = write(&trees(&document, &[sentence]));
    let expected = "\
# newdoc id = d 1
# sent_id = d 1-1
# part = headline
# text = Iran's say
1\tIran\tx\tPROPN\tNNP\t_\t3\tnmod:poss\t_\tNER=B-GPE|SpaceAfter=No|TokenRange=0:4
2\t's\tx\tPROPN\tNNP\t_\t1\tcase\t_\tTokenRange=4:6
3\tsay\tx\tPROPN\tNNP\t_\t0\troot\t_\tTokenRange=7:10

";
    assert_eq!(written, expected);
    assert_eq!(write(&read(&written).unwrap()), expected);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[0-9\\-\\.\t#_a\n]{0,80}|\\PC{0,80}") {
        if let Ok(trees) = read(&text) {
            let (whole, spans) = super::text(&trees);
            for span in spans.iter().flatten() {
                prop_assert!(whole.get(span.start..span.end).is_some());
            }
            prop_assert!(read(&write(&trees)).is_ok());
        }
    }

    #[test]
    fn what_is_written_is_read_again(forms in prop::collection::vec("\\PC{1,6}", 1..8), heads in prop::collection::vec(0usize..8, 8)) {
        let n = forms.len();
        let words = forms.iter().zip(&heads).map(|(form, &h)| Word { form: line(form), lemma: "_".into(), head: h % (n + 1), ..Word::default() });
        let words: Vec<Word> = words.filter(|w| !w.form.is_empty()).collect();
        prop_assume!(words.len() == n);
        let trees = vec![Tree { comments: vec!["sent_id = 1".into()], words, ranges: vec![] }];
        prop_assert_eq!(read(&write(&trees)).unwrap(), trees);
    }
}
