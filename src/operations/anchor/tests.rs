use super::*;

fn hash(digit: &str) -> String {
    digit.repeat(DIGITS)
}

fn anchor() -> Anchor {
    Anchor {
        operation: (66, hash("a")),
        generation: 0,
        reads: Some((104, hash("b"))),
        signature: None,
    }
}

fn keys(names: &[(&str, &str)]) -> Keys {
    let lines = names
        .iter()
        .map(|(name, digit)| format!("{name} {}\n", hash(digit)));
    Keys::read(&lines.collect::<String>()).unwrap()
}

#[test]
fn an_anchor_is_read_as_it_was_written() {
    let all = [
        anchor(),
        Anchor {
            generation: 2,
            reads: None,
            ..anchor()
        },
        keys(&[("2026-11", "1")]).sign(anchor()),
    ];
    for anchor in all {
        let line = anchor.to_string();
        assert_eq!(Anchor::find(&line), Some(Ok(anchor.clone())), "{line}");
        let copied = format!("> {line} (timer)");
        assert_eq!(Anchor::find(&copied), Some(Ok(anchor)), "{copied}");
        let cut = &line[..line.len() - 1];
        let is_told = matches!(Anchor::find(cut), Some(Err(_)));
        assert_eq!(is_told, line.contains(READS), "{cut}");
    }
}

fn mixed() -> String {
    "0123456789abcdef".repeat(4)
}

#[test]
fn an_anchor_is_found_again_in_whatever_line_it_was_copied_to() {
    let known = |generation| Anchor {
        operation: (67, mixed()),
        generation,
        reads: None,
        signature: None,
    };
    let (first, third) = (known(0), known(2));
    for (line, found) in [
        (first.to_string(), &first),
        (third.to_string(), &third),
        (format!("> {first}\r"), &first),
        (
            format!("Mar  2 22:00:01 host binledger[311]: {third} (timer)"),
            &third,
        ),
        (format!("<pre>{first}</pre>"), &first),
        (format!("67 {}", mixed()), &first),
    ] {
        assert_eq!(Anchor::find(&line), Some(Ok(found.clone())), "{line}");
    }
}

#[test]
fn an_anchor_that_was_cut_is_told_from_a_line_without_one() {
    let cut = &mixed()[..50];
    for line in [
        format!("binledger anchor 67 {cut}="),
        "binledger anchor 67".to_owned(),
        format!("67 {cut}"),
        format!("binledger anchor 67 {}0", mixed()),
    ] {
        assert!(matches!(Anchor::find(&line), Some(Err(_))), "{line}");
    }
    for line in [
        "",
        "Subject: Cron <root@host> binledger anchor",
        "binledger anchor prints where the log stands",
        "12 errors",
        &format!("7,2026-03-02,MAIN,{}", mixed()),
        &format!("67 {} and more", mixed()),
    ] {
        assert_eq!(Anchor::find(line), None, "{line}");
    }
}

/// The digest is that of Python's `hmac`.
#[test]
fn a_signature_is_the_hmac_of_the_line_before_it() {
    let signed = keys(&[("K", "0")]).sign(Anchor {
        operation: (1, hash("0")),
        generation: 0,
        reads: None,
        signature: None,
    });
    let digest = signed.signature.unwrap().digest;
    assert_eq!(
        digest,
        "58b049d7a01b542faaa50022b78b75e496a3facbe0c8ce08d07133ef11b3dd5b"
    );
}

#[test]
fn whoever_has_no_key_can_neither_write_nor_alter_an_anchor() {
    let then = keys(&[("2026-10", "1")]);
    let now = keys(&[("2026-11", "2"), ("2026-10", "1")]);
    assert_eq!(
        now.check(&then.sign(anchor())),
        Ok(()),
        "an older key still proves"
    );
    assert_eq!(
        now.sign(anchor()).signature.map(|it| it.key),
        Some("2026-11".to_owned())
    );
    let told = |anchor: &Anchor| now.check(anchor).unwrap_err();
    assert_eq!(told(&anchor()), "the anchor of operation 66 is not signed");
    let other = keys(&[("2026-12", "3")]).sign(anchor());
    assert!(told(&other).contains("with the key 2026-12, which is not in the file"));
    let wrong = keys(&[("2026-11", "3")]).sign(anchor());
    assert!(told(&wrong).contains("was not signed with the key 2026-11"));
    let altered = Anchor {
        operation: (66, hash("c")),
        ..now.sign(anchor())
    };
    assert!(told(&altered).contains("was not signed with the key 2026-11"));
}

#[test]
fn a_file_of_keys_that_is_wrong_is_refused_without_a_secret() {
    let secret = hash("f");
    let twice = format!("A {secret}\nA {secret}");
    let long = format!("A {}", hash("f").repeat(5));
    let name = format!("a/b {secret}");
    let short = format!("A {}", &secret[2..]);
    for text in [
        "",
        "# nothing\n",
        &twice,
        &long,
        &name,
        &short,
        &format!("A {secret} more"),
    ] {
        let told = Keys::read(text).map(drop).unwrap_err();
        assert!(told.contains("expected") && !told.contains("ffff"), "{told}");
    }
    assert!(Keys::read(&format!("# newest first\n\nA {secret}\n")).is_ok());
}
